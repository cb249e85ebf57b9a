#!/bin/sh
# run.sh: builds, and walks the main job on a workspace and networks of its own,
# from a video file to two receipts. What it proved is in build/reports/journey.json.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
mkdir -p build/reports
echo 'Building …'
build-aux/build.sh build >build/reports/build.log || { tail -40 build/reports/build.log; exit 1; }

echo 'A clip that fits neither network, on its way to both:'
status=0
tests/secrets/session.sh python3 -B tests/journey/journey.py --bin build/src --fixtures tests/fixtures \
  --report "$PWD/build/reports/journey.json" || status=$?

[ "$status" = 0 ] && echo 'It went out exactly once to each. Receipts and pictures: build/reports/journey.json'
exit "$status"

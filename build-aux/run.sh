#!/bin/sh
# run.sh: builds, and opens the window on a sample workspace whose networks are
# stand-ins on this machine. Without a screen it walks the main job instead, from
# a video file to two receipts, and takes pictures of the window.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
mkdir -p build/reports
echo 'Building …'
build-aux/build.sh build >build/reports/build.log || { tail -40 build/reports/build.log; exit 1; }

if [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; then
  exec python3 -B build-aux/run-window.py build
fi

echo 'A clip that fits neither network, on its way to both:'
status=0
tests/secrets/session.sh python3 -B tests/journey/journey.py --bin build/src --fixtures tests/fixtures \
  --window build/tests/ui/creatorsync-shots --report "$PWD/build/reports/journey.json" || status=$?

if [ "$status" = 0 ]; then
  echo 'It went out exactly once to each. Receipts: build/reports/journey.json'
  echo 'Pictures of the window: build/reports/journey-*.png; of every page: ./dev shots'
fi
exit "$status"

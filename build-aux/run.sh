#!/bin/sh
# run.sh: builds, and opens the window on a sample workspace whose networks are
# stand-ins on this machine. Without a screen it walks the main job instead, from
# a video file to two receipts: on the command line, then in the window by pointing.
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
tests/secrets/session.sh python3 -B tests/journey/journey.py --bin build/src --fixtures tests/fixtures \
  --report "$PWD/build/reports/journey.json" || exit
echo 'It went out exactly once to each. Receipts: build/reports/journey.json'

echo 'The same job in the window:'
status=0
build-aux/display.sh python3 -B tests/ui/walk/pointer.py build \
  >build/reports/walk.tap 2>build/reports/walk.log || status=$?
sed -n 's,^ok [0-9]* /walk/pointer/,  ✓ ,p; s,^not ok [0-9]* /walk/pointer/,  ✗ ,p' build/reports/walk.tap
if [ "$status" != 0 ]; then
  sed -n '/^not ok/,$p' build/reports/walk.tap >&2
  exit "$status"
fi
echo 'Pictures of each step: build/walk/pointer-*.png; of every page: ./dev shots'

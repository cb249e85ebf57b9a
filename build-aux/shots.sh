#!/bin/sh
# shots.sh [PAGE] [--check]: pictures of every page and state, a sheet a page.
#
# The pages and states are in tests/ui/shots.list; build/shots/PAGE.png are the
# sheets. --check fails for a text that is not whole at 360 px or at 200 %,
# and for two states that look the same there.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
build-aux/build.sh build >/tmp/shots-build.$$ || { tail -40 /tmp/shots-build.$$; exit 1; }
exec python3 -B build-aux/shots.py "$@"

#!/bin/sh
# test.sh [SUITE[/CASE]]: the sanitized build and its tests; one closing line.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
build-aux/build.sh build-san -Db_sanitize=address,undefined -Db_lundef=false -Dkillpoints=true >/dev/null
status=0
meson test -C build-san --no-rebuild ${1:+--suite "${1%%/*}"} || status=$?
exec python3 build-aux/summary.py build-san/meson-logs/testlog.junit.xml "$status"

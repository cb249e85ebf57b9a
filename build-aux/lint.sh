#!/bin/sh
# lint.sh: the house rules alone.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
build-aux/build.sh build-san -Db_sanitize=address,undefined -Db_lundef=false -Dkillpoints=true >/dev/null
exec python3 -B tests/lint/check.py . build-san

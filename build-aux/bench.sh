#!/bin/sh
# bench.sh [NAME]: the benchmark programs on an optimized build, each beside its
# peer in the same run; ends with "N met, N missed".
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
build-aux/build.sh build-bench -Dbuildtype=release -Dbench=true >/dev/null
mkdir -p build/reports
exec python3 -B build-aux/bench.py build-bench/tests/bench build/reports/bench.json "$@"

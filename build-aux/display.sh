#!/bin/sh
# display.sh CMD…: runs a command with a screen, a session bus and a home of its own
#
# What is run draws without a graphics card, sees no portal, and finds the schema
# of the build folder. Everything that was started ends with it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
own=$(mktemp -d)
screen=${CREATORSYNC_SCREEN:-1280x900x24}
xvfb=
end () { [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || :; rm -rf "$own"; }
trap end EXIT
trap 'exit 130' INT TERM

mkdir -m 700 "$own/run"
# The window's own typeface is not in Debian; Inter is what it was made from.
cat >"$own/fonts.conf" <<'END'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="same"><family>Adwaita Sans</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="same"><family>Cantarell</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>
END
export FONTCONFIG_FILE="$own/fonts.conf"
export HOME="$own" XDG_RUNTIME_DIR="$own/run" XDG_DATA_HOME="$own/data" XDG_CACHE_HOME="$own/cache"
export XDG_CONFIG_HOME="$own/config" GSK_RENDERER=cairo GDK_BACKEND=x11 GDK_DEBUG=no-portals,default-settings
export GSETTINGS_BACKEND=memory GSETTINGS_SCHEMA_DIR="${GSETTINGS_SCHEMA_DIR:-$top/build/data}"
export XDG_CURRENT_DESKTOP=GNOME

Xvfb -displayfd 3 -screen 0 "$screen" -nolisten tcp 3>"$own/display" >/dev/null 2>&1 &
xvfb=$!
for i in $(seq 100); do [ -s "$own/display" ] && break; sleep 0.05; done
[ -s "$own/display" ] || { echo "display: Xvfb did not start" >&2; exit 1; }
export DISPLAY=":$(cat "$own/display")"

# What the bus starts says nothing among what the command says.
dbus-run-session -- sh -c 'exec "$@" >&5 5>&-' sh "$@" 5>&1 >&2

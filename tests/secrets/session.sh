#!/bin/sh
# session.sh COMMAND…: runs a command with a session bus and an unlocked keyring
# of its own, which nobody else sees and which end with it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

if [ "${1:-}" != --inside ]; then
  for program in dbus-run-session gnome-keyring-daemon gdbus; do
    command -v "$program" >/dev/null 2>&1 || { echo "1..0 # SKIP $program is not installed"; exit 0; }
  done

  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mkdir -m 700 "$folder/run" "$folder/home"

  # The runtime folder first: the bus puts its socket there.
  XDG_RUNTIME_DIR=$folder/run HOME=$folder/home
  XDG_DATA_HOME=$HOME/data XDG_CONFIG_HOME=$HOME/config XDG_CACHE_HOME=$HOME/cache
  export XDG_RUNTIME_DIR HOME XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
  unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY

  dbus-run-session -- "$0" --inside "$@"
  exit
fi

shift

# An empty line would be no password, and without one there is no login collection.
# The daemon warns when an item is replaced (measured, 48.0): that ends our tests, not it.
printf 'test\n' | env -u G_DEBUG gnome-keyring-daemon --unlock --components=secrets --foreground \
  >"$HOME/keyring.log" 2>&1 &
keyring=$!
trap 'kill "$keyring" 2>/dev/null || true' EXIT

gdbus wait --session --timeout 20 org.freedesktop.secrets \
  || { cat "$HOME/keyring.log" >&2; echo 'Bail out! gnome-keyring did not start'; exit 1; }

"$@"

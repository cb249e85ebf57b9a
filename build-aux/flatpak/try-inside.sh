# What try.sh asks of the installed Flatpak, on a session bus outside of its sandbox.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

id=io.github.creatorsync.CreatorSync
path=/io/github/creatorsync/CreatorSync
fail () { echo "try: $*" >&2; exit 1; }
cli () { flatpak run --filesystem=/try/clips:ro --command=creatorsync-cli "$id" "$@"; }

# wait_for WORDS COMMAND…: until it says so, for twenty seconds.
wait_for () {
  words=$1; shift
  for i in $(seq 100); do "$@" 2>&1 | grep -q "$words" && return 0; sleep 0.2; done
  fail "“$*” never said “$words”"
}

# A clip is read in the media helper's own sandbox, inside of this one.
cli media add /try/clips/clip.mp4 | grep -q 'video codec' || fail "the clip cannot be read"

# The session bus starts the publisher; another instance reaches it.
gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
  --method org.freedesktop.DBus.StartServiceByName "$id.Publisher" 0 >/dev/null
wait_for '"publishing": *true' cli --json status
cli post new --text 'Kiln day' >/dev/null
gdbus call --session --dest "$id.Publisher" --object-path "$path/Publisher/SearchProvider" \
  --method org.gnome.Shell.SearchProvider2.GetInitialResultSet "['kiln']" | grep -q post: \
  || fail "the shell's search finds nothing"

# The window takes the workspace over, and the command line reaches it there.
Xvfb -displayfd 3 -screen 0 1280x900x24 3>/tmp/display >/dev/null 2>&1 &
screen=$!
wait_for '^[0-9]' cat /tmp/display
DISPLAY=":$(cat /tmp/display)"; export DISPLAY
flatpak run --socket=x11 --env=GSK_RENDERER=cairo "$id" &
timeout 60 xdotool search --sync --onlyvisible --class creatorsync >/dev/null || fail "no window comes"
gdbus wait --session --timeout 20 "$id"
gdbus call --session --dest "$id" --object-path "$path" \
  --method org.freedesktop.Application.ActivateAction show-today '[]' '{}' >/dev/null
wait_for 'Kiln day' cli post list
python3 -c 'import sys; from PIL import ImageGrab; ImageGrab.grab(xdisplay=sys.argv[1]).save("/try/build/window.png")' "$DISPLAY"
gdbus call --session --dest "$id" --object-path "$path" \
  --method org.freedesktop.Application.ActivateAction quit '[]' '{}' >/dev/null

# The publisher has it again, and ends when it is told to.
wait_for '"publishing": *true' cli --json status
gdbus call --session --dest "$id.Publisher" --object-path "$path/Publisher" \
  --method org.gtk.Actions.Activate quit '[]' '{}' >/dev/null
gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
  --method org.freedesktop.DBus.NameHasOwner "$id" | grep -q false || fail "the window does not end"
kill "$screen"

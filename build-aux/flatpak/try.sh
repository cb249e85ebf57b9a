#!/bin/sh
# try.sh: builds the Flatpak, and sees that it works in its sandbox
#
# Without Flathub: a Debian 13 tree stands in for GNOME's runtime, so this shows what
# the sandbox does and not what is in Flathub's own runtime. After the tree is made
# (once, 2 GiB) nothing has a network. Needs root, for namespaces and FUSE. The tree
# is kept below ~/.cache/creatorsync-flatpak.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

id=io.github.creatorsync.CreatorSync
top=$(cd "$(dirname "$0")/../.." && pwd -P)
here=$top
. "$top/build-aux/root.sh"
place=${XDG_CACHE_HOME:-$HOME/.cache}/creatorsync-flatpak
tree=$place/tree

# What the runtime and the SDK have, and what builds and runs a Flatpak.
tree_packages () {
  package_names | grep -vxE 'clang-format|ffmpeg|gdb|gnome-calendar|gnome-text-editor|handbrake-cli|libimage-exiftool-perl|nodejs|npm|snac2|strace|valgrind'
  printf '%s\n' dbus-daemon elfutils flatpak flatpak-builder fuse3 iproute2 ostree xdg-desktop-portal
}

make_tree () {
  [ -f "$tree.complete" ] && return 0
  ensure_tools
  mkdir -p "$place" "$cache"
  rm -rf "$tree"
  say "making a Debian 13 tree in $tree (once)"
  mmdebstrap --quiet --mode=root --variant=minbase --aptopt='APT::Install-Recommends "false"' \
    --aptopt='Acquire::Check-Valid-Until "false"' --include="$(tree_packages | paste -sd,)" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    trixie "$tree" "deb $(debian_mirror) trixie main"
  chroot "$tree" useradd --create-home --uid 1000 dev
  : >"$tree.complete"
}

# in_tree SCRIPT: as root in the tree, with processes, mounts and a network of its own; all
# that was started ends with it. /try is this folder. FUSE is for the document portal.
in_tree () {
  unshare --mount --propagation private --net --pid --fork --kill-child sh -euc '
    cd "$1"; mount --bind . .; cd "$1"
    mkdir -p try; mount --bind "$2" try
    mount --rbind /dev dev; mount --rbind /sys sys
    mount -t tmpfs -o mode=755 t run; mount -t tmpfs -o mode=1777 t tmp; mkdir tmp/.old
    [ -e try/fuse ] || { mknod try/fuse c 10 229; chmod 666 try/fuse; }
    mount --bind try/fuse dev/fuse
    pivot_root . tmp/.old; cd /; mount -t proc proc proc; umount -l tmp/.old
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
    ip link set lo up
    exec sh "$3"' sh "$tree" "$place" "/try/$1"
}

# As a person, with a session; apps that are installed are found on its bus.
as_person () {
  cat >"$place/$1.root" <<END
mkdir -p /run/dbus /run/user/1000; chown dev /run/user/1000; chmod 700 /run/user/1000
dbus-uuidgen --ensure; dbus-daemon --system --fork
exec su dev -s /bin/sh -c 'unset XDG_CACHE_HOME; export HOME=/home/dev LANG=C.UTF-8 XDG_RUNTIME_DIR=/run/user/1000 \\
  XDG_DATA_DIRS=/home/dev/.local/share/flatpak/exports/share:/usr/local/share:/usr/share; cd; \\
  exec dbus-run-session -- sh /try/$1'
END
  in_tree "$1.root"
}

make_runtime () {
  [ -f "$place/runtime.complete" ] && return 0
  say "committing it as a runtime (once)"
  rm -rf "$place/runtime" "$place/repo"
  mkdir -p "$place/runtime/files"
  cp -al "$tree/usr/." "$place/runtime/files/"
  cp -a "$tree/etc" "$place/runtime/files/etc"
  rm -f "$place"/runtime/files/etc/shadow* "$place"/runtime/files/etc/gshadow* "$place"/runtime/files/etc/.pwd.lock
  chmod -R a+rX "$place/runtime/files"
  cat >"$place/commit.sh" <<'END'
set -eu
ostree --repo=/try/repo init --mode=bare-user-only
for name in Platform Sdk; do
  {
    printf '[Runtime]\nname=org.gnome.%s\n' $name
    printf 'runtime=org.gnome.Platform/x86_64/51\nsdk=org.gnome.Sdk/x86_64/51\n\n[Environment]\n'
    printf 'GST_PLUGIN_SYSTEM_PATH=/app/lib/gstreamer-1.0:/usr/lib/x86_64-linux-gnu/gstreamer-1.0\n'
  } >/try/runtime/metadata
  ostree --repo=/try/repo commit -b runtime/org.gnome.$name/x86_64/51 --owner-uid=0 --owner-gid=0 --no-xattrs \
    --canonical-permissions -s 'stand-in made of Debian 13' \
    --add-metadata-string=xa.metadata="$(cat /try/runtime/metadata)
" /try/runtime
done
flatpak build-update-repo /try/repo
END
  in_tree commit.sh
  cat >"$place/setup.sh" <<'END'
set -eu
flatpak --user remote-add --if-not-exists --no-gpg-verify runtime file:///try/repo
flatpak --user install -y --noninteractive runtime org.gnome.Platform//51 org.gnome.Sdk//51
END
  as_person setup.sh
  : >"$place/runtime.complete"
}

build_app () {
  say "building $id"
  rm -rf "$place/source" "$place/build"
  mkdir -p "$place/source" "$place/build"
  (cd "$top" && git ls-files -co --exclude-standard | tar c -T -) | tar x -C "$place/source"
  chmod 777 "$place/build"
  cat >"$place/build.sh" <<END
set -eu
cd /try/build
flatpak-builder --user --force-clean --disable-rofiles-fuse --repo=repo --default-branch=stable --state-dir=state \\
  app /try/source/build-aux/flatpak/$id.json
flatpak --user remote-delete --force app 2>/dev/null || :
flatpak --user remote-add --no-gpg-verify app file:///try/build/repo
flatpak --user install -y --noninteractive --reinstall app $id

END
  as_person build.sh
  [ -n "$(find "$place/build/app/files/share/licenses/$id/creatorsync" -name LICENSE)" ] || die "its licence is not in it"
}

check_app () {
  say "running it"
  mkdir -p "$place/clips"
  cp "$(find "$top/tests/fixtures" -name '*.mp4' | sort | head -n 1)" "$place/clips/clip.mp4"
  cp "$top/build-aux/flatpak/try-inside.sh" "$place/inside.sh"
  as_person inside.sh
}

[ "$(id -u)" = 0 ] || die "trying the Flatpak needs root: it makes namespaces and a FUSE device"
make_tree
make_runtime
build_app
check_app
say "the Flatpak works"

# root.sh: where CreatorSync is built. Sourced by ./dev, with $here the source.
#
# A host that is Debian 13 (or carries its GTK and libadwaita) is used as it is.
# An older one gets a private Debian 13 root under the cache directory, made
# once per package list and entered with bubblewrap.
#
# SPDX-License-Identifier: GPL-3.0-or-later

cache=${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/creatorsync

die () { printf 'dev: %s\n' "$*" >&2; exit 1; }
say () { printf 'dev: %s\n' "$*" >&2; }

package_names () { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$here/build-aux/packages"; }

# The host is new enough when it is Debian 13 or later, or has the libraries.
host_is_new () {
  [ -n "${CREATORSYNC_FORCE_ROOT:-}" ] && return 1
  if [ -r /etc/debian_version ]; then
    v=$(sed 's/[./].*//' /etc/debian_version)
    case $v in ''|*[!0-9]*) ;; *) [ "$v" -ge 13 ] && return 0 ;; esac
    grep -Eq '^(forky|duke|sid|trixie)/' /etc/debian_version && return 0
  fi
  command -v pkg-config >/dev/null 2>&1 \
    && pkg-config --atleast-version=4.18 gtk4 2>/dev/null \
    && pkg-config --atleast-version=1.7 libadwaita-1 2>/dev/null
}

# Installs what is missing of the package list on a host that is used as it is.
ensure_host () {
  command -v dpkg-query >/dev/null 2>&1 || return 0    # another distribution: meson names what is missing
  missing=
  for p in $(package_names); do
    dpkg-query -W -f '${db:Status-Status}\n' "$p" 2>/dev/null | grep -qx installed || missing="$missing $p"
  done
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" != 0 ]; then
    die "these packages are missing; install them with: sudo apt-get install$missing"
  fi
  say "installing with apt-get:$missing"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $missing; } >"$cache/install.log" 2>&1 \
    || { tail -3 "$cache/install.log" >&2; die "the packages could not be installed; is the package registry reachable? (log: $cache/install.log)"; }
}

# mmdebstrap and bubblewrap make and enter the root.
ensure_tools () {
  command -v mmdebstrap >/dev/null 2>&1 && command -v bwrap >/dev/null 2>&1 && return 0
  command -v apt-get >/dev/null 2>&1 || die "mmdebstrap and bubblewrap are needed to make a Debian 13 root; install them with your package manager"
  [ "$(id -u)" = 0 ] || die "mmdebstrap and bubblewrap are missing; install them with: sudo apt-get install mmdebstrap bubblewrap uidmap"
  say "installing mmdebstrap and bubblewrap with apt-get"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends mmdebstrap bubblewrap; } >"$cache/install.log" 2>&1 \
    || { tail -3 "$cache/install.log" >&2; die "mmdebstrap could not be installed; is the package registry reachable? (log: $cache/install.log)"; }
}

# The mirror of Debian itself that this host uses; other entries are left alone.
debian_mirror () {
  [ "$(apt-get indextargets --format '$(ORIGIN)' 2>/dev/null | grep -cx Debian)" != 0 ] \
    || { [ "$(id -u)" = 0 ] && apt-get update -qq >/dev/null 2>&1; } || true
  apt-get indextargets --format '$(ORIGIN)|$(CODENAME)|$(REPO_URI)' 2>/dev/null \
    | sed -n 's/^Debian|[a-z]*|//p' | sort -u | head -1
}

# Raised when the way in which a root is made changes.
root_version=1

root_key () { { package_names | sort; echo "$root_version"; } | sha256sum | cut -c1-12; }

root_is_whole () {
  [ -f "$root.complete" ] || return 1
  for p in bin/gcc bin/meson bin/ninja bin/python3 bin/npm bin/snac bin/ffmpeg lib/x86_64-linux-gnu/pkgconfig/libsoup-3.0.pc; do
    [ -e "$root/usr/$p" ] || { case $p in lib/*) ls "$root"/usr/lib/*/pkgconfig/libsoup-3.0.pc >/dev/null 2>&1 && continue ;; esac; return 1; }
  done
}

# A root made without being root belongs to the user's subordinate ids.
remove_tree () {
  rm -rf "$@" 2>/dev/null || unshare --map-root-user --map-auto rm -rf "$@"
}

# A root is entered by namespaces, which some machines keep from all but root.
check_namespaces () {
  [ "$(id -u)" = 0 ] || unshare --user true 2>/dev/null \
    || die "this machine lets nobody but root make user namespaces, and the Debian 13 root needs them: run it as root, or allow them with: sudo sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000"
}

# Makes the private root if it is not there or not whole.
ensure_root () {
  check_namespaces
  mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || die "cannot write to $cache; set XDG_CACHE_HOME to a folder that can be written"
  root=$cache/root-$(root_key)
  root_is_whole && return 0
  ensure_tools
  exec 9>"$cache/root.lock"
  flock -n 9 || { say "waiting for another ./dev that is making the root"; flock 9; }
  root_is_whole && { exec 9>&-; return 0; }

  free=$(df -Pk "$cache" | awk 'NR == 2 { print $4 }')
  [ "$free" -gt 6000000 ] || die "$cache has $((free / 1024)) MiB free, and the Debian 13 root needs 6 GiB: free some space, or set XDG_CACHE_HOME to another disk"

  mirror=$(debian_mirror)
  [ -n "$mirror" ] || die "no Debian mirror found in this host's apt sources; run apt-get update, or add Debian's own entry"
  mode=root
  if [ "$(id -u)" != 0 ]; then
    mode=unshare
    command -v newuidmap >/dev/null 2>&1 || die "making a root without being root needs newuidmap; install it with: sudo apt-get install uidmap"
    grep -q "^$(id -un):" /etc/subuid 2>/dev/null || die "making a root without being root needs a line for $(id -un) in /etc/subuid and /etc/subgid; add it with: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un)"
  fi

  say "making a Debian 13 root in $root (once, about two minutes)"
  rm -f "$root.complete"
  remove_tree "$cache"/root-*.part
  apt-config dump 2>/dev/null | grep -E '^Acquire::(http|https|Check|Retries|ForceIPv4|AllowInsecure)' >"$cache/apt.conf" || true
  printf 'APT::Install-Recommends "false";\nAcquire::Languages "none";\n' >>"$cache/apt.conf"
  if ! mmdebstrap --quiet --mode=$mode --variant=minbase --aptopt="$cache/apt.conf" \
      --include="$(package_names | paste -sd,)" \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
      --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
      trixie "$root.part" "deb $mirror trixie main" >"$cache/root.log" 2>&1; then
    sed -n 's/^E: /dev: /p' "$cache/root.log" | tail -3 >&2
    remove_tree "$root.part"
    if grep -q 'No space left' "$cache/root.log"; then
      die "the disk of $cache is full; free 6 GiB, or set XDG_CACHE_HOME to another disk"
    fi
    die "the Debian 13 root could not be made; is the package registry reachable? (log: $cache/root.log)"
  fi
  remove_tree "$root"
  mv "$root.part" "$root"
  : >"$root.complete"
  exec 9>&-
}

# The words for bubblewrap that let a window of the root show on the host's screen: X's
# and Wayland's sockets and the session bus, where they are. Word by word on a line.
screen_words () {
  if [ -n "${DISPLAY:-}" ]; then
    printf '%s\n' --setenv DISPLAY "$DISPLAY"
    [ -d /tmp/.X11-unix ] && printf '%s\n' --ro-bind /tmp/.X11-unix /tmp/.X11-unix
    x=${XAUTHORITY:-$HOME/.Xauthority}
    [ -r "$x" ] && printf '%s\n' --ro-bind "$x" /run/Xauthority --setenv XAUTHORITY /run/Xauthority
  fi
  if [ -n "${WAYLAND_DISPLAY:-}" ]; then
    case $WAYLAND_DISPLAY in /*) x=$WAYLAND_DISPLAY ;; *) x=${XDG_RUNTIME_DIR:-}/$WAYLAND_DISPLAY ;; esac
    [ -S "$x" ] && printf '%s\n' --ro-bind "$x" /run/user/wayland-0 --setenv WAYLAND_DISPLAY wayland-0
  fi
  case ${DBUS_SESSION_BUS_ADDRESS:-} in
    unix:path=*)
      x=${DBUS_SESSION_BUS_ADDRESS#unix:path=}; x=${x%%,*}
      [ -S "$x" ] && printf '%s\n' --ro-bind "$x" /run/user/bus --setenv DBUS_SESSION_BUS_ADDRESS unix:path=/run/user/bus ;;
    unix:abstract=*) printf '%s\n' --setenv DBUS_SESSION_BUS_ADDRESS "$DBUS_SESSION_BUS_ADDRESS" ;;
  esac
  :
}

# Runs a command in the root. Its /usr and /etc are read-only; the source and
# the cache are the host's own folders at their own paths.
in_root () {
  mkdir -p "$cache/home"
  set -- --chdir "$here" --setenv HOME "$cache/home" --setenv LANG C.UTF-8 -- "$@"
  [ -n "${CI:-}" ] && set -- --setenv CI "$CI" "$@"
  [ -n "${TERM:-}" ] && set -- --setenv TERM "$TERM" "$@"
  for v in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    eval "x=\${$v:-}"; [ -n "$x" ] && set -- --setenv "$v" "$x" "$@"
  done
  if command -v npm >/dev/null 2>&1; then
    registry=$(npm config get registry 2>/dev/null | tail -1)
    cafile=$(npm config get cafile 2>/dev/null | tail -1)
    case $registry in http*) set -- --setenv npm_config_registry "$registry" "$@" ;; esac
    if [ -r "$cafile" ]; then
      set -- --ro-bind "$(readlink -f "$cafile")" /run/npm-ca.crt --setenv npm_config_cafile /run/npm-ca.crt \
        --setenv NODE_EXTRA_CA_CERTS /run/npm-ca.crt "$@"
    fi
  fi
  if [ -n "${ROOT_SCREEN:-}" ]; then
    old_ifs=$IFS; IFS='
'
    set -- $(screen_words) "$@"
    IFS=$old_ifs
  fi
  [ -r "$HOME/.npmrc" ] && set -- --ro-bind "$HOME/.npmrc" "$cache/home/.npmrc" "$@"
  userns=
  [ "$(id -u)" = 0 ] || userns=--unshare-user
  ipc=--unshare-ipc
  [ -z "${ROOT_SCREEN:-}" ] || ipc=    # X hands pictures over in shared memory
  exec bwrap $userns --unshare-pid $ipc --die-with-parent --cap-add ALL --clearenv \
    --tmpfs / --ro-bind "$root/usr" /usr --ro-bind "$root/etc" /etc --bind "$root/var" /var \
    --symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64 \
    --dev-bind /dev /dev --proc /proc --perms 1777 --tmpfs /tmp --tmpfs /run --perms 0700 --dir /run/user \
    --ro-bind /etc/resolv.conf /etc/resolv.conf --bind "$cache" "$cache" --bind "$here" "$here" \
    --setenv PATH /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    --setenv XDG_RUNTIME_DIR /run/user --setenv CREATORSYNC_CACHE "$cache" --setenv CREATORSYNC_IN_ROOT 1 "$@"
}

#!/bin/sh
# test.sh [--soak] [--breaks] [--fixtures] [SUITE[/CASE]]: the tests, and one
# closing line that sums their cases.
#
# Everything headless runs sanitized. What cannot live under AddressSanitizer
# (the media helper's sandbox) and what walks the whole program (journey, peers)
# runs on a plain build.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

cd "$(dirname "$0")/.."
soak= breaks= fixtures= only=
for word in "$@"; do
  case $word in
    --soak) soak=1 ;;
    --breaks) breaks=1 ;;
    --fixtures) fixtures=1 ;;
    -*) echo "test: no option $word; there are --soak, --breaks and --fixtures" >&2; exit 2 ;;
    *) only=$word ;;
  esac
done

reports=build/reports
mkdir -p "$reports"

[ -z "$fixtures" ] || exec tests/fixtures/check.sh
[ -z "$breaks" ] || exec python3 -B build-aux/breaks.py ${only:+"$only"}

suite=${only%%/*}
is_plain () { case $1 in journey|peers|media-plain|walk) return 0 ;; esac; return 1; }

# The real servers are fetched while the C is compiled.
peers=$CREATORSYNC_CACHE/peers-$(cat tests/peers/install.sh tests/peers/*/package-lock.json | sha256sum | cut -c1-12)
installing=
if [ -z "$only" ] || [ "$suite" = peers ]; then
  sh tests/peers/install.sh "$peers" >"$reports/peers-install.log" 2>&1 &
  installing=$!
fi

logs=
status=0
run () {
  folder=$1
  shift
  echo "== $folder"
  rm -f "$folder/meson-logs/testlog.json"
  meson test -C "$folder" --no-rebuild --print-errorlogs "$@" || status=1
  cp "$folder/meson-logs/testlog.json" "$reports/$folder.json" 2>/dev/null || : >"$reports/$folder.json"
  logs="$logs $reports/$folder.json"
}

sanitize='-Db_sanitize=address,undefined -Db_lundef=false -Dkillpoints=true'
[ -z "$soak" ] || { export CREATORSYNC_SCHEDULES=1000; timeouts='-t 0'; }

if [ -z "$only" ] || ! is_plain "$suite"; then
  build-aux/build.sh build-san $sanitize >"$reports/build-san.log" || { tail -40 "$reports/build-san.log"; exit 1; }
fi
if [ -z "$only" ] || is_plain "$suite"; then
  build-aux/build.sh build >"$reports/build.log" || { tail -40 "$reports/build.log"; exit 1; }
fi

if [ -z "$only" ]; then
  run build-san ${timeouts:-} --no-suite journey --no-suite peers --no-suite media-plain --no-suite walk
  run build ${timeouts:-} --suite media-plain --suite journey --suite walk
elif ! is_plain "$suite"; then
  # Cases are named by their suite, or by the file that they are in.
  case=
  if [ "$suite" != "$only" ]; then
    case=/${only#*/}
    build-san/tests/"$suite"/test-"$suite" -l 2>/dev/null | grep -q "^/$only" && case=/$only
  fi
  run build-san ${timeouts:-} --suite "$suite" ${case:+"--test-args=-p $case"}
elif [ "$suite" != peers ]; then
  run build ${timeouts:-} --suite "$suite"
fi

if [ -n "$installing" ]; then
  wait "$installing" || echo "The real servers could not be installed: $(tail -1 "$reports/peers-install.log")"
  mv "$reports/build.json" "$reports/build-first.json" 2>/dev/null && logs=$(echo "$logs" | sed 's/build\.json/build-first.json/')
  CREATORSYNC_PEERS=$peers run build ${timeouts:-} --suite peers
fi

# The long forms: every kill point and the many schedules. They run on the optimised
# build, which is what people get, and ten times as fast as the sanitized one.
if [ -n "$soak" ]; then
  export CREATORSYNC_SOAK=1
  build-aux/build.sh build-release -Dbuildtype=release -Dkillpoints=true \
    -Dc_args=-DG_DISABLE_CAST_CHECKS >/dev/null
  CREATORSYNC_SCHEDULES=100000 run build-release -t 0 --suite headless --suite reliability
  build-aux/build.sh build-debug -Dbuildtype=debug -Dkillpoints=true >/dev/null
  CREATORSYNC_SCHEDULES=5000 run build-debug -t 0 --suite headless --suite reliability
fi

exec python3 -B build-aux/summary.py "$reports/tests.json" "$status" $logs

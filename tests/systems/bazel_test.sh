#!/usr/bin/env bash
# examples/bazel: --config=sourceprint in a user's workspace, sandboxed; the same action twice gives the same bytes, so
# that a cache on disk and one behind HTTP serve it.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"
. "$RUNFILES/tests/systems/web_cache.sh"

# Debian's Bazel has no copies of the repositories that Bazel wants, and there is no network.
share=/usr/share/bazel own=$RUNFILES/toolchain/bazel
cp -rL "$own/remote_coverage_tools" "$own/rules_cc" .
cat >bazelrc <<END
build --override_repository=bazel_skylib=$share/tools/skylib
build --override_repository=platforms=$share/platforms
build --override_repository=remote_coverage_tools=$WORK/remote_coverage_tools
build --override_repository=rules_cc=$WORK/rules_cc
build --override_repository=rules_java=$share/rules/java
build --override_repository=rules_proto=$share/rules/proto
build --spawn_strategy=linux-sandbox --nosandbox_debug --incompatible_strict_action_env --jobs=2
build --noshow_progress --color=no
END

# in_base NAME ARGUMENT...: Bazel on ./bazel, with an output base of its own; its words become ./words.
in_base() {
  local base=$1
  shift
  (cd bazel && timeout 200 bazel --output_user_root="$WORK/root" --output_base="$WORK/$base" --bazelrc="$WORK/bazelrc" \
    --host_jvm_args=-Xmx512m --max_idle_secs=100 "$@") >words 2>&1 </dev/null
}

stop() {
  local status=$?
  in_base first shutdown || true
  in_base second shutdown || true
  web_cache_stop
  # Bazel's own folders are large, and cannot be removed as they are.
  chmod -R u+w "$WORK"
  rm -rf "$WORK/root" "$WORK/first" "$WORK/second"
  finish "$status"
}
trap stop EXIT

# build BASE FLAG...: objects, dependency files and program of //:tally become ./BASE.made.
build() {
  local base=$1 made
  shift
  in_base "$base" build "$@" //:tally || fail "$base $*: $(cat words)"
  ! grep -E 'WARNING|From Compiling' words || fail "$(cat words)"
  made=$(readlink -f bazel/bazel-bin)
  (cd "$made" && find . -type f \( -name '*.[oda]' -o -name tally \)) | sort >names
  [ "$(wc -l <names)" -ge 5 ] || fail "made: $(cat names)"
  rm -rf "$base.made"
  mkdir "$base.made"
  tar -C "$made" -cf - -T names | tar -C "$base.made" -xf -
  echo "$base $*: $(grep -E 'INFO: [0-9]+ process' words)"
}

use_example bazel
(cd bazel && sha256sum ./*.* .bazelrc WORKSPACE) >sources

# Nobody needs instr-cc for a plain build.
PATH=/usr/bin:/bin build first
(cd first.made && SOURCEPRINT_OUTPUT_DIR=$WORK/runs ./tally audio) | grep -qx 'audio 4'
[ ! -e runs ] || fail "recorded without being asked"

for mode in fastbuild dbg; do
  build first --config=sourceprint -c $mode
  build second --config=sourceprint -c $mode
  diff -r first.made second.made || fail "another output base gives other bytes ($mode)"
done
(cd first.made && SOURCEPRINT_OUTPUT_DIR=$WORK/runs ./tally audio) | grep -qx 'audio 4'
expect_recorded_functions runs main.c:main tally.c:tally

# cached FLAG: what the first build put there, the second takes: two compiles, an archive and a link.
cached() {
  in_base first clean
  in_base second clean
  build first --config=sourceprint "$1"
  expect_contains words '4 linux-sandbox'
  build second --config=sourceprint "$1"
  expect_contains words '4 remote cache hit'
  diff -r first.made second.made || fail "what came out of the cache is not what was put there"
}
cached --disk_cache="$WORK/disk"

# Another product does not meet the work of this one: //:count is compiled again, twice. That makes the same objects, so
# that their archive is known.
cp -r "$DIST" changed
chmod -R u+w changed
printf x >>changed/lib/sourceprint/sourceprint_rt.o
in_base second clean
PATH=$WORK/changed/bin:$PATH in_base second build --config=sourceprint --disk_cache="$WORK/disk" //:count || fail "$(cat words)"
expect_contains words '1 remote cache hit, 3 internal, 2 linux-sandbox'

if web_cache_start; then
  cached --remote_cache="$web_cache"
else
  echo "SKIPPED: no cache behind HTTP, because nginx cannot be run (package nginx-light)"
fi
(cd bazel && sha256sum ./*.* .bazelrc WORKSPACE) | expect_same sources -

#!/usr/bin/env bash
# A real package, built and tested by its own build: the same verdict for each of its tests, plain and recorded.
#
# PACKAGE names the description, tests/packages/$PACKAGE.sh, which is sourced and holds
#   build      runs in the unpacked source, with $CC: configures and compiles
#   check      runs there too: the package's own tests
#   verdicts   a filter for what check printed: a line for each test, "VERDICT name"
#   AT_LEAST   the number of tests there must be
. tests/e2e/lib.sh
setup_dist
# shellcheck disable=SC1090
. "$RUNFILES/tests/packages/$PACKAGE.sh"

# What automake's test driver prints.
automake_verdicts() { grep -E '^(PASS|FAIL|SKIP|XFAIL|XPASS|ERROR): '; }

# What ctest prints, as "Passed name".
ctest_verdicts() { sed -nE 's/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: ([^ ]+) \.*(\*\*\*| +)([A-Za-z ]+[A-Za-z]) .*/\3 \1/p'; }

# Seconds; a suite that hangs must end before the test's own limit, or nothing is kept.
LIMIT=${LIMIT:-1200}

# step KIND NAME: build or check in ./build, with its words and status kept for the comparison.
step() {
  local status=0 begun=$SECONDS
  (cd "build/$PACKAGE" && timeout -k 10 "$LIMIT" bash -euo pipefail -c "$(declare -f "$2"); $2") \
    >"$1/$2.out" 2>"$1/$2.err" </dev/null || status=$?
  echo "$status" >"$1/$2.status"
  echo "$PACKAGE, $1: $2 took $((SECONDS - begun)) s, status $status"
}

# Both at the same path, since programs print where they are.
build_and_check() {
  local kind
  export SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs
  # A suite starts thousands of processes, and each looks at all that are kept.
  export SOURCEPRINT_RING_BYTES=65536 SOURCEPRINT_RUNS_BYTES=10000000
  for kind in plain recorded; do
    mkdir "$kind" build
    (cd build && unpack_source "$PACKAGE")
    CC=$REAL_CLANG
    [ "$kind" = plain ] || CC=$INSTR_CC
    export CC
    step "$kind" build
    [ "$(cat "$kind/build.status")" -eq 0 ] || {
      tail -n 30 "$kind/build.err" >&2
      fail "the $kind build failed"
    }
    step "$kind" check
    verdicts <"$kind/check.out" | LC_ALL=C sort >"$kind/verdicts" || true
    mv build "$kind/build"
  done
}

expect_recorded() {
  local runs
  [ ! -e runs/fallbacks ] || fail "not instrumented: $(cat runs/fallbacks)"
  expect_status 0 "$SOURCEPRINT" last --all --format=json runs >last.json
  runs=$(python3 -c 'import json, sys
print(sum(any(t["seq"] for t in p["threads"]) for p in json.load(open(sys.argv[1]))["processes"]))' last.json)
  [ "$runs" -gt 0 ] || fail "no process of the suite has records"
  echo "$PACKAGE: $runs recorded processes were kept"
}

build_and_check
expect_same plain/verdicts recorded/verdicts
expect_same plain/check.status recorded/check.status
[ "$(wc -l <plain/verdicts)" -ge "$AT_LEAST" ] || fail "only $(wc -l <plain/verdicts) tests instead of $AT_LEAST"
expect_recorded
echo "$PACKAGE: $(wc -l <plain/verdicts) tests: $(cut -d' ' -f1 plain/verdicts | sort | uniq -c | xargs)"

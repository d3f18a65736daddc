# shellcheck shell=bash
# What the tests of build systems share. Source it behind tests/e2e/lib.sh.

# Build files name the commands as users do.
export PATH=$DIST/bin:$PATH

# use_example NAME: a copy of examples/NAME as ./NAME.
use_example() { cp -rL "$RUNFILES/examples/$1" "$1"; }

# expect_built NAME: `build_both NAME` succeeded with either compiler, and nobody can tell which it was: the same words on
# stderr, and no source changed.
expect_built() {
  local kind
  for kind in plain recorded; do
    [ "$(cat "$kind/status")" -eq 0 ] || {
      tail -n 30 "$kind/stdout" "$kind/stderr" >&2
      fail "the $kind build of $1 failed"
    }
    git -C "$kind/$1" status --porcelain >"$kind/changes"
    ! grep -v '^??' "$kind/changes" >&2 || fail "the $kind build of $1 changed its sources"
  done
  expect_same plain/changes recorded/changes
  expect_same plain/stderr recorded/stderr
  [ ! -e runs/fallbacks ] || fail "$(cat runs/fallbacks)"
}

# expect_tally NAME PROGRAM [FUNCTION...]: the tally programs of both builds print the same, and the recorded one's run
# has statements of these functions, and of none but these; tally and main if none is named.
expect_tally() {
  local name=$1 program=$2 kind
  shift 2
  [ $# -gt 0 ] || set -- main.c:main tally.c:tally
  for kind in plain recorded; do
    (cd "$kind/$name" && SOURCEPRINT_OUTPUT_DIR=$WORK/runs.$kind "./$program" audio rhythm) >"$kind/output" || fail "$kind: status $?"
    printf 'audio 4\nrhythm 0\n' | expect_same - "$kind/output"
  done
  [ ! -e runs.plain ] || fail "$name: the plain program left a run"
  expect_recorded_functions runs.recorded "$@"
  rm -rf runs.recorded
}

# expect_recorded_functions RUNS FILE:FUNCTION...: those, and no others, have records in the newest run.
expect_recorded_functions() {
  local runs=$1
  shift
  "$SOURCEPRINT" log "$runs" >records || fail "$runs cannot be read"
  sed -nE 's/.* file=([^ ]*\/)?([^ /]+) line=[0-9]+ func=([^ ]+) .*/\2:\3/p' records | sort -u >functions
  printf '%s\n' "$@" | sort | expect_same - functions
}

#!/usr/bin/env bash
# examples/ci: a job that passes, one whose test crashes, and one whose build changes a source.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"
use_example ci

# job NAME LINE...: the example's script on a project with these lines in its makefile, and its tally.c edited by $edit;
# its words become NAME.words.
edit=
job() {
  local name=$1
  shift
  use_example make
  mv make "$name"
  printf '%b\n' "$@" >>"$name/Makefile"
  sed -i "$edit" "$name/tally.c"
  (cd "$name" && git init -q && git add . && "$WORK/ci/recorded-tests.sh") >"$name.words" 2>&1
}

job passes 'test: tally' '\t./tally audio' || fail "$(cat passes.words)"
expect_contains passes.words 'all 4 files that git tracks in . are as they were'
expect_recorded_functions passes/recorded-runs main.c:main tally.c:tally

edit='s/unsigned count = 0;/unsigned count = *(volatile unsigned *)0;/'
expect_status 1 job crashes 'test: tally' '\t./tally audio'
edit=
expect_contains crashes.words 'killed by SIGSEGV'
expect_contains crashes.words '> 4 |   unsigned count = *(volatile unsigned *)0;'
mkdir elsewhere
tar -C elsewhere -xzf crashes/recorded-runs.tar.gz
rm -rf crashes
"$SOURCEPRINT" last elsewhere/recorded-runs >shown
expect_contains shown 'unsigned count ='

expect_status 1 job changes 'all: tally' '\techo >>tally.c' '.DEFAULT_GOAL = all' 'test:'
expect_contains changes.words 'sourceprint build: changed: ./tally.c'
[ ! -e changes/recorded-runs.tar.gz ] || fail "the tests ran"

#!/usr/bin/env bash
# examples/make: a makefile that takes CC from its caller.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"

use_example make
# shellcheck disable=SC2016 # the command expands it
build_both make sh -c 'make -j2 CC="$CC"'
expect_built make
expect_same_builds make
expect_tally make tally

# Nothing is to be done a second time, and a changed header compiles what includes it.
cd recorded/make
make CC="$INSTR_CC" | grep -q 'up to date' || fail "built again"
touch tally.h
[ "$(make CC="$INSTR_CC" | grep -c -e ' -c ')" -eq 2 ] || fail "the dependency files do not work"

#!/usr/bin/env bash
# Random programs, of csmith and of our own generator, behave the same plain and instrumented.
. tests/e2e/lib.sh
setup_dist
# A short run has fewer with the oldest LLVM.
[ "$LLVM_MAJOR" -gt 14 ] || SEEDS=${SEEDS_14:-$SEEDS}
python3 "$RUNFILES/tests/random/compare.py" "${FIRST:-1}" "$SEEDS" "${JOBS:-1}" || fail "see above"

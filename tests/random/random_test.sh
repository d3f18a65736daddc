#!/usr/bin/env bash
# Random programs, of csmith and of our own generator, behave the same plain and instrumented.
. tests/e2e/lib.sh
setup_dist
python3 "$RUNFILES/tests/random/compare.py" "${FIRST:-1}" "$SEEDS" "${JOBS:-1}" || fail "see above"

#!/usr/bin/env bash
# Random programs with signal handlers: what is reported of their end is what a tracing build knew then.
. tests/e2e/lib.sh
setup_dist

python3 "$RUNFILES/tests/handlers/compare.py" "${FIRST:-1}" "$PROGRAMS"

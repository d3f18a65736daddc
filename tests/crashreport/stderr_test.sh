#!/usr/bin/env bash
# Crash snapshot: on stderr when that is a terminal, in the run, or where SOURCEPRINT_CRASH_REPORT says.
. tests/e2e/lib.sh
setup_dist
for level in -O0 -O2; do
  SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" "$RUNFILES/tests/crashreport/stderr.c" -o "program$level"
  python3 "$RUNFILES/tests/crashreport/stderr.py" "./program$level" || fail "at $level: see above"
done

#!/usr/bin/env bash
# However a program ends and whatever it starts, it does so as the plain one, and its run says where it was.
#
# PROGRAM names the source in this folder; check_cases.py says what its comments mean. LINK: more options for both.
. tests/e2e/lib.sh
setup_dist
cp "$RUNFILES/tests/deaths/$PROGRAM.c" "$RUNFILES/tests/deaths/"*.h .

for level in -O0 -O2; do
  mkdir "at$level"
  # shellcheck disable=SC2086 # LINK holds several
  "$REAL_CLANG" "$level" "$PROGRAM.c" -o "at$level/plain" -pthread ${LINK:-}
  # shellcheck disable=SC2086
  SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" "$PROGRAM.c" -o "at$level/recorded" -pthread ${LINK:-}
  # At the same path, as programs print it and start themselves again.
  (cd "at$level" && python3 "$RUNFILES/tests/deaths/check_cases.py" ../"$PROGRAM.c" ./plain ./recorded "$SOURCEPRINT") ||
    fail "$PROGRAM at $level: see above"
done

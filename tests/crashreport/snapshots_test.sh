#!/usr/bin/env bash
# Crash snapshot: whatever a program dies of, it does so as the plain one, and the run's file says where
# its threads were; handlers that were there before are called as if nothing was in between.
#
# PROGRAM names the source in this folder; check_snapshots.py says what its comments mean.
if [ "${1:-}" != mounted ] && [ "$(id -u)" -eq 0 ] && unshare -m true; then
  exec unshare -m "$0" mounted
fi
. tests/e2e/lib.sh
setup_dist
cp "$RUNFILES/tests/crashreport/"*.c "$RUNFILES/tests/deaths/cases.h" .
export SOURCEPRINT_STRICT=1

# build KIND LEVEL COMPILER: the program, and the library that it opens.
build() {
  "$3" "$2" "$PROGRAM.c" -o "at$2/$1" -pthread
  [ ! -f part.c ] || "$3" "$2" -fPIC -shared part.c -o "at$2/$1.so"
}

for level in -O0 -O2; do
  mkdir "at$level"
  build plain "$level" "$REAL_CLANG"
  build recorded "$level" "$INSTR_CC"
  (cd "at$level" && python3 "$RUNFILES/tests/crashreport/check_snapshots.py" ../"$PROGRAM.c" ./plain ./recorded) ||
    fail "$PROGRAM at $level: see above"
done

#!/usr/bin/env bash
# However a program ends and whatever it starts, it does so as the plain one, and its run says where it was.
#
# PROGRAM names the source in this folder; check_cases.py says what its comments mean.
. tests/e2e/lib.sh
setup_dist
cp "$RUNFILES/tests/deaths/"*.[ch] .
export SOURCEPRINT_STRICT=1

# build KIND LEVEL COMPILER: the program and, if it opens any, its libraries.
build() {
  "$3" "$2" "$PROGRAM.c" -o "at$2/$1" -pthread
  [ -f part.c ] || return 0
  "$3" "$2" -fPIC -shared part.c -o "at$2/$1.so"
  "$3" "$2" -fPIC -shared -DOTHER part.c -o "at$2/$1.other.so"
}

for level in -O0 -O2; do
  mkdir "at$level"
  build plain "$level" "$REAL_CLANG"
  build recorded "$level" "$INSTR_CC"
  (cd "at$level" && python3 "$RUNFILES/tests/deaths/check_cases.py" ../"$PROGRAM.c" ./plain ./recorded "$SOURCEPRINT") ||
    fail "$PROGRAM at $level: see above"
done

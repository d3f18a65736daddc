#!/usr/bin/env bash
# Faults planted in zlib's and Lua's statements: the report names the statement each time.
. tests/e2e/lib.sh
setup_dist
export PYTHONPATH=$RUNFILES/tests/crash:$RUNFILES/tests/lines

# plant FOLDER LEVEL FIRST SOURCES RUN -- FLAG... -- LIBRARY...
plant() {
  local folder=$1 level=$2 first=$3
  shift 3
  cp -r "$folder" "$folder$level"
  cd "$folder$level"
  echo "$folder:"
  python3 "$RUNFILES/tests/crash/crash_truth.py" "$level" "$first" "$FAULTS" "$@" || fail "$folder: see above"
  cd "$WORK"
}

unpack_source zlib
(cd zlib && CC=$REAL_CLANG ./configure >/dev/null && mv test/example.c .)
unpack_source lua5_4
mv lua5_4/src lua
rm lua/luac.c
cp "$RUNFILES/tests/e2e/work.lua" lua
first=0
for level in -O0 -O2; do
  plant zlib "$level" $((first++ * FAULTS)) '*.c' './program scratch.gz' -- -D_LARGEFILE64_SOURCE=1 -DHAVE_HIDDEN --
  plant lua "$level" $((first++ * FAULTS)) '*.c' './program work.lua 1' -- -DLUA_USE_LINUX -- -Wl,-E -ldl -lm
done

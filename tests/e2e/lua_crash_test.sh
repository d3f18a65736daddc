#!/usr/bin/env bash
# Lua crashes in its C code, of bytecode that was tampered with: the run's last statement is the one that gdb shows.
. tests/e2e/lib.sh
setup_dist

# With computed gotos all `goto *` become one instruction, which has one line whichever of them was taken: gdb could not
# tell them apart.
FLAGS=(-g -DLUA_USE_LINUX -DLUA_USE_JUMPTABLE=0)

unpack_source lua5_4
rm lua5_4/src/luac.c
for level in -O0 -O2; do
  cp -r lua5_4/src "lua$level"
  (cd "lua$level" && SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" "${FLAGS[@]}" ./*.c -o lua -Wl,-E -ldl -lm) 2>words ||
    fail "$level: $(cat words)"
  mkdir "crash$level"
  (cd "crash$level" && python3 "$RUNFILES/tests/e2e/crash_places.py" "../lua$level/lua" "$RUNFILES/tests/e2e/mutate.lua" "$SOURCEPRINT" 4) ||
    fail "$level: see above"
done

#!/usr/bin/env bash
# A crash in the real Lua: a C function that a script calls writes through a null pointer. Every command shows it.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/real/lib.sh"
unpack_source lua5_4
cd lua5_4/src
rm luac.c
cat >crash.c <<'END'
#include "lauxlib.h"
#include "lua.h"

// store(n): where nobody may write, if n is 7.
int crash_store(lua_State *L) {
  lua_Integer n = luaL_checkinteger(L, 1);
  int here = 0;
  int *volatile place = n == 7 ? (int *)0 : &here;
  *place = (int)n;
  lua_pushinteger(L, here);
  return 1;
}
END
sed -i 's/^static int pmain (lua_State \*L) {/int crash_store(lua_State *L);\n&/; s/luaL_openlibs(L);.*/luaL_openlibs(L); lua_register(L, "store", crash_store);/' lua.c
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O2 -g -DLUA_USE_LINUX ./*.c -o lua -Wl,-E -ldl -lm
cat >script.lua <<'LUA'
local function deep(n) if n == 0 then return store(7) end return (deep(n - 1)) end
local sum = 0
for i = 1, 6 do sum = sum + store(i) end
print(sum)
deep(3)
LUA
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
quietly ./lua script.lua >output || true
store=$(line_of crash.c "*place = (int)n;")
"$SOURCEPRINT" last --color=never >last
expect_contains last "killed by SIGSEGV"
expect_contains last "crash.c:$store:3 in crash_store"
grep -qF "$store |   *place = (int)n;" last || fail "the line is not shown: $(cat last)"
"$SOURCEPRINT" path --color=never >way
for function in crash_store luaV_execute lua_pcallk pmain main; do
  expect_contains way "$function"
done
"$SOURCEPRINT" stats --by=function -n 3 >counted
expect_contains counted "statements in"
cd "$WORK"
expect_all_commands runs
grep -F "crash.c:$store:3: error: killed by SIGSEGV" exported.gnu >/dev/null || fail "no compiler's message: $(cat exported.gnu)"
grep -qE ';main;.*;luaV_execute;.*crash_store [0-9]+$' exported.folded || fail "no stack with the crash"

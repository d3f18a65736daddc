#!/usr/bin/env bash
# Issue 6, item 2, path: in Lua, the calls at a crash are those of gdb's backtrace, and at every statement of a script
# with errors, coroutines, callbacks and a collector those that were made.
. tests/e2e/lib.sh
setup_dist
TRUTH=$RUNFILES/$SP_TRUTH

unpack_source lua5_4
rm lua5_4/src/luac.c
cat >script.lua <<'LUA'
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
local t = {}
for i = 1, fib(11) do t[i] = (i * 7919) % 1000 end
table.sort(t, function(a, b) return a < b end)
local words = {}
for w in ("the quick brown fox"):gmatch("%a+") do words[#words + 1] = w:upper():reverse() end
print(table.concat(words, ","), pcall(error, {}), pcall(function() return t.x.y end))
local co = coroutine.wrap(function(a) for i = 1, 5 do a = coroutine.yield(a + i) end return "done" end)
for i = 1, 6 do print(co(i)) end
local mt = setmetatable({}, {__index = function(_, k) return k .. "!" end, __gc = function() end})
print(mt.foo, (("x"):rep(10):gsub("x", function(c) return c .. "y" end)))
mt = nil
collectgarbage()
print(load("local a, b = ... ; if a then return a + b else return {b, {b, {b}}} end")(1, 2))
LUA

# Where an error has left frames by longjmp(), the truth is told so.
"$REAL_CLANG" -O2 -I"$DIST/include" -c "$RUNFILES/tests/e2e/frame_hooks.c" -o hooks.o
echo 'void frame_hooks_return(void);' >hooks.h
FLAGS=(-DLUA_USE_LINUX -include "$WORK/hooks.h" -finstrument-functions -Dluai_jmpbuf=jmp_buf
  '-DLUAI_THROW(L,c)=_longjmp((c)->b,1)'
  '-DLUAI_TRY(L,c,a)=if (_setjmp((c)->b) == 0 || (frame_hooks_return(), 0)) { a }')
for level in -O0 -O2; do
  (cd lua5_4/src && SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" "${FLAGS[@]}" ./*.c ../../hooks.o -o "../../lua$level" -Wl,-E -ldl -lm)
  SOURCEPRINT_RING_BYTES=$((64 << 20)) SOURCEPRINT_OUTPUT_DIR=$WORK/runs$level "./lua$level" script.lua >out
  "$TRUTH" "runs$level"/2* >truth.txt
  cat truth.txt
  python3 - <<'END' || fail "at $level the calls are wrong at some statements"
import re
compared, same, deep = map(int, re.search(r"(\d+) statements, \d+ right, (\d+) same functions, (\d+) deep", open("truth.txt").read()).groups())
assert compared > 100000 and deep > 20 and same >= 0.9999 * compared
END
done

# A C function crashes that a script calls, deep inside of callbacks.
cat >crash.c <<'C'
#include "lua.h"
static int *volatile nothing;
static int crash(lua_State *L) {
  (void)L;
  return *nothing;
}
int luaopen_crash(lua_State *L) {
  lua_pushcfunction(L, crash);
  return 1;
}
C
cat >crash.lua <<'LUA'
local crash = package.loaded.crash
local function deep(n) if n == 0 then return 1 + crash() end return 1 + deep(n - 1) end
table.sort({3, 1, 2}, function(a, b) return ("x"):gsub("x", function() return deep(3) end) == a < b end)
LUA
for level in -O0 -O2; do
  cp -r lua5_4/src "crash$level"
  cp crash.c "crash$level"
  sed -i 's/^static const luaL_Reg loadedlibs\[\] = {/int luaopen_crash(lua_State *L);\n&\n  {"crash", luaopen_crash},/' "crash$level/linit.c"
  (cd "crash$level" && SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" -g -DLUA_USE_LINUX ./*.c -o lua -Wl,-E -ldl -lm)
  [ "$level" = -O0 ] && how=equal || how=within
  python3 "$RUNFILES/tests/e2e/compare_stack.py" "$how" "$SOURCEPRINT" "runs-crash$level" "crash$level/lua" crash.lua ||
    fail "$level: see above"
done

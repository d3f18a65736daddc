#!/usr/bin/env bash
# The ring and the text sink tell the same history of Lua, statement by statement. The ring has trees, which the reader
# unfolds; in the text sink each statement wrote its own line.
. tests/e2e/lib.sh
setup_dist

cat >script.lua <<'END'
local t = {}
for i = 1, 30 do t[#t + 1] = tostring(i * i) end
table.sort(t)
print(table.concat(t, ","), #string.rep("x", 20), string.format("%5.2f", 3.14159))
print(pcall(function() error("on purpose") end))
local co = coroutine.wrap(function(a) for i = 1, 3 do a = coroutine.yield(a + i) end return a end)
print(co(1), co(2), co(3))
END

unpack_source lua5_4
for level in -O0 -O2; do
  # Lua's seed comes from addresses and the time, unless it is given.
  make -C lua5_4/src -s clean
  make -C lua5_4/src -s linux CC="$INSTR_CC" MYCFLAGS="$level -w '-Dluai_makeseed(L)=42'" >build.out 2>&1 ||
    fail "$level: $(tail -5 build.out)"
  for sink in ring text; do
    rm -rf "runs-$sink"
    SOURCEPRINT_SINK=$sink SOURCEPRINT_RING_BYTES=268435456 SOURCEPRINT_MAX_BYTES=0 SOURCEPRINT_OUTPUT_DIR=$PWD/runs-$sink \
      setarch -R lua5_4/src/lua script.lua >"$sink.out"
    "$SOURCEPRINT" log "runs-$sink" | sed 's/^pid=[0-9]* tid=[0-9]* //; s/ ts=[^ ]* elapsed=[^ ]* / /; s/ within=[^ ]* snippet=/ snippet=/' >"$sink.log"
  done
  expect_same ring.out text.out
  [ "$(wc -l <ring.log)" -gt 50000 ] || fail "$level: the history has only $(wc -l <ring.log) statements"
  expect_same ring.log text.log
done

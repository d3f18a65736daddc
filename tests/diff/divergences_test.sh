#!/usr/bin/env bash
# sourceprint diff: 50 branches are planted in Lua's statements; of a run that takes one of them, and a run that does not,
# it names the branch each time.
. tests/e2e/lib.sh
setup_dist
export PYTHONPATH=$RUNFILES/tests/crash
unpack_source lua5_4
cd lua5_4/src
rm luac.c

# Without luai_makeseed() each run has hash tables of its own, and so has one with other addresses.
build() { SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -DLUA_USE_LINUX '-Dluai_makeseed(L)=1' -include "$RUNFILES/tests/diff/planted.h" ./*.c -o lua -Wl,-E -ldl -lm; }
run() { SOURCEPRINT_RING_BYTES=67108864 SOURCEPRINT_OUTPUT_DIR=$WORK/$1 PLANT=$2 setarch -R ./lua small.lua >/dev/null; }
cat >small.lua <<'LUA'
local t = {}
for i = 1, 200 do t[i] = ("%d-%s"):format(i, ("x"):rep(i % 7)) end
table.sort(t)
local ok, why = pcall(error, { code = #t })
local s = table.concat(t, ","):gsub("%d+", function(d) return d * 2 end)
local co = coroutine.wrap(function(...) for i = 1, 50 do coroutine.yield(i) end end)
for i = 1, 50 do assert(co() == i) end
collectgarbage()
print(#s, ok, why.code)
LUA

build
run before 0
"$SOURCEPRINT" stats --by=statement -n 1000000 --format=json "$WORK/before" >stats.json
python3 "$RUNFILES/tests/diff/plant_branches.py" stats.json 50 >plants
[ "$(wc -l <plants)" -eq 50 ] || fail "only $(wc -l <plants) branches were planted"
build
run good 0
run good_too 0
expect_status 0 "$SOURCEPRINT" diff --exit-code "$WORK/good" "$WORK/good_too" >same
expect_contains same "1 thread is the same in both"
while read -r number file line; do
  run "bad$number" "$number"
  expect_status 3 "$SOURCEPRINT" diff --exit-code --format=json "$WORK/good" "$WORK/bad$number" >found.json
  python3 - "$file" "$line" "$number" <<'END' || fail "the branch $number in $file:$line was not named: $(cat found.json)"
import json, sys
with open("found.json", encoding="utf-8") as file:
    process, = json.load(file)["processes"]
thread, = process["threads"]
name, line, number = sys.argv[1].split("/")[-1], int(sys.argv[2]), sys.argv[3]
assert thread["outcome"] == "part" and thread["from_start"], thread
common, then = thread["common"], thread["then_b"]
assert (common["file"].split("/")[-1], common["line"]) == (name, line), common
assert common["snippet"] == f"if (planted_at == {number})", common
assert (then["file"].split("/")[-1], then["line"], then["snippet"]) == (name, line, "planted_count++"), then
only = [e for e in process["executed"] if e["in_a"] == 0]
assert [e["snippet"] for e in only] == ["planted_count++"], only
END
  rm -rf "${WORK:?}/bad$number"
done <plants

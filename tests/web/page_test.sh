#!/usr/bin/env bash
# Issue 6, item 4: the web viewer's page in a browser, on real runs: a crash, a crash in Lua, 1,000 threads, more than
# 10 million records, a running program, a damaged run. What each check says is beside it in check_*.js.
. tests/e2e/lib.sh
setup_dist

compile() {
  "$INSTR_CC" -O1 -g "$RUNFILES/tests/web/$1.c" -o "$1" -pthread
}

mkdir runs
cp -rL "$RUNFILES/examples/crash" crash
make -s -C crash CC="$INSTR_CC" 2>words || fail "$(cat words)"
(cd crash && SOURCEPRINT_OUTPUT_DIR=$WORK/runs/crash quietly ./crash) && fail "crash did not crash"
compile many
SOURCEPRINT_OUTPUT_DIR=$WORK/runs/many quietly ./many && fail "many did not crash"
compile long
SOURCEPRINT_OUTPUT_DIR=$WORK/runs/long SOURCEPRINT_RING_BYTES=134217728 quietly ./long && fail "long did not crash"
compile markup
(SOURCEPRINT_OUTPUT_DIR=$WORK/runs/markup quietly ./markup) >/dev/null && fail "markup did not crash"
cp "$RUNFILES/tests/web/markup.c" gone.c
"$INSTR_CC" -O1 gone.c -o gone
(SOURCEPRINT_OUTPUT_DIR=$WORK/runs/gone quietly ./gone) >/dev/null && fail "gone did not crash"
rm gone.c
compile live
mkdir runs/damaged
cp -r runs/crash/*-crash-* runs/damaged/
truncate -s 9000 runs/damaged/*/run.sp

unpack_source lua5_4
rm lua5_4/src/luac.c
(cd lua5_4/src && "$INSTR_CC" -O0 -DLUA_USE_LINUX ./*.c -o lua -Wl,-E -ldl -lm) || fail "Lua cannot be built"
cd lua5_4/src
for ((number = 1; number < 400; number++)); do
  rm -rf "$WORK/runs/lua"
  status=0
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs/lua quietly timeout 2 setarch -R ./lua "$RUNFILES/tests/e2e/mutate.lua" "$number" >/dev/null || status=$?
  [ "$status" -ne 139 ] || break
done
[ "$status" -eq 139 ] || fail "Lua did not crash"

cd "$WORK"
for run in crash long markup; do
  "$SOURCEPRINT" export --format=html -o "runs/$run.html" "runs/$run"
done
expect_status 1 "$SOURCEPRINT" export --format=html --thread=nosuch -o none.html runs/crash 2>words
expect_status 2 "$SOURCEPRINT" export --format=html --include='*.c' -o none.html runs/crash 2>words
expect_contains words "--format=html takes --thread"
[ ! -e none.html ] || fail "half an export"
tar -xf "$RUNFILES/$SP_NPM"
# The browser is told where the crash's sources are by the run; the pictures are for people.
NODE_PATH=$WORK/node_modules timeout 240 node "$RUNFILES/tests/web/check_page.js" "$WORK/runs" ${PICTURES:+"$PICTURES"} || fail "see above"

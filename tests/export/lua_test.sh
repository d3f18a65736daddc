#!/usr/bin/env bash
# Issue item 2, done when: a crash in the real Lua, opened by the tools, tells what the reader tells.
. tests/export/lib.sh
run_lua lua_runs
run=$(echo lua_runs/*-lua-*)

expect_json lua_runs.last "d['processes'][0]['signal'] == 11 and d['processes'][0]['threads'][0]['state'] == 'crashed'"
export_to lua.errors gnu lua_runs
(cd lua5_4/src && "$EXPORT/check_gnu.sh" "$WORK/lua.errors" "$WORK/lua_runs.last" "$PWD") || fail "gnu: see above"
export_to lua.sarif sarif lua_runs
python3 "$EXPORT/by_schema.py" "$EXPORT/sarif_part.schema.json" lua.sarif || fail "sarif: see above"
python3 "$EXPORT/check_sarif.py" lua.sarif lua_runs.records lua_runs.last "$WORK/lua5_4/src" || fail "sarif: see above"
export_to lua.db sqlite lua_runs
python3 "$EXPORT/check_sqlite.py" lua.db lua_runs.records lua_runs.last || fail "sqlite: see above"
export_to lua.jsonl jsonl lua_runs
expect_same lua.jsonl lua_runs.records
export_to lua.info lcov lua_runs
"$SOURCEPRINT" sites --format=json "$run" >sites.json
python3 "$EXPORT/check_lcov.py" lua.info lua_runs.records sites.json "$WORK/lua5_4/src" >totals || fail "lcov: see above"
genhtml lua.info -o report >genhtml.words 2>&1 || fail "genhtml: $(cat genhtml.words)"
sed -n 's/.*\((.* of .*)\)$/\1/p' genhtml.words >shown
expect_same totals shown
export_to lua.folded folded lua_runs
python3 "$EXPORT/check_folded.py" lua.folded lua_runs.records || fail "folded: see above"
export_to lua.trace chrome lua_runs
python3 "$EXPORT/by_schema.py" "$EXPORT/trace_part.schema.json" lua.trace || fail "chrome: see above"
python3 "$EXPORT/check_chrome.py" lua.trace lua.folded lua.db || fail "chrome: see above"

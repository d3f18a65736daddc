#!/usr/bin/env bash
# Issue item 2, export sqlite: the sqlite3 tool finds in the database what the reader has.
. tests/export/lib.sh
make_program

for how in crash exit fork long; do
  run_program "$how" "$how"
  export_to "$how.db" sqlite "$how"
  python3 "$EXPORT/check_sqlite.py" "$how.db" "$how.records" "$how.last" || fail "$how: see above"
done
run_program text crash SOURCEPRINT_SINK=text
export_to text.db sqlite text
python3 "$EXPORT/check_sqlite.py" text.db text.records text.last || fail "text: see above"

# ask DATABASE QUESTION: the answer.
ask() { sqlite3 "$1" "$2" || fail "$2"; }

[ "$(ask crash.db 'PRAGMA user_version')" = 1 ] || fail "no number of the schema"
[ "$(ask crash.db "SELECT end || ' ' || signal || ' ' || fault_address FROM runs")" = 'signaled 11 0' ] || fail "the end"
[ "$(ask exit.db "SELECT end || ' ' || exit FROM runs")" = 'exited 3' ] || fail "the end"
# The sites are all that the run knows, once each.
"$SOURCEPRINT" sites --format=json crash/*-program-* >sites.json
[ "$(ask crash.db 'SELECT count(*) FROM sites')" -eq "$(wc -l <sites.json)" ] || fail "not all sites"
[ "$(ask crash.db "SELECT count(*) FROM sites WHERE function = 'never_called' AND id NOT IN (SELECT site FROM statements)")" -eq 1 ] ||
  fail "what was never called"
[ "$(ask crash.db "SELECT snippet FROM newest WHERE thread = 'wörker \"1\"'")" = '*nowhere = (char)sum' ] || fail "the newest"
ask crash.db "EXPLAIN QUERY PLAN SELECT * FROM history WHERE line = 42 AND file = 'program.c'" >plan
expect_contains plan sites_by_place
expect_contains plan statements_by_site

"$SOURCEPRINT" export --format=sqlite --function-include=half -o half.db crash
[ "$(ask half.db "SELECT count(*) FROM statements")" -eq "$(grep -c '"function":"half"' crash.records)" ] || fail "half"
[ "$(ask half.db "SELECT group_concat(DISTINCT function) FROM sites")" = half ] || fail "other sites"

expect_status 1 "$SOURCEPRINT" export --format=sqlite crash 2>message
expect_contains message '-o FILE is missing'
echo before >kept.db
(
  ulimit -f 64
  expect_status 2 "$SOURCEPRINT" export --format=sqlite -o kept.db long 2>message
)
expect_contains message 'kept.db: not all of it could be written: '
[ "$(wc -l <message)" -eq 1 ] || fail "more than a line: $(cat message)"
[ "$(cat kept.db)" = before ] || fail "half a file"
expect_sound_when_damaged sqlite crash/*-program-*

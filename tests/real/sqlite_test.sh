#!/usr/bin/env bash
# A good and a bad run of sqlite: the same session, but for one row that breaks a constraint. diff names the decision where
# they part, and path says how the bad one came to its last statement.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/real/lib.sh"
unpack_source amalgamation
cd amalgamation
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -DSQLITE_THREADSAFE=1 -w shell.c sqlite3.c -o sqlite -pthread -ldl -lm
cd ..
cat >good.sql <<'END'
create table t(a integer primary key, b text not null);
insert into t values(1, 'one'), (2, 'two');
insert into t values(3, 'three');
select group_concat(b) from t;
END
sed 's/values(3,/values(2,/' good.sql >bad.sql

# session NAME: of NAME.sql, as a run in the folder NAME. Addresses are the same each time, as some are hashed.
session() {
  SOURCEPRINT_RING_BYTES=33554432 SOURCEPRINT_OUTPUT_DIR=$WORK/$1 setarch -R ./amalgamation/sqlite -batch :memory: \
    <"$1.sql" >"$1.out" 2>"$1.err" || true
}
session good
session bad
expect_contains good.out "one,two,three"
expect_contains bad.err "UNIQUE constraint failed: t.a"
cp good.sql again.sql
session again
expect_status 0 "$SOURCEPRINT" diff --exit-code good again >same
expect_contains same "1 thread is the same in both"

expect_status 3 "$SOURCEPRINT" diff --exit-code --format=json good bad >parted.json
expect_json parted.json "d['processes'][0]['threads'][0]['outcome'] == 'part' and d['processes'][0]['threads'][0]['from_start']"
# They part where the text of the statement is taken apart: 2 is another digit than 3.
expect_json parted.json "d['processes'][0]['threads'][0]['same'] > 10000"
# In the tree of rows the bad one finds the key, and halts with the constraint.
expect_json parted.json "any(e['function'] == 'sqlite3UniqueConstraint' or 'OP_Halt' in e['snippet'] or e['function'] == 'sqlite3VdbeError' for e in d['processes'][0]['executed'] if e['in_a'] == 0)"
"$SOURCEPRINT" diff good bad --function-include=sqlite3VdbeExec --color=never >exec.txt
expect_contains exec.txt "in sqlite3VdbeExec"
expect_contains exec.txt "then B"
expect_all_commands bad

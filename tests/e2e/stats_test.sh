#!/usr/bin/env bash
# sourceprint stats: how often statements, functions and files were executed, as the log has them, and what to leave out.
. tests/e2e/lib.sh
setup_dist

cat >part.h <<'C'
static inline int half(int number) {
  number /= 2;
  return number;
}
C
cat >main.c <<'C'
#include "part.h"
#include <pthread.h>
static int twice(int number) {
  return number * 2;
}
static void *run(void *sum) {
  for (int i = 0; i < 1000; i++)
    *(int *)sum += twice(i);
  return sum;
}
int main(void) {
  pthread_t thread;
  int here = 0, there = 0;
  pthread_create(&thread, NULL, run, &there);
  for (int i = 0; i < 300; i++)
    here += half(i);
  pthread_join(thread, NULL);
  return here + there == 0;
}
C
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 main.c -o recorded -pthread
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
./recorded
"$SOURCEPRINT" stats --format=json >stats.json
"$SOURCEPRINT" log --format=json >records.json
cat >compare.py <<'END'
import collections, json

with open("stats.json") as file:
    stats = json.load(file)
with open("records.json") as file:
    records = [json.loads(line) for line in file]
for group, keys in (("statement", ("file", "function", "line", "column", "snippet")), ("function", ("file", "function")), ("file", ("file",))):
    wanted = collections.Counter(tuple(record[key] for key in keys) for record in records)
    got = {tuple(entry[key] for key in keys): entry["executed"] for entry in stats[group]}
    most = dict(wanted.most_common(10))
    assert sorted(got.values()) == sorted(most.values()), (group, got, most)
    assert all(wanted[key] == count for key, count in got.items()), (group, got, wanted)
    assert [e["executed"] for e in stats[group]] == sorted(got.values(), reverse=True), group
assert stats["executed"] == len(records), (stats["executed"], len(records))
assert stats["threads"] == 2 and stats["processes"] == 1 and stats["unknown"] == 0, stats
assert 0 < stats["records"] < stats["executed"], stats
END
python3 compare.py || fail "see above"
expect_json stats.json "[e['executed'] for e in d['statement'] if e['snippet'] == 'return number * 2'] == [1000]"
expect_json stats.json "[e['executed'] for e in d['statement'] if e['snippet'] == 'i < 1000'] == [1001]"
expect_json stats.json "[e['executed'] for e in d['function'] if e['function'] == 'half'] == [600]"

"$SOURCEPRINT" stats -n 1 --by=function >functions.txt
[ "$(grep -c '%' functions.txt)" -eq 2 ] || fail "more than one function and the proposal: $(cat functions.txt)"
# The beginning, 1001 conditions, 1000 bodies and steps, the return.
expect_contains functions.txt "         3003  run  main.c"
expect_contains functions.txt "SOURCEPRINT_FUNCTION_EXCLUDE=run"
excluded=$(sed -n 's/.*SOURCEPRINT_FUNCTION_EXCLUDE=//p' functions.txt)
SOURCEPRINT_FUNCTION_EXCLUDE=$excluded SOURCEPRINT_OUTPUT_DIR=$WORK/without ./recorded
"$SOURCEPRINT" stats --format=json --by=function "$WORK/without" >without.json
expect_json without.json "'run' not in [e['function'] for e in d['function']] and d['executed'] > 0"
expect_json without.json "set(d) == {'schema', 'processes', 'threads', 'records', 'executed', 'unknown', 'function'}"

thread=$(sed -n 's/.*"tid":\([0-9]*\),.*"function":"half".*/\1/p' records.json | head -1)
"$SOURCEPRINT" stats --thread="$thread" --by=file --format=json >thread.json
expect_json thread.json "d['threads'] == 1 and sorted(e['file'] for e in d['file']) == ['./part.h', 'main.c']"

expect_status 1 "$SOURCEPRINT" stats --by=color 2>words
expect_contains words "--by is function, statement or file, not 'color'"
expect_status 1 "$SOURCEPRINT" stats --thread=1 2>words
expect_contains words "--thread matches nothing in this run: 1"
expect_contains words "there are no records of what was asked for"
"$SOURCEPRINT" stats --include=part.h --format=json >part.json
expect_json part.json "d['executed'] == 600 and [e['function'] for e in d['function']] == ['half']"
mkdir empty
expect_status 1 "$SOURCEPRINT" stats empty 2>words

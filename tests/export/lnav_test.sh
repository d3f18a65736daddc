#!/usr/bin/env bash
# Issue item 2, export lnav: with the format file lnav has the rows, threads and lines that the reader has, in order.
. tests/export/lib.sh
make_program

export_to sourceprint.json lnav
timeout 60 lnav -i sourceprint.json >words 2>&1 || fail "lnav does not take the format: $(cat words)"

cat >compare.py <<'END'
import collections, json, sys

with open(sys.argv[1]) as file:
    rows = json.load(file)
with open(sys.argv[2]) as file:
    records = [json.loads(line) for line in file]
names = {"pid": "pid", "tid": "tid", "seq": "seq", "elapsed": "elapsed", "file": "file", "line": "line", "function": "func", "macro": "macro", "column": "col"}
assert len(rows) == len(records) > 0, (len(rows), len(records))
by_number = {(row["pid"], row["tid"], row["seq"]): row for row in rows}
assert len(by_number) == len(rows)
for record in records:
    row = by_number[record["pid"], record["tid"], record["seq"]]
    for ours, theirs in names.items():
        wanted = record[ours].replace(" ", "\\x20") if ours == "file" else record[ours]
        assert row[theirs] == wanted, (row, record)
    assert row["snippet"] == record["snippet"].replace("\\", "\\\\"), (row, record)
    assert row["within"] == (None if record["within"] == "0ns" else record["within"] or "-"), (row, record)
    assert row["log_time"].replace(" ", "T") == record["ts"][:23], (row, record)
last = collections.Counter()
for row in rows:  # all by time, and each thread in its own order
    assert row["seq"] > last[row["pid"], row["tid"]], row
    last[row["pid"], row["tid"]] = row["seq"]
times = [row["log_time"] for row in rows]
assert times == sorted(times)
END

# compare_in_lnav FILE RECORDS
compare_in_lnav() {
  timeout 100 lnav -n -c ';SELECT * FROM sourceprint_log' -c ":write-json-to $WORK/rows.json" "$1" >/dev/null 2>words || fail "lnav: $(cat words)"
  python3 compare.py rows.json "$2" || fail "$1: see above"
}
for how in crash fork; do
  run_program "$how" "$how"
  "$SOURCEPRINT" log "$how" >"$how.log"
  compare_in_lnav "$how.log" "$how.records"
done
run_program text crash SOURCEPRINT_SINK=text
"$SOURCEPRINT" log text >text.log
compare_in_lnav text.log text.records
# A thread's own text file, as it is.
file=$(find text/ -name '*.txt' -size +5k)
grep "\"tid\":$(basename "$file" .txt)," text.records >thread.records
compare_in_lnav "$file" thread.records

expect_status 1 "$SOURCEPRINT" export --format=lnav crash 2>message
expect_contains message 'lnav takes no RUN'

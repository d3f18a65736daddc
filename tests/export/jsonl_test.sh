#!/usr/bin/env bash
# Issue item 2, export jsonl: an object for each statement, as the reader has them, by the published schema.
. tests/export/lib.sh
make_program

cat >by_schema.py <<'END'
import json, sys

import jsonschema

with open(sys.argv[1]) as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
count = 0
with open(sys.argv[2], "rb") as file:
    for line in file:
        validator.validate(json.loads(line.decode()))
        count += 1
assert count > 0
for key in schema["required"]:  # a schema that takes anything would show nothing
    without = json.loads(line)
    del without[key]
    assert not validator.is_valid(without), key
assert not validator.is_valid({**json.loads(line), "ts": "yesterday"})
END

for how in crash exit fork; do
  run_program "$how" "$how"
  export_to "$how.jsonl" jsonl "$how"
  expect_same "$how.records" "$how.jsonl"
  "$SOURCEPRINT" stats --format=json "$how" >stats.json
  expect_json stats.json "d['executed'] == $(wc -l <"$how.jsonl") and d['threads'] == $(grep -o '"tid":[0-9]*' "$how.jsonl" | sort -u | wc -l)"
done
[ "$(grep -o '"pid":[0-9]*' fork.jsonl | sort -u | wc -l)" -eq 2 ] || fail "not two processes"
run_program text crash SOURCEPRINT_SINK=text
export_to text.jsonl jsonl text
expect_same text.records text.jsonl
# Without a newline or a quote of its own in a line, each has one object.
expect_contains crash.jsonl 'snippet":"const char *text = \"\\\"quoted\\\" \\\\ <a & b> '"'ü'"' %s\""'
for name in crash fork text; do
  python3 by_schema.py "$RUNFILES/docs/schemas/record.schema.json" "$name.jsonl" || fail "$name: see above"
done

"$SOURCEPRINT" export --format=jsonl --function-include=half --thread='w*' crash >half.jsonl
[ "$(wc -l <half.jsonl)" -eq "$(grep -c '"function":"half"' crash.jsonl)" ] || fail "half: $(wc -l <half.jsonl)"
expect_status 1 "$SOURCEPRINT" export --format=jsonl --thread=nobody -o none.jsonl crash 2>message
expect_contains message 'no run has what was asked for'
[ ! -e none.jsonl ] || fail "a file of nothing"
expect_sound_when_damaged jsonl crash/*-program-*

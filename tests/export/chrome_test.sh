#!/usr/bin/env bash
# Issue item 2, export chrome: trace events by their documented schema, with the calls and times that the reader has.
. tests/export/lib.sh
make_program

expect_trace() {
  export_to "$1.trace" chrome "$1"
  export_to "$1.folded" folded "$1"
  export_to "$1.db" sqlite "$1"
  python3 "$EXPORT/by_schema.py" "$EXPORT/trace_part.schema.json" "$1.trace" || fail "$1: not by the schema, see above"
  python3 "$EXPORT/check_chrome.py" "$1.trace" "$1.folded" "$1.db" || fail "$1: see above"
}
for how in crash exit fork; do
  run_program "$how" "$how"
  expect_trace "$how"
done
run_program text crash SOURCEPRINT_SINK=text
expect_trace text

expect_json crash.trace "[(e['name'], e['s']) for e in d['traceEvents'] if e.get('cat') == 'crash'] == [('killed by SIGSEGV at address 0x0', 'p')]"
expect_json exit.trace "not any(e.get('cat') == 'crash' for e in d['traceEvents'])"
# 40 rounds of two calls of half(), and of 1 to 7 of count_down().
expect_json crash.trace "sum(e['ph'] == 'B' and e['name'] == 'half' for e in d['traceEvents']) == 80"
expect_json crash.trace "sum(e['ph'] == 'B' and e['name'] == 'count_down' for e in d['traceEvents']) == sum((i + 1) % 7 + 1 for i in range(40))"
# What may wait is seen to wait: the 20 ms before the first call of half().
expect_json crash.trace "(lambda at: at('half') - at('work') >= 20000)(lambda name: [e['ts'] for e in d['traceEvents'] if e['ph'] == 'B' and e['name'] == name][0])"
expect_sound_when_damaged chrome crash/*-program-*

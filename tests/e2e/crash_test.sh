#!/usr/bin/env bash
# However a program ends, it ends as the plain one does, and the run says how and where.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0

# compare_end HOW SIGNAL EXIT [LINE]: None, or the number that the run gives; LINE: of the last statement.
compare_end() {
  local how=$1 signal=$2 exit=$3 plain=0 status=0
  quietly ./plain "$how" >plain.out || plain=$?
  rm -rf runs
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs quietly ./recorded "$how" >recorded.out || status=$?
  [ "$status" -eq "$plain" ] || fail "$how: status $status, plain $plain"
  expect_same plain.out recorded.out
  [ ! -s stderr ] || fail "$how: words on stderr: $(cat stderr)"
  "$SOURCEPRINT" last --format=json runs >last.json 2>last.err || fail "$how: last: $(cat last.err)"
  expect_json last.json "len(d['processes']) == 1 and d['processes'][0]['signal'] == $signal"
  expect_json last.json "d['processes'][0]['exit'] == $exit"
  [ $# -lt 4 ] || expect_json last.json "[(t['file'], t['line']) for t in d['processes'][0]['threads']] == [('ends.c', $4)]"
}

test_example() {
  cp -r "$RUNFILES/examples/crash" crash
  mkdir runs
  make -s -C crash CC="$INSTR_CC" >make.out 2>&1 || fail "make: $(cat make.out)"
  [ ! -s make.out ] || fail "make: $(cat make.out)"
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs expect_status 139 quietly crash/crash
  make -s -C crash clean
  make -s -C crash CC="$REAL_CLANG"
  expect_status 139 quietly crash/crash
  expect_status 0 "$SOURCEPRINT" last --format=json runs >last.json
  expect_json last.json "[(p['signal'], p['exit']) for p in d['processes']] == [(11, None)]"
  expect_json last.json "len(d['processes'][0]['threads']) == 5"
  # The thread that crashed comes first.
  local line
  line=$(line_of crash/queue.h 'while (message->text[length])')
  expect_json last.json "[d['processes'][0]['threads'][0][k] for k in ('file', 'line', 'function')] == ['./queue.h', $line, 'message_length']"
}

test_ends() {
  local level=$1 how line
  "$REAL_CLANG" "$level" ends.c -o plain
  at() { line_of ends.c "// $1"; }
  # Of a handler only the beginning is recorded, with what it interrupted; with all records, its last statement.
  SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" ends.c -o recorded
  compare_end handler 6 None "$(line_of ends.c "static void handler(")"
  expect_json last.json "d['processes'][0]['threads'][0]['handlers'][0]['interrupted']['line'] == $(at raise)"
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -w -fsourceprint-signal-handlers=record "$level" ends.c -o recorded
  compare_end abort 6 None "$(at abort)"
  compare_end divide 8 None "$(at divide)"
  compare_end segv 11 None "$(at segv)"
  compare_end trap 4 None "$(at trap)"
  compare_end overflow 11 None
  expect_json last.json "d['processes'][0]['threads'][0]['function'] == 'overflow'"
  compare_end exit None 3 "$(at exit)"
  compare_end _exit None 4 "$(at _exit)"
  compare_end _Exit None 4 "$(at _Exit)"
  compare_end terminate None None "$(at terminate)"
  compare_end send 11 None "$(at send)"
  compare_end handler 6 None "$(at handler)"
  compare_end ignore None 5 "$(at return)"
  compare_end '' None 5 "$(at return)"
}

test_example
cp "$RUNFILES/tests/e2e/ends.c" .
test_ends -O0
test_ends -O2

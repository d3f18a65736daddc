#!/usr/bin/env bash
# The text sink's files are rolled, compressed, removed when they are too old, and read in their order.
. tests/e2e/lib.sh
setup_dist

cp "$RUNFILES/tests/e2e/rolling.c" .
"$REAL_CLANG" -O1 rolling.c -o plain -pthread
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 rolling.c -o recorded -pthread

# record FOLDER NAME=VALUE... -- ARGUMENT...: runs the program with a text sink, and checks that it is as the plain one.
record() {
  local folder=$1 settings=() ours=0 theirs=0
  shift
  while [ "$1" != -- ]; do
    settings+=("SOURCEPRINT_$1")
    shift
  done
  shift
  quietly timeout 60 env SOURCEPRINT_OUTPUT_DIR="$WORK/$folder" SOURCEPRINT_SINK=text "${settings[@]}" ./recorded "$@" \
    >"$folder.out" || ours=$?
  mv stderr "$folder.err"
  [ "${PLAIN:-1}" = 1 ] || return 0
  quietly timeout 60 ./plain "$@" >plain.out || theirs=$?
  [ "$ours" -eq "$theirs" ] || fail "$*: status $ours instead of $theirs: $(cat "$folder.err")"
  expect_same "$folder.out" plain.out
}

# bytes FOLDER: of all text files.
bytes() {
  find "$1" -name '*.txt*' -printf '%s\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

cat >check_log.py <<'END'
"""Of each thread: whole lines, numbered without a gap, up to the thread's last one. Prints the lines a thread."""
import re, sys

last, lines = {}, {}
for line in sys.stdin.buffer:
    match = re.match(rb"pid=\d+ tid=(\d+) seq=(\d+) ts=\S+Z elapsed=\S+ file=\S+ line=\d+ func=\S+ .*snippet=.*\n", line)
    if not match or line.count(b"pid=") != 1:
        sys.exit(f"no record: {line!r}")
    tid, seq = match[1], int(match[2])
    if seq != last.get(tid, seq - 1) + 1:
        sys.exit(f"thread {tid}: {seq} behind {last[tid]}")
    last[tid], lines[tid] = seq, lines.get(tid, 0) + 1
print(*lines.values())
END

# check FOLDER: what is left of each thread has no gap, and log and last agree about its end.
check() {
  local counts
  "$SOURCEPRINT" log "$1" >"$1.log" 2>message || fail "log $1: $(cat message)"
  counts=$(python3 check_log.py <"$1.log") || fail "$1: see above"
  echo "$1: $counts lines, $(bytes "$1") bytes, $(find "$1" -name '*.txt*' | wc -l) files"
}

# Two threads write 40 times the limit.
record rolled MAX_BYTES=1000000 -- threads 40000
[ "$(bytes rolled)" -le 1100000 ] || fail "more than the limit: $(ls -l rolled/*)"
[ "$(bytes rolled)" -ge 500000 ] || fail "much less than the limit: $(ls -l rolled/*)"
check rolled
[ "$(grep -c 'snippet=return argument$' rolled.log)" -eq 2 ] || fail "not the end of both threads: $(tail -3 rolled.log)"
for name in rolled/*/*.txt; do
  [[ ! -s $name || $(tail -c 1 "$name" | od -An -tx1) = " 0a" ]] || fail "half a line at the end of $name"
done
"$SOURCEPRINT" log -n 10000 rolled >newest.log
awk '{ print $2 }' rolled.log | sort -u >tids
while read -r tid; do
  grep -F " $tid " rolled.log | tail -n 10000 >expected.log
  grep -F " $tid " newest.log >got.log
  expect_same got.log expected.log
done <tids

# Small programs keep everything, in one file a thread.
record small -- threads 100
[ "$(find small -name '*.txt*' | wc -l)" -eq 2 ] || fail "not two files: $(ls small/*)"
check small

# Compressed: the program has no child, and gets no signal.
record packed MAX_BYTES=8000000 GZIP=1 -- threads 60000
for _ in {1..100}; do # gzip may be at work
  [ -n "$(find packed -name '*.gz' -size 0)" ] || break
  sleep 0.1
done
sleep 0.5
[ -n "$(find packed -name '*.gz')" ] || fail "nothing is compressed: $(ls packed/*) $(cat packed/*/notes)"
[ "$(bytes packed)" -le 8100000 ] || fail "more than the limit: $(ls -l packed/*)"
check packed
gzip -t packed/*/*.gz
! find packed -name notes | grep . || fail "notes: $(cat packed/*/notes)"

# Without gzip.
PATH=/nowhere SOURCEPRINT_OUTPUT_DIR=$WORK/unpacked SOURCEPRINT_SINK=text SOURCEPRINT_MAX_BYTES=1000000 \
  SOURCEPRINT_GZIP=1 ./recorded threads 20000 >unpacked.out || fail "status $? without gzip"
grep -qs "there is no gzip in PATH" unpacked/*/notes || fail "gzip is not missed"
[ -z "$(find unpacked -name '*.gz')" ] || fail "compressed without gzip"

# Many threads, one after the other: files are bounded.
record many -- many 2500
files=$(find many -name '*.txt*' | wc -l)
[[ $files -le 2150 && $files -ge 1900 ]] || fail "$files text files of 2500 threads"

# The limit for files is the program's alone.
record limit -- limit 1000
[ ! -e own.out ] || [ "$(stat -c %s own.out)" -le 1000 ] || fail "the limit did not hold"
grep -q "lines are missing in a text file" limit/*/notes || fail "nothing is said of missing lines"

# A thread is not cancelled where it writes a line, rolls or compresses.
record cancelled MAX_BYTES=1000000 GZIP=1 -- cancel 20000

# Where there are few descriptors, the program gets all of them.
(ulimit -n 20 && record numbers MAX_BYTES=100000 -- numbers 300) || fail "see above"
check numbers
grep -qF 'snippet=printf("%d ", file)' numbers.log || fail "no lines with few descriptors"

# Nothing of ours in the program's files, which get the numbers of ours.
rm -f theirs.out
PLAIN=0 record closed -- close 1000
[ "$(sort -u theirs.out)" = theirs ] || fail "foreign lines in theirs.out: $(sort theirs.out | uniq -c | head -3)"

# A folder that is out of reach: the file begins again.
PLAIN=0 record lost MAX_BYTES=1000000 -- folder 20000 "$WORK/lost"
[ "$(bytes lost.moved)" -le 1100000 ] || fail "more than the limit: $(ls -l lost.moved/*)"

# A forked child has files of its own.
record forked MAX_BYTES=1000000 -- fork 20000
[ "$(find forked -name '*.txt' -printf '%h\n' | sort -u | wc -l)" -eq 2 ] || fail "not two runs with text"
[ "$(bytes forked)" -le 2200000 ] || fail "more than the limit: $(ls -l forked/*)"

# Several at once share the room of all runs.
pids=()
for _ in 1 2 3 4 5 6; do
  SOURCEPRINT_OUTPUT_DIR=$WORK/shared SOURCEPRINT_SINK=text SOURCEPRINT_RUNS_BYTES=20000000 \
    SOURCEPRINT_RING_BYTES=4096 ./recorded threads 30000 >/dev/null &
  pids+=($!)
done
wait "${pids[@]}"
[ "$(bytes shared)" -le 20000000 ] || fail "more than all runs may take: $(bytes shared), $(du -b shared/*)"

# Killed at any moment, between the steps of rolling too.
for i in 1 2 3 4 5 6 7 8; do
  rm -rf killed
  quietly env SOURCEPRINT_OUTPUT_DIR="$WORK/killed" SOURCEPRINT_SINK=text SOURCEPRINT_MAX_BYTES=300000 \
    timeout -s KILL "0.$((i * 7 % 10))$i" ./recorded threads 100000000 >/dev/null || true
  # The kernel may end a write of a killed process between two pages.
  "$SOURCEPRINT" log killed >killed.log 2>message || [[ $(cat message) == *"the last line is incomplete"* ]] ||
    fail "log: $(cat message)"
  python3 check_log.py <killed.log >/dev/null || fail "killed, $i: see above"
  "$SOURCEPRINT" last --format=json killed >last.json || fail "last"
  awk '{ print substr($2, 5) }' killed.log | sort -u >tids
  while read -r tid; do
    line=$(grep -F " tid=$tid " killed.log | tail -n 1 | sed -E 's/.* line=([0-9]+) .*/\1/')
    expect_json last.json "[t['line'] for t in d['processes'][0]['threads'] if t['tid'] == $tid] == [$line]"
  done <tids
done

# On stderr, too; and who reads it may go.
PLAIN=0 record echoed STDERR=1 -- threads 50
sort echoed.err >err.sorted
cat echoed/*/*.txt | sort >txt.sorted
expect_same err.sorted txt.sorted
status=0
SOURCEPRINT_OUTPUT_DIR=$WORK/echoed SOURCEPRINT_SINK=text SOURCEPRINT_STDERR=1 ./recorded many 50 2> >(exec 0<&-) || status=$?
[ "$status" -eq 0 ] || fail "the end of the reader of stderr is status $status"

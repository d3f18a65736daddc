#!/usr/bin/env bash
# The text sink writes one line a record, at once and whole; its records are those of the ring.
. tests/e2e/lib.sh
setup_dist

mkdir "a folder"
cat >"a folder/two threads.c" <<'END'
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SQUARE(x) ((x) * (x))

static volatile int total;

static void *work(void *argument) {
  const char *text = argument;
  for (int i = 0; i < 50; i++)
    total += SQUARE(i) + (int)strlen("tab\tnewline\nback\\slash\x01");
  puts(text); /* ä € */ puts(	"after a tab");
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t first, second;
  setvbuf(stdout, NULL, _IONBF, 0);
  pthread_create(&first, NULL, work, "first");
  pthread_join(first, NULL);
  pthread_create(&second, NULL, work, argv[0] + strlen(argv[0]));
  pthread_join(second, NULL);
  while (argc > 1) {
    total++;
    usleep(100);
  }
  return 0;
}
END
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O2 "a folder/two threads.c" -o program -pthread

SOURCEPRINT_OUTPUT_DIR=$WORK/text SOURCEPRINT_SINK=text ./program >text.out 2>text.err
SOURCEPRINT_OUTPUT_DIR=$WORK/ring ./program >ring.out 2>ring.err
expect_same text.out ring.out
[[ ! -s text.err && ! -s ring.err ]] || fail "words on stderr: $(cat text.err ring.err)"

cat >check_lines.py <<'END'
import re, sys

LINE = re.compile(
    rb"pid=(\d+) tid=(\d+) seq=(\d+) ts=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) elapsed=(\d+(?:\.\d+)?(?:ns|us|ms|s)) "
    rb"file=(\S+) line=(\d+) func=(\S+) macro=([012])(?: [a-z]+=\S+)* snippet=([^\x00-\x1f\x7f]*)\n"
)
for name in sys.argv[1:]:
    seq, before = 0, b""
    for line in open(name, "rb"):
        match = LINE.fullmatch(line)
        if not match or len(line) >= 4096:
            sys.exit(f"{name}: no record: {line!r}")
        line.decode("utf-8")
        seq += 1
        if int(match[3]) != seq or match[4] < before or match[2].decode() + ".txt" != name.rsplit("/", 1)[-1]:
            sys.exit(f"{name}: record {seq}: {line!r}")
        before = match[4]
        if match[6] != rb"a\x20folder/two\x20threads.c":
            sys.exit(f"{name}: the file's name: {line!r}")
    if seq < 1:
        sys.exit(f"{name}: no line")
END

texts=(text/*/*.txt)
[ "${#texts[@]}" -eq 3 ] || fail "not three files: ${texts[*]}"
python3 check_lines.py "${texts[@]}" || fail "see above"
cat "${texts[@]}" >lines
# In the source the escapes are a backslash and a letter; a backslash is doubled.
expect_contains lines 'strlen("tab\\tnewline\\nback\\\\slash\\x01")'
expect_contains lines 'snippet=puts( "after a tab")'
grep -q ' macro=0 .*snippet=return NULL$' lines || fail "no plain record"

# What `log` prints is the same for both, but for the process's numbers and times.
for sink in text ring; do
  "$SOURCEPRINT" log $sink >$sink.log 2>message || fail "log: $(cat message)"
  sed -E 's/^pid=[0-9]+ tid=[0-9]+ (seq=[0-9]+) ts=\S+ elapsed=\S+/\1/; s/ within=\S+ snippet=/ snippet=/' $sink.log >$sink.records
done
expect_same text.records ring.records
[ "$(wc -l <text.records)" -eq "$(wc -l <lines)" ] || fail "log does not print every line"

# Killed at any moment, each file ends with a whole line.
for delay in 0 0.01 0.05 0.13; do
  rm -rf killed
  SOURCEPRINT_OUTPUT_DIR=$WORK/killed SOURCEPRINT_SINK=text ./program forever >/dev/null 2>&1 &
  pid=$!
  # Both threads are done when main is in its loop.
  for _ in {1..200}; do
    ! grep -qs 'snippet=usleep' killed/*/"$pid.txt" || break
    sleep 0.05
  done
  sleep "$delay"
  builtin kill -KILL "$pid"
  wait "$pid" 2>/dev/null || true
  python3 check_lines.py killed/*/*.txt || fail "killed after $delay s: see above"
  last=$(tail -qn 1 killed/*/"$pid.txt" | sed -E 's/.* line=([0-9]+) .*/\1/')
  expect_status 0 "$SOURCEPRINT" last --format=json killed >last.json
  expect_json last.json "[(t['line']) for t in d['processes'][0]['threads'] if t['tid'] == $pid] == [$last]"
done

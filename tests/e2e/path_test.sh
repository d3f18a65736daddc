#!/usr/bin/env bash
# Issue 6, item 2, path: the calls that led to a crash are those of gdb's backtrace, and those at each statement are the
# ones that were made, as the program itself has recorded.
. tests/e2e/lib.sh
setup_dist
TRUTH=$RUNFILES/$SP_TRUTH
SEEDS=${SEEDS:-6}

compare() {
  python3 "$RUNFILES/tests/e2e/compare_stack.py" "$@" || fail "$*: see above"
}

# The example; the thread that crashed, of five.
cp -rL "$RUNFILES/examples/crash" example
for level in -O0 -O2; do
  SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" -g example/*.c -o "example/crash$level" -pthread
  compare equal "$SOURCEPRINT" "runs-example$level" "example/crash$level"
done
"$SOURCEPRINT" path runs-example-O0 >path.txt
expect_contains path.txt ', which crashed: at seq '
expect_contains path.txt '      server                '
expect_contains path.txt 'i < CLIENTS * MESSAGES  -> true  ('
expect_contains path.txt 'queue_take() returned, '
expect_contains path.txt "queue.c:24 \`return message\`"
expect_contains path.txt "in server, the loop at example/crash.c:37 \`i < CLIENTS * MESSAGES\` turned "
[ "$(grep -c '^      > ' path.txt)" -eq 1 ] || fail "one line is the last statement: $(cat path.txt)"
[ "$(grep -c 'thread ' path.txt)" -eq 1 ] || fail "more than the thread that crashed: $(cat path.txt)"
"$SOURCEPRINT" last runs-example-O0 >last.txt
expect_contains last.txt '    called by: server ('

# Recursion, also through another function; a callback through the C library; a pointer; a jump past frames.
mkdir calls
cat >calls/calls.c <<'C'
#include <setjmp.h>
#include <stdlib.h>
static jmp_buf back;
static int *volatile nothing, numbers[] = {3, 1, 2};
static int odd(int n);
static int even(int n) {
  if (n == 0)
    return *nothing;
  return 1 + odd(n - 1);
}
static int odd(int n) {
  for (int i = 0; i < 3; i++)
    if (i == 1)
      n--;
  int result = even(n);
  return result + 1;
}
static int order(int a, int b) {
  return a - b;
}
static int compare(const void *a, const void *b) {
  if (order(*(const int *)a, *(const int *)b) > 0)
    return 1 + even(6);
  return -1;
}
static void jump(int depth) {
  if (depth)
    jump(depth - 1);
  longjmp(back, 1);
}
static void sort(void) {
  if (setjmp(back) == 0)
    jump(5);
  qsort(numbers, 3, sizeof *numbers, compare);
}
int main(int argc, char **argv) {
  (void)argv;
  void (*const call)(void) = sort;
  while (argc--)
    call();
  return 0;
}
C
for level in -O0 -O2; do
  SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" -g calls/calls.c -o "calls/calls$level"
  [ "$level" = -O0 ] && how=equal || how=within
  compare "$how" "$SOURCEPRINT" "runs-calls$level" "calls/calls$level"
done
"$SOURCEPRINT" path --format=json runs-calls-O0 >path.json
expect_json path.json "[f['function'] for f in d['processes'][0]['threads'][0]['frames']][:3] == ['main', 'sort', 'compare']"
expect_json path.json "d['schema'] == 1 and not d['processes'][0]['threads'][0]['callers_before_window']"
expect_json path.json "[s['outcome'] for s in d['processes'][0]['threads'][0]['steps'] if s['snippet'] == 'if (n == 0)'] == [False] * 3 + [True]"
expect_json path.json "[s['times'] for s in d['processes'][0]['threads'][0]['steps'] if s['snippet'] == 'i < 3'] == [4] * 3"
expect_json path.json "[s['outcome'] for s in d['processes'][0]['threads'][0]['steps'] if s['snippet'] == 'i < 3'] == [False] * 3"
expect_json path.json "[s['returned'] for s in d['processes'][0]['threads'][0]['steps'] if 'order(' in s['snippet']] == ['order']"
expect_json path.json "[s['statements'] for s in d['processes'][0]['threads'][0]['steps'] if 'order(' in s['snippet']] == [1]"
# Another statement, and what is not there.
"$SOURCEPRINT" path --seq=1 -n 0 runs-calls-O0 >first.txt
expect_contains first.txt '(void)argv'
expect_status 1 "$SOURCEPRINT" path --seq=1000000 runs-calls-O0 >words 2>&1
expect_contains words 'no thread has a statement 1000000 in its window'
expect_status 1 "$SOURCEPRINT" path --thread=1 runs-calls-O0 2>words
expect_contains words 'no run has such a thread'

# Too deep for the stack.
cat >deep.c <<'C'
static int deep(int n) {
  char room[100];
  room[n % 100] = 1;
  int more = deep(n + 1);
  return room[n % 7] + more;
}
int main(int argc, char **argv) {
  (void)argv;
  return deep(argc);
}
C
SOURCEPRINT_STRICT=1 "$INSTR_CC" -w -O0 deep.c -o deep
SOURCEPRINT_OUTPUT_DIR=$WORK/runs-deep expect_status 139 ./deep 2>words
"$SOURCEPRINT" path --format=json runs-deep >deep.json
expect_json deep.json "{f['function'] for f in d['processes'][0]['threads'][0]['frames'][1:]} == {'deep'}"
expect_json deep.json "len(d['processes'][0]['threads'][0]['frames']) > 10000"
"$SOURCEPRINT" last --format=json runs-deep >deep.json
expect_json deep.json "len(d['processes'][0]['threads'][0]['path']) == 200 and d['processes'][0]['threads'][0]['path_left_out'] > 10000"
expect_json deep.json "d['processes'][0]['threads'][0]['path'][0]['function'] == 'main'"
"$SOURCEPRINT" last runs-deep >deep.txt
grep -Eq '    called by: main \(deep.c:9\) > deep called itself [0-9]+,[0-9]{3} times \(deep.c:4\)' deep.txt || fail "$(cat deep.txt)"

# A ring that has lapped: callers from before the window are not known, and that is said.
cat >long.c <<'C'
static volatile int sum;
static void inner(void) {
  for (int i = 0; i < 500000; i++)
    sum += i;
  __builtin_trap();
}
int main(void) {
  inner();
}
C
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 long.c -o long
SOURCEPRINT_OUTPUT_DIR=$WORK/runs-long expect_status 132 ./long 2>words
"$SOURCEPRINT" path runs-long >long.txt
expect_contains long.txt 'callers from before the window, which are not known'
"$SOURCEPRINT" path --format=json runs-long >long.json
expect_json long.json "[f['function'] for f in d['processes'][0]['threads'][0]['frames']] == ['inner']"
expect_json long.json "d['processes'][0]['threads'][0]['callers_before_window']"

# Random programs that record each call and return themselves.
"$REAL_CLANG" -O2 -I"$DIST/include" -c "$RUNFILES/tests/e2e/frame_hooks.c" -o hooks.o
truth() { # PERCENT RUN: at so many of the statements at least, the calls are right
  "$TRUTH" "$2" >truth.txt || fail "$2 has no truth"
  python3 - "$1" <<'END' || fail "too many are wrong: $(cat truth.txt)"
import re, sys
compared, right = map(int, re.search(r"(\d+) statements, \d+ right, (\d+) same", open("truth.txt").read()).groups())
print(f"{compared} statements, {100 * right / compared:.3f} % right")
sys.exit(100 * right < float(sys.argv[1]) * compared or compared < 1000)
END
}
for seed in $(seq "$SEEDS"); do
  python3 "$RUNFILES/tests/e2e/random_calls.py" "$seed" >"random$seed.c"
  for level in -O0 -O2; do
    SOURCEPRINT_STRICT=1 "$INSTR_CC" -w "$level" -finstrument-functions "random$seed.c" hooks.o -o random
    SOURCEPRINT_RING_BYTES=$((64 << 20)) SOURCEPRINT_OUTPUT_DIR=$WORK/runs-random$seed$level timeout 60 ./random >/dev/null
    truth 97 "$WORK/runs-random$seed$level"/2*
  done
done

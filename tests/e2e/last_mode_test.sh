#!/usr/bin/env bash
# -fsourceprint-granularity=last: each thread's last statement and no history, with and without the runtime, switched
# off, killed, and beside files that have a history.
. tests/e2e/lib.sh
setup_dist

cat >main.c <<'C'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int work(int rounds);
static void *wait_for_ever(void *fds) {
  char byte;
  read(*(int *)fds, &byte, 1); /* waits */
  return NULL;
}
int main(int argc, char **argv) {
  pthread_t thread;
  int fds[2], sum = work(1000);
  if (pipe(fds) != 0 || pthread_create(&thread, NULL, wait_for_ever, fds) != 0)
    return 2;
  usleep(200000);
  printf("%d\n", sum);
  fflush(stdout);
  if (argc > 1)
    kill(getpid(), atoi(argv[1])); /* dies */
  *(volatile int *)(long)(sum - sum) = work(7); /* faults */
  return 0;
}
C
sed -i '1i #include <signal.h>' main.c
cat >work.c <<'C'
int work(int rounds) {
  int sum = 0;
  for (int i = 0; i < rounds; i++)
    sum += i % 3 ? i / (1 + i % 7) : i;
  return sum;
}
C
line() { grep -n "/\* $1 \*/" main.c | cut -d: -f1; }

# expect_threads FILE LINE LINE: where the first thread, which died, and the other one were.
expect_threads() {
  expect_json "$1" "[t['line'] for t in d['processes'][0]['threads']] == [$2, $3]"
}

for level in -O0 -O2; do
  "$REAL_CLANG" $level -w -g main.c work.c -o plain -pthread
  for source in main work; do
    SOURCEPRINT_STRICT=1 "$INSTR_CC" $level -w -g -fsourceprint-granularity=last -c $source.c -o $source.o
  done
  "$INSTR_CC" main.o work.o -o recorded -pthread
  for words in "" 9 6; do
    export SOURCEPRINT_OUTPUT_DIR=$WORK/runs$level$words
    wanted=0 got=0
    quietly timeout 60 ./plain $words >plain.out || wanted=$?
    quietly timeout 60 ./recorded $words >recorded.out || got=$?
    if [ "$got" -ne "$wanted" ] || [ "$got" -le 128 ]; then
      fail "$level $words: status $got instead of $wanted"
    fi
    expect_same recorded.out plain.out
    "$SOURCEPRINT" last --format=json "$SOURCEPRINT_OUTPUT_DIR" >last.json
    expect_threads last.json "$(if [ -n "$words" ]; then line dies; else line faults; fi)" "$(line waits)"
    expect_json last.json "all(t['seq'] is None for t in d['processes'][0]['threads'])"
    "$SOURCEPRINT" last "$SOURCEPRINT_OUTPUT_DIR" >last.txt
    [ "$(grep -c '    only the last statement is kept$' last.txt)" -eq 2 ] || fail "$level: $(cat last.txt)"
  done

  # What is off stores where nobody looks: of each thread's own, as there are many threads.
  export SOURCEPRINT_OUTPUT_DIR=$WORK/off$level
  quietly timeout 60 env SOURCEPRINT_FUNCTION_EXCLUDE=main,work ./recorded >recorded.out && fail "$level: it lives"
  "$SOURCEPRINT" last --format=json "$SOURCEPRINT_OUTPUT_DIR" >last.json
  expect_threads last.json None "$(line waits)"
  quietly timeout 60 env SOURCEPRINT_ENABLE=0 ./recorded >recorded.out && fail "$level: it lives"
  expect_same recorded.out plain.out

  # Without the runtime.
  "$REAL_CLANG" main.o work.o -o absent -pthread
  quietly timeout 60 ./absent >recorded.out && fail "$level: it lives"
  expect_same recorded.out plain.out

  # One file has a history, and which statement was later is not known: both are told.
  SOURCEPRINT_STRICT=1 "$INSTR_CC" $level -w -g -c work.c -o work.o
  "$INSTR_CC" main.o work.o -o mixed -pthread
  export SOURCEPRINT_OUTPUT_DIR=$WORK/mixed$level
  quietly timeout 60 ./mixed 9 >recorded.out && fail "$level: it lives"
  expect_same recorded.out plain.out
  "$SOURCEPRINT" last --thread="$(sed -n 's/.*-mixed-\([0-9]*\)$/\1/p' <<<"$(ls -d "$SOURCEPRINT_OUTPUT_DIR"/*mixed*)")" \
    "$SOURCEPRINT_OUTPUT_DIR" >last.txt
  expect_contains last.txt "work.c:5:3 in work"
  expect_contains last.txt "or later, in code that keeps only the last statement: main.c:$(line dies) in main"
done

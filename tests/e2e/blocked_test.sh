#!/usr/bin/env bash
# A thread that waits for a lock is not said to have run until the end, however shortly before that the call began.
. tests/e2e/lib.sh
setup_dist

cat >blocked.c <<'C'
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile int begun;
static volatile unsigned long rounds;
static void *wait_for_it(void *unused) {
  begun = 1;
  pthread_mutex_lock(&mutex);
  return unused;
}
static void *compute(void *unused) {
  for (;;)
    rounds++;
  return unused;
}
int main(int argc, char **argv) {
  pthread_t thread;
  (void)argv;
  pthread_mutex_lock(&mutex);
  pthread_create(&thread, NULL, compute, NULL);
  pthread_create(&thread, NULL, wait_for_it, NULL);
  while (!begun || !rounds)
    continue;
  usleep(argc > 1 ? 200000 : 2000);
  abort();
}
C
for level in -O0 -O2; do
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -w -g $level blocked.c -o blocked -pthread
  SOURCEPRINT_OUTPUT_DIR=$WORK/short$level expect_status 134 quietly timeout 20 ./blocked
  "$SOURCEPRINT" last "$WORK/short$level" >last.txt
  grep -Eq '1 in wait_for_it \(blocked.c:9\), (in a call that may wait, begun [0-9.]+(us|ms) before the end|stood still for [0-9.]+ms): ' last.txt ||
    fail "the waiting thread: $(cat last.txt)"
  grep -Eq '1 in compute \(blocked.c:1[34]\), still running when the process ended: ' last.txt ||
    fail "the computing thread: $(cat last.txt)"
  SOURCEPRINT_OUTPUT_DIR=$WORK/long$level expect_status 134 quietly timeout 20 ./blocked x
  "$SOURCEPRINT" last "$WORK/long$level" >last.txt
  grep -Eq '1 in wait_for_it \(blocked.c:9\), stood still for [0-9.]+ms: ' last.txt || fail "the waiting thread: $(cat last.txt)"
done

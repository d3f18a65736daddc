#!/usr/bin/env bash
# A thread keeps the name that it or its creator gave it, however the process ends.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_STRICT=1

cat >named.c <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
static int begun[2], named[2];
static void tell(int pipe) {
  if (write(pipe, "x", 1) != 1)
    raise(SIGABRT);
}
static void wait_for(int pipe) {
  char byte;
  if (read(pipe, &byte, 1) != 1)
    raise(SIGABRT);
}
static void *by_creator(void *unused) {
  tell(begun[1]);
  wait_for(named[0]);
  tell(begun[1]);
  pause();
  return unused;
}
static void *by_itself(void *unused) {
  prctl(PR_SET_NAME, "by itself", 0, 0, 0);
  tell(begun[1]);
  pause();
  return unused;
}
int main(void) {
  pthread_t first, second;
  char name[16];
  if (pipe(begun) || pipe(named) || pthread_create(&first, NULL, by_creator, NULL))
    return 1;
  wait_for(begun[0]);
  errno = 5;
  int result = pthread_setname_np(first, "by its creator");
  printf("%d, errno %d\n", result, errno);
  result = pthread_setname_np(first, "sixteen letters.");
  printf("%d, errno %d\n", result, errno);
  result = pthread_getname_np(first, name, sizeof name);
  printf("%d, %s\n", result, name);
  result = pthread_setname_np(pthread_self(), "myself");
  prctl(PR_GET_NAME, name, 0, 0, 0);
  printf("%d, %s\n", result, name);
  fflush(stdout);
  tell(named[1]);
  wait_for(begun[0]);
  if (pthread_create(&second, NULL, by_itself, NULL))
    return 1;
  wait_for(begun[0]);
  raise(SIGKILL);
}
C
"$REAL_CLANG" -w named.c -o plain -pthread
expect_status 137 ./plain >plain.txt
for kind in '' -static; do
  rm -rf runs
  # shellcheck disable=SC2086
  "$INSTR_CC" -w $kind named.c -o named -pthread
  expect_status 137 ./named >recorded.txt
  expect_same plain.txt recorded.txt
  "$SOURCEPRINT" last --format=json >last.json
  expect_json last.json "sorted(t['name'] for t in d['processes'][0]['threads']) == ['by its creator', 'by itself', 'myself']"
done

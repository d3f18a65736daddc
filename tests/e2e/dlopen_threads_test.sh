#!/usr/bin/env bash
# Threads open libraries at once, of which some have constructors that are recorded, and so run with the dynamic
# linker's lock held, and some meet the runtime first when they are called: nobody waits for ever.
. tests/e2e/lib.sh
setup_dist

libraries=16
cat >main.c <<C
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
static void *use(void *number) {
  char path[64];
  snprintf(path, sizeof path, "./library%d.so", *(int *)number);
  void *library = dlopen(path, RTLD_NOW);
  int (*call)(void) = library ? (int (*)(void))dlsym(library, "call") : NULL;
  if (call)
    call();
  return call ? number : NULL;
}
int main(void) {
  pthread_t threads[$libraries];
  int numbers[$libraries], used = 0;
  for (int i = 0; i < $libraries; i++) {
    numbers[i] = i;
    pthread_create(&threads[i], NULL, use, &numbers[i]);
  }
  for (int i = 0; i < $libraries; i++) {
    void *result;
    pthread_join(threads[i], &result);
    used += result != NULL;
  }
  printf("%d\n", used);
  return 0;
}
C
for ((i = 0; i < libraries; i++)); do
  attribute=
  [ $((i % 2)) -eq 1 ] || attribute="__attribute__((constructor))"
  cat >library.c <<C
static int sum;
$attribute void begin_$i(void) {
  for (int i = 0; i < 3; i++)
    sum += i;
}
int call(void) {
  sum += $i;
  return sum;
}
C
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -fPIC -shared library.c -o library$i.so
done
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 main.c -o recorded -pthread -ldl
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
for ((round = 0; round < 60; round++)); do
  used=$(timeout 30 ./recorded) || fail "round $round: status $?"
  [ "$used" -eq $libraries ] || fail "round $round: $used libraries"
done
"$SOURCEPRINT" log "$SOURCEPRINT_OUTPUT_DIR" >records.txt
grep -q 'func=begin_0 ' records.txt || fail "constructors are not recorded"
[ "$(grep -c 'func=call .*snippet=return sum' records.txt)" -eq $libraries ] || fail "calls are not recorded"

#!/usr/bin/env bash
# A run that grows while follow, serve and tui look at it: records by hand at new places, a library that is loaded, a
# thread that begins; each has its words when it is seen.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/tui/lib.sh"
cat >late.c <<'C'
int from_library(int n);
int from_library(int n) {
  n += 3;
  return n * 2;
}
C
cat >work.c <<'C'
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <sourceprint/sourceprint.h>
#include <stdio.h>
#include <unistd.h>
static void *come_late(void *nothing) {
  sourceprint_record("late.x", 7, "late", "the thread's record");
  usleep(100000);
  return nothing;
}
// One statement, so that the newest ones stay on the screen.
static void wait_for(const sigset_t *set) {
  int signal;
  sigwait(set, &signal);
}
int main(void) {
  sigset_t set;
  alarm(60);
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  sourceprint_record("hand.x", 1, "steps", "first record");
  wait_for(&set);
  sourceprint_record("hand.x", 2, "steps", "second record");
  wait_for(&set);
  for (unsigned i = 10; i < 20; i++) {
    char text[40];
    snprintf(text, sizeof text, "record in round %u", i);
    sourceprint_record("hand.x", i, "steps", text);
  }
  void *library = dlopen("./late.so", RTLD_NOW);
  int (*call)(int) = (int (*)(int))dlsym(library, "from_library");
  call(4);
  pthread_t thread;
  pthread_create(&thread, NULL, come_late, NULL);
  pthread_join(thread, NULL);
  sourceprint_record("hand.x", 3, "steps", "third record");
  wait_for(&set);
  return 0;
}
C
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -shared -fPIC late.c -o late.so
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -I"$DIST/include" work.c -o work -pthread -ldl -rdynamic
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs

# expect_soon TEXT COMMAND...: within ten seconds the command's output has it.
expect_soon() {
  local text=$1 i
  shift
  for ((i = 0; i < 100; i++)); do
    "$@" 2>/dev/null | grep -qF -- "$text" && return
    sleep 0.1
  done
  "$@" 2>&1 | tail -20 >&2 || true
  fail "this did not come: $text"
}

./work &
pid=$!
expect_soon "first record" "$SOURCEPRINT" log
timeout 60 "$SOURCEPRINT" follow -n 1000 runs >followed 2>words &
follow=$!
timeout 60 "$SOURCEPRINT" serve runs >url 2>served &
serve=$!
expect_soon http cat url
base=$(head -1 url)
newest() { curl -s "${base}api/statements?thread=0&from=newest&count=200&fresh=1"; }
curl -s -N "${base}api/events" >events & # else nobody looks
events=$!
open_terminal 150x40 "$SOURCEPRINT" tui runs
expect_soon "first record" newest
expect_screen "first record"
keys f
expect_screen "  following"
kill -USR1 "$pid"
expect_screen "second record"
expect_soon "second record" newest
expect_soon "second record" cat followed
kill -USR1 "$pid"
expect_screen "third record"
for text in "third record" "record in round 10" "record in round 19" "n += 3"; do
  expect_soon "$text" newest
  expect_soon "$text" cat followed
done
expect_soon "the thread's record" cat followed
expect_soon "the thread's record" "$SOURCEPRINT" log
kill -USR1 "$pid"
wait "$pid"
wait "$follow" || fail "follow: $(cat words)"
kill "$serve" "$events" 2>/dev/null || true
wait "$serve" || true
keys q
expect_end 0
# Nothing was called damaged, and each statement was there once.
[ "$(grep -c 'snippet=record in round' followed)" -eq 10 ] || fail "$(cat followed)"
! grep -q 'func=-' followed || fail "a statement has no words: $(grep 'func=-' followed)"
for words in words served; do
  ! grep -q "damaged" "$words" || fail "$(cat "$words")"
done

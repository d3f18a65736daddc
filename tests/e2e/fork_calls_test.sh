#!/usr/bin/env bash
# A forked process shows the calls around its fork(), which its parent's run has: in last, path and JSON.
. tests/e2e/lib.sh
setup_dist
cat >call.c <<'C'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int sum;
static void serve(int *client) {
  *client = 1;
}
static void spawn(int *client, int depth) {
  if (fork() != 0)
    return;
  if (depth > 1)
    spawn(client, depth - 1);
  else
    serve(client);
  while (wait(NULL) > 0)
    sum++;
  _exit(0);
}
static void accept_one(int depth) {
  int *client = 0;
  spawn(client, depth);
}
static void *in_thread(void *depth) {
  accept_one(*(int *)depth);
  return depth;
}
// The child goes back to its caller and calls something else.
static int fork_alone(void) {
  return fork();
}
static void back(void) {
  int *client = 0;
  if (fork_alone() == 0)
    serve(client);
}
int main(int argc, char **argv) {
  int depth = 1;
  pthread_t thread;
  const char *what = argc > 1 ? argv[1] : "";
  if (strcmp(what, "twice") == 0)
    accept_one(2);
  else if (strcmp(what, "thread") == 0 && pthread_create(&thread, NULL, in_thread, &depth) == 0)
    pthread_join(thread, NULL);
  else if (strcmp(what, "back") == 0)
    back();
  else
    accept_one(1);
  if (strcmp(what, "lapped") == 0)
    for (int i = 0; i < 500000; i++)
      sum += i;
  while (wait(NULL) > 0)
    sum++;
  return 0;
}
C
# chain NAME: the calls of the one that crashed, as "function:line", by path and by last.
chain() {
  "$SOURCEPRINT" path --format=json "runs-$1" >path.json
  "$SOURCEPRINT" last --format=json "runs-$1" >last.json
  python3 - <<'END'
import json
path, last = json.load(open("path.json")), json.load(open("last.json"))
crashed = lambda thread: thread.get("frames") and thread["frames"][-1]["function"] == "serve"
one = [t for p in path["processes"] for t in p["threads"] if crashed(t)][0]
calls = [f"{f['function']}:{f['line']}" for f in one["frames_before_fork"] + one["frames"]]
lasts = [t for p in last["processes"] for t in p["threads"] if t["state"] == "crashed"][0]
assert [f"{f['function']}:{f['line']}" for f in lasts["path"]] == calls[:-1], (calls, lasts["path"])
print(*calls, "more" if one["callers_before_window"] else "all")
END
}
expect_chain() { # NAME CALLS
  local calls
  calls=$(chain "$1")
  [ "$calls" = "$2" ] || fail "$1: $calls instead of $2"
}
for level in -O0 -O2; do
  SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" -g call.c -o call -pthread
  for how in once twice thread back lapped; do
    SOURCEPRINT_OUTPUT_DIR=$WORK/runs-$how$level quietly timeout 20 ./call "$how" || fail "$how: it did not end"
  done
  expect_chain "once$level" "main:50 accept_one:24 spawn:17 serve:9 all"
  expect_chain "twice$level" "main:44 accept_one:24 spawn:15 spawn:17 serve:9 all"
  expect_chain "thread$level" "in_thread:27 accept_one:24 spawn:17 serve:9 all"
  expect_chain "back$level" "main:48 back:37 serve:9 all"
  # The ring has lapped since: nothing is invented.
  expect_chain "lapped$level" "spawn:17 serve:9 more"
done
"$SOURCEPRINT" path runs-once-O0 >path.txt
expect_contains path.txt 'accept_one(1)  (before the fork)'
"$SOURCEPRINT" last runs-once-O0 >last.txt
expect_contains last.txt '    called by: main (call.c:50) > accept_one (call.c:24) > spawn (call.c:17)'
# The parent's run is gone.
for run in runs-once-O0/*-call-*; do
  "$SOURCEPRINT" last "$run" | grep -q 'killed by SIGSEGV' || rm -rf "$run"
done
expect_chain once-O0 "spawn:17 serve:9 more"

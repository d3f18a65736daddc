#!/usr/bin/env bash
# How a process ended: replaced by exec, killed while it exited, in another pid namespace, by a thread without a ring, for
# want of stack.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_STRICT=1

cat >ends.c <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static const char *end = "";
extern char **environ;
__attribute__((destructor)) static void drop_cache(void) {
  if (strcmp(end, "killed") == 0)
    kill(getpid(), SIGKILL);
}
static void *crash(void *unused) {
  (void)unused;
  raise(SIGSEGV);
  return NULL;
}
static int replace(const char *how, const char *path) {
  char *words[] = {"true", NULL};
  if (strcmp(how, "execl") == 0)
    execl(path, "true", (char *)NULL);
  else if (strcmp(how, "execle") == 0)
    execle(path, "true", (char *)NULL, environ);
  else if (strcmp(how, "execlp") == 0)
    execlp("true", "true", (char *)NULL);
  else if (strcmp(how, "execv") == 0)
    execv(path, words);
  else if (strcmp(how, "execve") == 0)
    execve(path, words, environ);
  else if (strcmp(how, "execvp") == 0)
    execvp("true", words);
  else if (strcmp(how, "execvpe") == 0)
    execvpe("true", words, environ);
  else if (strcmp(how, "fexecve") == 0)
    fexecve(open(path, O_RDONLY), words, environ);
  else if (strcmp(how, "vfork") == 0) {
    pid_t child = vfork();
    if (child == 0) {
      execv(path, words);
      _exit(9);
    }
    return waitpid(child, NULL, 0) == child ? 4 : 5;
  }
  return errno == ENOENT ? 6 : 7;
}
int main(int argc, char **argv) {
  pthread_t thread;
  end = argc > 1 ? argv[1] : "";
  if (strcmp(end, "thread") == 0 && pthread_create(&thread, NULL, crash, NULL) == 0)
    pthread_join(thread, NULL);
  if (strcmp(end, "wait") == 0)
    pause();
  if (strcmp(end, "killed") == 0)
    return 1;
  return argc > 2 ? replace(argv[1], argv[2]) : 0;
}
C
"$INSTR_CC" -w -g ends.c -o ends -pthread
"$INSTR_CC" -w -g ends.c -o true -pthread # recorded, and called true

# run STATUS ARGUMENT...: of a folder of its own; leaves last.txt and last.json.
run() {
  rm -rf runs
  # shellcheck disable=SC2015
  (expect_status "$@"; exit $?) 2>/dev/null || fail "the program: $*"
  "$SOURCEPRINT" last >last.txt
  "$SOURCEPRINT" last --format=json >last.json
}

# What is not recorded cannot tell how it ended.
true=/bin/true
for how in execl execle execlp execv execve execvp execvpe fexecve; do
  PATH=/usr/bin:/bin run 0 ./ends "$how" "$true"
  grep -q 'replaced by /.*/true (exec); how that ended is not known' last.txt || fail "$how: $(cat last.txt)"
  expect_json last.json "[(p['end'], p['replaced_by_run']) for p in d['processes']] == [('exec', None)]"
done
# What is recorded has a run of its own, which the first one names.
run 0 ./ends execv ./true
expect_json last.json "[p['end'] for p in d['processes']] == ['exec', 'exited']"
expect_contains last.txt "replaced by $WORK/true (exec), run $(basename runs/*-true-*)"
# An exec that fails, and one in a child that shares the memory, replace nothing.
run 6 ./ends execv ./absent
expect_contains last.txt "ends (pid"
expect_json last.json "[(p['end'], p['exit'], p['replaced_by']) for p in d['processes']] == [('exited', 6, None)]"
run 4 ./ends vfork "$true"
expect_json last.json "[(p['end'], p['exit']) for p in d['processes']] == [('exited', 4)]"

# An exit that was noted, and did not come to its end.
run 137 ./ends killed
expect_contains last.txt 'died while exiting, after exit(1)'
expect_json last.json "[(p['end'], p['exit']) for p in d['processes']] == [('exit-cut', None)]"
run 0 ./ends
expect_json last.json "[(p['end'], p['exit']) for p in d['processes']] == [('exited', 0)]"

# The thread that crashed made no records, for a reason.
export SOURCEPRINT_THREAD=main
run 139 ./ends thread
unset SOURCEPRINT_THREAD
expect_contains last.txt 'has no statements: the filters left it out'
expect_json last.json "[p['no_ring'] is not None and p['end_tid'] not in [t['tid'] for t in p['threads']] for p in d['processes']] == [True]"
run 139 ./ends thread
expect_json last.json "[(p['no_ring'], p['stack_overflow']) for p in d['processes']] == [(None, False)]"

# Recursion that ends for want of stack, as one line.
cat >deep.c <<'C'
static int odd(int n);
static int even(int n) {
  char room[100];
  room[n % 100] = 1;
  int more = odd(n + 1);
  return room[n % 7] + more;
}
static int odd(int n) {
  int more = even(n + 1);
  return more + 1;
}
static int self(int n) {
  char room[100];
  room[n % 100] = 1;
  int more = self(n + 1);
  return room[n % 7] + more;
}
int main(int argc, char **argv) {
  (void)argv;
  return argc > 1 ? even(0) : self(0);
}
C
"$INSTR_CC" -w -O0 deep.c -o deep
run 139 ./deep
expect_contains last.txt 'killed by SIGSEGV (stack overflow) at address 0x'
expect_json last.json "d['processes'][0]['stack_overflow']"
grep -Eq 'self called itself [0-9]+,[0-9]{3} times' last.txt || fail "not folded: $(cat last.txt)"
"$SOURCEPRINT" path >path.txt
[ "$(grep -c '^      self ' path.txt)" -eq 2 ] || fail "not folded: $(head -n 30 path.txt)"
"$SOURCEPRINT" path --format=json >path.json
expect_json path.json "[r['functions'] for r in d['processes'][0]['threads'][0]['recursion']] == [['self']]"
run 139 ./deep x
grep -Eq 'even and odd called each other [0-9]+,[0-9]{3} times' last.txt || fail "not folded: $(cat last.txt)"
! grep -q 'has returned' last.txt || fail "nothing has returned: $(cat last.txt)"
expect_json last.json "[(t['seq'], t['last']) for t in d['processes'][0]['threads']] == [(t['last'], t['last']) for t in d['processes'][0]['threads']]"

# A callee writes over the frames above it: what the recorder meets there is said, and what went well.
if [ "$(uname -m)" = x86_64 ]; then
  cat >smash.c <<'C'
static int sum;
static void fill(char *out, int *length, int parts) {
  *length = 0;
  for (int i = 0; i < parts; i++)
    out[(*length)++] = '_';
}
static int use(const char *text) {
  sum += text[0];
  return sum;
}
static int smashed(int parts) {
  char name[24];
  int length;
  fill(name, &length, parts);
  return use(name);
}
int main(int argc, char **argv) {
  (void)argv;
  return smashed(argc > 1 ? 4 : 700) == 0;
}
C
  "$INSTR_CC" -w -O0 -fno-stack-protector smash.c -o smash
  run 139 ./smash
  expect_contains last.txt 'the frame of smashed() was overwritten before this statement, which has not begun'
  expect_contains last.txt 'smash.c:15:3 in smashed'
  expect_contains last.txt 'the last statement that was executed, and went well: smash.c:'
  run 0 ./smash x
  ! grep -q overwritten last.txt || fail "nothing was overwritten: $(cat last.txt)"
fi

# Another pid namespace: as root, or where a user may make one.
if unshare --pid --fork --mount-proc true 2>/dev/null; then
  rm -rf runs
  unshare --pid --fork --mount-proc sh -c './ends wait & ./ends; sleep 3; kill $!' >/dev/null 2>&1 &
  outside=$!
  for _ in {1..150}; do
    "$SOURCEPRINT" last --all 2>/dev/null | grep -q 'still running' && break
    sleep 0.02
  done
  "$SOURCEPRINT" last --all >last.txt
  expect_contains last.txt 'still running'
  waiting=$(grep -l . runs/*/run.sp | sed 's|/run.sp||' | while read -r run; do
    if "$SOURCEPRINT" last "$run" | grep -q 'still running'; then echo "$run"; fi
  done)
  # A sibling container sees neither, and believes nothing of a process of its own with that number.
  unshare --pid --fork --mount-proc "$SOURCEPRINT" last "$waiting" >elsewhere.txt
  expect_contains elsewhere.txt 'runs in another pid namespace, or ended there'
  expect_status 1 unshare --pid --fork --mount-proc "$SOURCEPRINT" ctl "$waiting" off >words 2>&1
  expect_contains words 'another pid namespace'
  wait "$outside" || true
fi

#!/usr/bin/env bash
# A process that gives up its rights before it starts its threads, as daemons do, is recorded as any other. Only root can
# give up rights; else nothing is tried.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_STRICT=1
cat >daemon.c <<'C'
#define _GNU_SOURCE
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int count;
static void *work(void *how) {
  count++;
  if (strcmp(how, "again") != 0)
    raise(SIGSEGV);
  return NULL;
}
int main(int argc, char **argv) {
  pthread_t thread;
  char *how = argc > 1 ? argv[1] : "";
  if (strcmp(how, "root") == 0 && (chroot("/") != 0 || chdir("/") != 0 || chroot(argv[2]) != 0))
    return 2;
  if (setgroups(0, NULL) != 0 || setgid(65534) != 0 || setuid(65534) != 0)
    return 3;
  pid_t child = strcmp(how, "fork") == 0 ? fork() : -1;
  if (child == 0)
    _exit(0);
  if (child > 0)
    waitpid(child, NULL, 0);
  if (strcmp(how, "closes") == 0)
    for (int file = 3; file < 1024; file++)
      close(file);
  for (int i = 0; i < 3; i++)
    pthread_create(&thread, NULL, work, "again"), pthread_join(thread, NULL);
  pthread_create(&thread, NULL, work, how);
  pthread_join(thread, NULL);
  return 0;
}
C
"$INSTR_CC" -w -g daemon.c -o daemon -pthread
if [ "$(id -u)" -ne 0 ] || ! setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
  echo "SKIPPED: giving up rights, as this is not root, or there is no other user here"
  exit 0
fi
# run FOLDER ARGUMENT...
run() {
  export SOURCEPRINT_OUTPUT_DIR=$WORK/$1
  shift
  expect_status 139 ./daemon "$@" 2>words
  "$SOURCEPRINT" last --format=json >last.json
}
here="[(t['function'], t['snippet']) for p in d['processes'] for t in p['threads'] if t['tid'] == p['end_tid']] == [('work', 'raise(SIGSEGV)')]"
run plain
expect_json last.json "$here"
expect_json last.json "len(d['processes'][0]['threads']) == 5"
# In another root, where the folder of runs has no name.
mkdir empty
run root root "$WORK/empty"
expect_json last.json "$here"
# One that closes what it does not know loses its threads, and that is said.
run closes closes
expect_json last.json "d['processes'][0]['no_ring'] is not None and len(d['processes'][0]['threads']) == 1"
# What it forks then may make no run: that is counted in its own.
run fork fork
expect_json last.json "$here"
"$SOURCEPRINT" last >last.txt
expect_contains last.txt 'forked processes for which no run could be made, and that are missing: 1'
# Nothing is open that a program would meet: the lowest numbers are free, and another program does not get it.
cat >open.c <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(void) {
  printf("%d\n", open("/dev/null", O_RDONLY));
  fflush(stdout);
  execl("/bin/ls", "ls", "/proc/self/fd", (char *)NULL);
  return 1;
}
C
"$INSTR_CC" -w open.c -o recorded_open
"$REAL_CLANG" -w open.c -o plain_open
./recorded_open >recorded.txt
./plain_open >plain.txt
expect_same plain.txt recorded.txt

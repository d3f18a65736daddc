#!/usr/bin/env bash
# SOURCEPRINT_RUNS_BYTES holds, also where a program forks thousands of times; what goes first ended well; what runs or may
# run stays, and nothing that is somebody else's is touched, whatever links there are.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs
cat >forks.c <<'C'
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int count;
int main(int argc, char **argv) {
  int children = argc > 1 ? atoi(argv[1]) : 0;
  for (int i = 0; i < children; i++) {
    if (fork() == 0) {
      count++;
      _exit(0);
    }
    wait(NULL);
  }
  if (argc > 2)
    abort();
  return 0;
}
C
"$INSTR_CC" -w forks.c -o forks
size() { du -sB1 runs | cut -f 1; }

export SOURCEPRINT_RUNS_BYTES=20000000
./forks 300
[ "$(size)" -le 20000000 ] || fail "300 children take $(size) of 20,000,000 bytes"
[ "$(find runs -name run.sp | wc -l)" -ge 8 ] || fail "more was removed than had to be: $(ls runs)"
# The process that forked them still ran: it is there, the oldest of all.
[ "$("$SOURCEPRINT" last --all --format=json | python3 -c 'import json, sys; print(sum(1 for p in json.load(sys.stdin)["processes"] for t in p["threads"] if t["snippet"] == "return 0"))')" = 1 ] ||
  fail "a run that was going on was removed"

# What runs at one time is within it, too: rings are small then, and begin to grow when there is room.
cat >crowd.c <<'C'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int count;
int main(int argc, char **argv) {
  int children = atoi(argv[1]), gate[2];
  char byte;
  if (pipe(gate) != 0)
    return 1;
  for (int i = 0; i < children; i++)
    if (fork() == 0) {
      close(gate[1]);
      if (read(gate[0], &byte, 1) != 0) // until all are there
        return 2;
      while (count < 100000)
        count++;
      return 0;
    }
  close(gate[1]);
  while (wait(NULL) > 0)
    count++;
  return argc > 2;
}
C
"$INSTR_CC" -w -O2 crowd.c -o crowd
rm -rf runs
SOURCEPRINT_RUNS_BYTES=8000000 ./crowd 60
[ "$(size)" -le 8000000 ] || fail "60 children at one time take $(size) of 8,000,000 bytes"
rm -rf runs
SOURCEPRINT_RUNS_BYTES=2000000 ./crowd 60
[ "$(size)" -le 6000000 ] || fail "60 children with small rings take $(size) bytes"
grep -l 'rings stay small, running programs take more than SOURCEPRINT_RUNS_BYTES' runs/*/notes >noted.txt || fail "it is not noted"
"$SOURCEPRINT" doctor >doctor.txt || true
expect_contains doctor.txt 'run with small rings'
rm -rf runs
./crowd 2
[ "$(size)" -ge 1500000 ] || fail "the rings of 2 children did not grow: $(size) bytes"

# A crash outlives the good ends around it.
rm -rf runs
expect_status 134 ./forks 0 crash 2>/dev/null
for _ in {1..40}; do ./forks; done
"$SOURCEPRINT" last --all >last.txt
expect_contains last.txt 'killed by SIGABRT'
[ "$(size)" -le 22000000 ] || fail "40 runs take $(size) of 20,000,000 bytes"

# Links that are named like runs, folders of others, runs that begin, and runs of another format.
rm -rf runs
./forks
mkdir victim
cp runs/2*/run.sp victim
echo precious >victim/precious
ln -s "$WORK/victim" runs/20200101T000000.000000000-link-1
run=$(basename "$(find runs -maxdepth 1 -name '2*-forks-*')")
cp -r "runs/$run" runs/20200102T000000.000000000-begins-2
printf '\0\0\0\0\0\0\0\0' | dd of=runs/20200102T000000.000000000-begins-2/run.sp conv=notrunc bs=8 status=none
cp -r "runs/$run" runs/20200103T000000.000000000-format-3
printf '\77' | dd of=runs/20200103T000000.000000000-format-3/run.sp conv=notrunc bs=1 seek=8 status=none
theirs=runs/20200104T000000.000000000-theirs-4
if [ "$(id -u)" -eq 0 ]; then
  cp -r "runs/$run" $theirs
  chown -R 65534 $theirs
fi
cp -r "runs/$run" runs/20200105T000000.000000000-idle-5
printf '\0\0\0\0\0\0\0\0' | dd of=runs/20200105T000000.000000000-idle-5/run.sp conv=notrunc bs=8 status=none
touch -d '2 days ago' runs/20200105T000000.000000000-idle-5/run.sp
export SOURCEPRINT_RUNS_BYTES=1
./forks
expect_contains victim/precious precious
[ -e victim/run.sp ] || fail "a link led out of the folder"
for kept in 20200101T000000.000000000-link-1 20200102T000000.000000000-begins-2 20200103T000000.000000000-format-3; do
  [ -e "runs/$kept" ] || fail "$kept was removed"
done
[ "$(id -u)" -ne 0 ] || [ -e $theirs/run.sp ] || fail "somebody else's run was removed"
[ ! -e runs/20200105T000000.000000000-idle-5 ] || fail "nobody has written there for two days"
[ ! -e "runs/$run" ] || fail "it had ended well"

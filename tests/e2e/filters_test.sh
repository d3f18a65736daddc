#!/usr/bin/env bash
# Filters of a program that is built already: which functions, files and threads are recorded, in both sinks.
. tests/e2e/lib.sh
setup_dist

mkdir -p net ui
cat >net/send.c <<'C'
int send_one(int n) {
  n++;
  return n;
}
int send_all(int n) {
  return send_one(n) + 1;
}
C
cat >ui/draw.c <<'C'
int draw(int n) {
  n += 2;
  return n;
}
C
# Plain: the thread has its name before its first record.
cat >named.c <<'C'
#include <sys/prctl.h>
void *work(void *argument);
void *named_work(void *argument) {
  prctl(PR_SET_NAME, "painter");
  return work(argument);
}
C
"$REAL_CLANG" -c named.c -o named.o
cat >main.c <<'C'
#include <pthread.h>
#include <stdio.h>
int send_all(int), draw(int);
void *named_work(void *);
void *work(void *argument) {
  return (void *)(long)draw((int)(long)argument);
}
int main(void) {
  pthread_t thread;
  void *result;
  pthread_create(&thread, NULL, named_work, (void *)1L);
  pthread_join(thread, &result);
  printf("%d %ld\n", send_all(1), (long)result);
  return 0;
}
C
for level in -O0 -O2; do
  for file in net/send ui/draw main; do
    "$INSTR_CC" "$level" -g -c "$file.c" -o "$(basename "$file").o"
  done
  "$INSTR_CC" "$level" -pthread send.o draw.o main.o named.o -o program

  # The functions in the log of a run with these variables, one word each.
  recorded() {
    rm -rf runs
    printed=$(env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" "$@" ./program)
    [ "$printed" = "3 3" ] || fail "with $* the program printed $printed"
    "$SOURCEPRINT" log runs | sed 's/.* func=\([^ ]*\) .*/\1/' | sort -u | tr '\n' ' '
  }
  check() { # expected, variables
    local expected=$1 sink got
    shift
    for sink in ring text; do
      got=$(recorded SOURCEPRINT_SINK=$sink "$@")
      [ "$got" = "$expected" ] || fail "$level $sink $*: recorded '$got', not '$expected'"
    done
  }
  check "draw main send_all send_one work "
  check "send_all send_one " SOURCEPRINT_INCLUDE=net/
  check "draw main work " SOURCEPRINT_EXCLUDE=net/
  check "draw main send_all work " SOURCEPRINT_FUNCTION_EXCLUDE=send_one
  check "send_all send_one " 'SOURCEPRINT_FUNCTION_INCLUDE=send_*'
  check "send_all send_one " 'SOURCEPRINT_FUNCTION_INCLUDE_REGEX=^send_(one|all)$'
  check "send_one " SOURCEPRINT_INCLUDE=net/ SOURCEPRINT_FUNCTION_EXCLUDE=send_all
  check "draw main work " 'SOURCEPRINT_EXCLUDE_REGEX=send\.c$'
  check "draw " SOURCEPRINT_ONLY=func=draw
  check "send_all send_one " ASCII_INSTR_SOURCE_PRINT_INCLUDE=net/
  check "main send_all send_one " SOURCEPRINT_THREAD=program
  check "draw work " SOURCEPRINT_THREAD=painter

  rm -rf runs
  SOURCEPRINT_OUTPUT_DIR=$PWD/runs SOURCEPRINT_FUNCTION_INCLUDE=nothing_of_this_name ./program >/dev/null
  grep -q nothing_of_this_name runs/*/notes || fail "a filter that matches nothing is not in the notes"
  rm -rf runs
  SOURCEPRINT_OUTPUT_DIR=$PWD/runs SOURCEPRINT_ENABLE=0 ./program >/dev/null
  [ ! -e runs ] || fail "with SOURCEPRINT_ENABLE=0 there is a run"
  SOURCEPRINT_OUTPUT_DIR=$PWD/runs SOURCEPRINT_SINK=text SOURCEPRINT_RATE=3 ./program >/dev/null
  lines=$("$SOURCEPRINT" log runs | wc -l)
  if [ "$lines" -le 2 ] || [ "$lines" -ge 10 ]; then fail "one of three lines gives $lines"; fi
done

#!/usr/bin/env bash
# What is undefined or unusual, and works without records, works with them: a division that only a sanitizer sees, a stack
# that is not aligned, a call that only the optimizer knows to be dead.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_STRICT=1

# expect_same_end OPTION...: of program.c, plain and recorded.
expect_same_end() {
  local kind compiler status
  for kind in plain recorded; do
    compiler=$REAL_CLANG
    [ $kind = plain ] || compiler=$INSTR_CC
    "$compiler" -w "$@" program.c -o $kind || fail "$kind, $*: it does not compile"
    status=0
    quietly ./$kind >$kind.out || status=$?
    echo "status $status" >>$kind.out
    grep -o 'runtime error: .*' "$WORK/stderr" >>$kind.out || true
  done
  expect_same plain.out recorded.out
}

cat >program.c <<'END'
#include <limits.h>
#include <stdio.h>
static volatile int zero, minus = -1, least = INT_MIN;
static int unused(int n) {
  int quotient = n / zero;
  int rest = n % zero;
  int least_quotient = least / minus;
  return n;
}
int main(void) {
  printf("%d\n", unused(7));
  return 0;
}
END
expect_same_end -O2 -fsanitize=undefined
expect_same_end -O2 -fsanitize=integer-divide-by-zero,signed-integer-overflow
expect_same_end -O1 -fsanitize=undefined -fno-sanitize-recover=all

# The stack is off by eight bytes: where the program exits, where a thread makes its first record, where it has a record
# with a new text, and where it forks.
cat >program.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int n;
__attribute__((used, noinline)) void first(void) {
  n++;
}
__attribute__((used, noinline)) void forks(void) {
  pid_t child = fork();
  if (child == 0)
    _exit(0);
  n += waitpid(child, NULL, 0) == child;
}
__attribute__((used)) void leave(void) {
  exit(n);
}
int main(int argc, char **argv) __attribute__((no_instrument_function));
int main(int argc, char **argv) {
  __asm__ volatile("movq %%rsp, %%rbx\n\tandq $-16, %%rsp\n\tpushq $0\n\tcall first\n\tcall first\n\tcall forks\n\tcall leave"
                   ::: "rbx", "memory");
}
END
if [ "$(uname -m)" = x86_64 ]; then
  for level in -O0 -O1 -O2; do
    expect_same_end $level
    SOURCEPRINT_SINK=text expect_same_end $level
    expect_same_end $level -static
  done
  grep -qx 'status 3' recorded.out || fail "it did not come to its end: $(cat recorded.out)"
fi

# Compiled and linked by one command, a program whose link needs the optimizer's proof is built.
unset SOURCEPRINT_STRICT
cat >program.c <<'END'
extern void there_is_no_such_function(void);
static int one;
static void set(void) { one = 1; }
int main(void) {
  set();
  if (one != 1)
    there_is_no_such_function();
  return 0;
}
END
expect_same_end -O2

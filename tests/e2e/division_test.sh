#!/usr/bin/env bash
# The optimizer moves divisions, which are no accesses to memory. They are tied to their statement's record; where a macro
# that stays as it is hides one, the report names its statement by the address of the fault.
. tests/e2e/lib.sh
setup_dist

cat >operands.c <<'END'
static unsigned zero;
unsigned sum, *next = &zero;
END
cat >division.c <<'END'
extern unsigned sum, *next;
#define PER(a, b) ((a) / (b))
static unsigned two(void) {
  sum++;
  return 2;
}
static __attribute__((noinline)) void plain(void) {
  unsigned by = *next;
  sum += 2;
  sum = sum * 5 + (1000 / by ^ 3);
  sum += 3;
}
static __attribute__((noinline)) void hidden(void) {
  unsigned by = *next;
  sum += 2;
  sum = sum * 5 + (PER(1000, by) ^ 3);
  sum += 3;
}
static __attribute__((noinline)) void returned(void) {
  sum = 1000 / (two() * *next);
}
int main(int argc, char **argv) {
  if (argc == 1)
    plain();
  else if (argc == 2)
    hidden();
  returned();
  return argv == 0;
}
END
"$REAL_CLANG" -c operands.c

# expect_place LEVEL PLACE FUNCTION WORDS ARGUMENT...
expect_place() {
  local level=$1 place=$2 function=$3 words=$4 status=0
  shift 4
  rm -rf runs
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs "./division$level" "$@" 2>/dev/null || status=$?
  [ "$status" -eq 136 ] || fail "$level: status $status"
  "$SOURCEPRINT" last runs >report
  expect_contains report "$place in $function"
  [ -z "$words" ] || expect_contains report "$words"
}

for level in -O0 -O2; do
  # Without debug information: the records alone must tell.
  "$INSTR_CC" "$level" division.c operands.o -o "division$level"
  expect_place "$level" division.c:10:3 plain ''
  expect_place "$level" division.c:16:3 hidden '' hidden
  "$INSTR_CC" "$level" -g -fsourceprint-macros=invocation division.c operands.o -o "division$level"
  expect_place "$level" division.c:20:3 returned "the call it had made has returned, last record: division.c:5 in two" call me
done
expect_place -O0 division.c:16:3 hidden '' hidden
expect_place -O2 division.c:16:3 hidden 'its division was executed ahead of its record, last record: division.c:14 in hidden' hidden

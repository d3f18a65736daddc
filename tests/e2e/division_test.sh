#!/usr/bin/env bash
# A division whose operands are at hand is executed ahead of its statement's record: the report names its statement, by the
# address of the fault.
. tests/e2e/lib.sh
setup_dist

cat >operands.c <<'END'
static unsigned zero;
unsigned sum, *next = &zero;
END
cat >division.c <<'END'
extern unsigned sum, *next;
static unsigned two(void) {
  sum++;
  return 2;
}
static __attribute__((noinline)) void ahead(void) {
  unsigned by = *next;
  sum += 2;
  sum = sum * 5 + (1000 / by ^ 3);
  sum += 3;
}
static __attribute__((noinline)) void returned(void) {
  sum = 1000 / (two() * *next);
}
int main(int argc, char **argv) {
  if (argc > 1)
    returned();
  ahead();
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
  "$INSTR_CC" "$level" -g division.c operands.o -o "division$level"
  expect_place "$level" division.c:13:3 returned "the call it had made has returned, last record: division.c:4 in two" call
done
expect_place -O0 division.c:9:3 ahead ''
expect_place -O2 division.c:9:3 ahead 'its division was executed ahead of its record, last record: division.c:7 in ahead'

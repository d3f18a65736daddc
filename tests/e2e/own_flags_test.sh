#!/usr/bin/env bash
# The flags that are ours: seen by the rewriter, never by clang, and wrong ones are refused with one line.
. tests/e2e/lib.sh
setup_dist

cat >program.c <<'END'
int twice(int x) {
  int y = x;
  y += x;
  return y;
}
int main(void) { return twice(2) && twice(1) ? 0 : 1; }
END

# sites VALUE: how many sites this granularity gives.
sites() {
  "$INSTR_CC" -fsourceprint-granularity="$1" -Wall -Werror -c program.c -o program.o
  "$SOURCEPRINT" sites program.o | sed -n 's/ sites, .*//p'
}

[ "$(sites function)" = 2 ] || fail "function: $(sites function)"
[ "$(sites block)" = 2 ] || fail "block: $(sites block)"
[ "$(sites statement)" = 4 ] || fail "statement: $(sites statement)"
[ "$(sites expression)" = 5 ] || fail "expression: $(sites expression)"

for level in -O0 -O2; do
  for granularity in function block statement expression; do
    SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" -fsourceprint-granularity=$granularity program.c -o program
    SOURCEPRINT_OUTPUT_DIR=$WORK/runs expect_status 0 ./program
  done
done

# A response file may hold them, and a command that is not ours to instrument drops them.
echo '-fsourceprint-granularity=function -c program.c -o response.o' >words
"$INSTR_CC" @words
"$INSTR_CC" -fsourceprint-granularity=function -E program.c >preprocessed
"$REAL_CLANG" -E program.c >plain
expect_same plain preprocessed

expect_status 1 "$INSTR_CC" -fsourceprint-granularity=all -c program.c 2>message
expect_contains message "invalid value 'all'"
expect_contains message "function, block, statement, expression"
expect_status 1 "$INSTR_CC" -fsourceprint-colour=red -c program.c 2>message
expect_contains message "unknown argument '-fsourceprint-colour=red'"
[ "$(wc -l <message)" -eq 1 ] || fail "more than one line: $(cat message)"

#!/usr/bin/env bash
# What a program's text could do to a terminal or a line of a file does not get through: control characters, and those
# that turn the direction in which text is shown.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_STRICT=1
turn=$(printf '\342\200\256') isolate=$(printf '\342\201\246') mark=$(printf '\330\234')
cat >turned.c <<C
long write(int, const void *, unsigned long);
int main(void) {
  int access = 0; /* $turn } $isolate begin admins only */
  write(1, "$turn user $isolate // $mark", 15);
#line 7 "odd\033[31mname.h"
  access++;
  __builtin_trap();
}
C
"$INSTR_CC" -w turned.c -o turned
expect_status 132 ./turned >said
grep -q "$turn" said || fail "the program itself says it"
for command in 'last --context=9' path log stats 'log --format=json' 'last --format=json' sites\ turned; do
  # shellcheck disable=SC2086
  "$SOURCEPRINT" $command >shown 2>words || fail "$command: $(cat words)"
  ! grep -q "$turn\|$isolate\|$mark" shown words || fail "$command turns the direction: $(cat shown)"
  ! LC_ALL=C grep -q "[$(printf '\001-\010\013-\037')]" shown words || fail "$command: $(cat -v shown)"
done
expect_contains <("$SOURCEPRINT" log) 'write(1, "\xe2\x80\xae user'
for format in gnu lcov folded sarif jsonl chrome; do
  "$SOURCEPRINT" export --format=$format -o exported.$format 2>words || fail "$format: $(cat words)"
  ! LC_ALL=C grep -q "[$(printf '\001-\010\013-\037')]" exported.$format || fail "$format: $(cat -v exported.$format)"
  ! grep -q "$turn" exported.$format || fail "$format turns the direction"
done
# In the text sink's lines, too.
rm -rf runs
SOURCEPRINT_SINK=text expect_status 132 ./turned >said
cat runs/*/*.txt >lines 2>/dev/null || cat runs/*/text* >lines
! grep -q "$turn" lines || fail "the text sink's lines turn the direction: $(cat lines)"

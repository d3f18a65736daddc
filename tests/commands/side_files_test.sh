#!/usr/bin/env bash
# Gotcha 18: files beside the object, named after it or after the input: each once, with the right name.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
mkdir out
printf '#include "one.h"\nint two(int);\nint main(void) {\n  int unused;\n  return two(0);\n}\n' >one.c
printf 'int two(int x) {\n  for (int i = 0; i < 3; i++)\n    x *= 2;\n  return x;\n}\n' >two.c
printf '#define ONE 1\n' >one.h
cd ..

# What the back end writes is about the code that was made, which is ours.
export DIFFERS='(.*/)?[^/]*\.(su|dwo|gcno|opt\.yaml|opt\.ld\.yaml|json|o|rec)'
for form in "-save-temps" "-save-temps=obj" "-save-temps=cwd" "--save-temps" "-g -gsplit-dwarf" "-g -gsplit-dwarf=split" \
  "-g -gsplit-dwarf=single" "-fstack-usage" "-fsave-optimization-record -O2" "-MJ out/x.json" "-MJout/x.json" \
  "--serialize-diagnostics out/one.dia -Wall" "-serialize-diagnostics out/one.dia -Wall" "--coverage" "-ftime-trace" \
  "-fsave-optimization-record -foptimization-record-file=out/rec.opt.yaml -O2"; do
  read -ra options <<<"$form"
  OTHERS='.*' same -c one.c "${options[@]}"
  OTHERS='.*' same -c one.c "${options[@]}" -o out/named.o
  OTHERS='.*' same one.c two.c "${options[@]}" -o program
done
unset DIFFERS
# What is not about the code is the same, byte for byte.
same -c one.c -MJ one.json
expect_contains recorded/build/one.json '"file": "one.c"'
same -c one.c two.c -MJ one.json
same -c one.c -save-temps -Wall
expect_made one.i one.s one.bc
same -c one.c -Wall -serialize-diagnostics one.dia
expect_said 'unused'
same -c one.c -Wall -H
expect_said '. ./one.h'
export SAID='s/[0-9]+\.[0-9]+|[0-9]+%|  +/N/g; s/N( \(?N?%?\)?)*/N/g'
same_said_once() {
  "$INSTR_CC" "$@" >out 2>err || fail "$*: $(cat err)"
}
cp "$SOURCES"/* . 2>/dev/null || true
same_said_once -c one.c -ftime-report
[ "$(grep -c 'Total Execution Time' err)" -eq "$("$REAL_CLANG" -c one.c -ftime-report 2>&1 >/dev/null | grep -c 'Total Execution Time')" ] ||
  fail "-ftime-report tells something else: $(cat err)"
same_said_once -c one.c -v
[ "$(grep -c -- '-cc1"* "*-triple' err)" -eq 1 ] || fail "-v tells it $(grep -c -- '-cc1"* "*-triple' err) times"

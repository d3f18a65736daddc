#!/usr/bin/env bash
# A statement that faults after the call that it made has returned: the last record is the callee's, the report names the
# statement, by the address of the fault.
. tests/e2e/lib.sh
setup_dist

cat >returned.c <<'END'
#include <stdlib.h>
struct s { int *p; };
static __attribute__((noinline)) int *find(struct s *s) {
  int *p = s->p;
  return p;
}
int main(int argc, char **argv) {
  struct s s = {(int *)strtoul(argv[1], 0, 0)};
  int a = argc;
  *find(&s) = a;
  return a;
}
END

# What is called second makes more records than its ring holds, so that none of the statement's own is left.
sed 's/int \*p = s->p;/int *p = 0; for (int i = 0; i < 20000; i++) p = s->p;/' returned.c >long.c
for case in returned:-O0:1048576 returned:-O2:1048576 long:-O0:32768 long:-O2:32768; do
  IFS=: read -r program level ring <<<"$case"
  "$INSTR_CC" "$level" -g "$program.c" -o returned
  status=0
  export SOURCEPRINT_OUTPUT_DIR=$WORK/runs-$program$level
  SOURCEPRINT_RING_BYTES=$ring ./returned 0 2>/dev/null || status=$?
  [ "$status" -eq 139 ] || fail "$case: status $status"
  "$SOURCEPRINT" last >report
  expect_contains report "$program.c:10:3 in main"
  expect_contains report "the call it had made has returned, last record: $program.c:5 in find"
  "$SOURCEPRINT" last --format=json >report.json
  python3 - <<'END'
import json
thread = json.load(open("report.json"))["processes"][0]["threads"][0]
assert (thread["line"], thread["function"]) == (10, "main"), thread
END
done

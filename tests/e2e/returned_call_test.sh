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

for level in -O0 -O2; do
  "$INSTR_CC" "$level" -g returned.c -o returned
  status=0
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs$level ./returned 0 2>/dev/null || status=$?
  [ "$status" -eq 139 ] || fail "$level: status $status"
  "$SOURCEPRINT" last "$WORK/runs$level" >report
  expect_contains report "returned.c:10:3 in main"
  expect_contains report "the call it had made has returned, last record: returned.c:5 in find"
  "$SOURCEPRINT" last --format=json "$WORK/runs$level" >report.json
  python3 - <<'END'
import json
thread = json.load(open("report.json"))["processes"][0]["threads"][0]
assert (thread["line"], thread["function"]) == (10, "main"), thread
END
done

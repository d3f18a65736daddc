#!/usr/bin/env bash
# path tells where the call that crashed last set what the statement uses.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_STRICT=1
cat >set.c <<'C'
#include <stdlib.h>
struct node {
  struct node *next;
  int value;
};
static struct node nodes[3];
static int fill(int *to, int n) {
  *to = n;
  return n + 1;
}
static int walk(int rounds) {
  struct node *at = &nodes[0];
  int step, total = 0;
  nodes[1].value = 7;
  fill(&step, 2);
  for (int i = 0; i < rounds; i++) {
    if (i == 1)
      at = at->next;
    if (i == 4)
      step = 3;
    total += i;
  }
  total += at->value * step + nodes[1].value;
  return total;
}
int main(int argc, char **argv) {
  (void)argv;
  return walk(argc > 1 ? atoi(argv[1]) : 0);
}
C
for level in -O0 -O2; do
  rm -rf runs
  "$INSTR_CC" -w "$level" set.c -o set
  # In the last whole round, and in an earlier one; `next` of the first node is NULL.
  expect_status 139 ./set 5
  "$SOURCEPRINT" path --format=json >path.json
  assigned="{a['name']: (a['how'], a['line'], a['seq'] is None) for a in d['processes'][0]['threads'][0]['assignments']}"
  expect_json path.json "$assigned == {'total': ('value', 21, False), 'at': ('value', 18, True), 'step': ('value', 20, False), 'nodes': ('part', 14, False)}"
  "$SOURCEPRINT" path >path.txt
  expect_contains path.txt 'what it uses was set in this call at:'
  grep -Eq '^ +at +set.c:18 +at = at->next  \(in an earlier round\)$' path.txt || fail "at: $(cat path.txt)"
  grep -Eq '^ +nodes +set.c:14 +nodes\[1\].value = 7  \(a part of it\)$' path.txt || fail "nodes: $(cat path.txt)"
  # Not set in the loop, but before it.
  rm -rf runs
  expect_status 139 ./set 3
  "$SOURCEPRINT" path --format=json >path.json
  expect_json path.json "${assigned}['step'] == ('address', 15, False)"
done

#!/usr/bin/env bash
# The text of a statement has no directives in it, and nothing that they leave out.
. tests/e2e/lib.sh
setup_dist
cat >text.c <<'C'
#include <stdio.h>
#define LIMIT 3
#define CALL(f, a) f(a)
static int same(int n) {
  return n;
}
int main(void) {
  int n = printf("%d %d\n",
#ifdef WIDE
                 64,
#else
                 32,
#endif
                 LIMIT);
  n += same(1) +
#if LIMIT > 1
#if LIMIT > 5
       10 +
#elif LIMIT > 2
       20 + /* #if in a comment
#if 0
*/
#endif
#else
       it's not even "C
#endif
       2;
  n += same(
#line 100 "other.c"
      3);
#line 32 "text.c"
  n = CALL(same,
# if 0
           5
# else
           n
# endif
  );
  if (n > 1
#if 1 \
  + 1
      && n < 1000
#endif
  )
    puts("# no directive\
#if");
  for (int i = 0;
#pragma unknown to all
       i < 1; i++)
    n++;
  return n
%:ifdef NOTHING
         + 1
%:endif
         - n;
}
C
for level in -O0 -O2; do
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -w "$level" -g text.c -o text 2>words || fail "$(cat words)"
  ./text >/dev/null
  "$SOURCEPRINT" sites --format=json text >sites.json
  python3 - <<'END' || fail "$level: see above"
import json

text = open("sites.json").read()
snippets = []
def walk(value):
    if isinstance(value, dict):
        snippets.extend([value["snippet"]] if "snippet" in value else [])
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            walk(one)
for line in text.splitlines():
    walk(json.loads(line))
for wanted in ('int n = printf("%d %d\\n", 32, LIMIT)', 'n += same(1) + 20 + /* #if in a comment #if 0 */ 2', 'n += same( 3)', 'if (n > 1 && n < 1000 )',
               'puts("# no directive\\ #if")', 'for (int i = 0; i < 1; i++)', 'return n - n'):
    assert any(s.rstrip(";") == wanted for s in snippets), (wanted, snippets)
assert any("CALL(same, n )" in s for s in snippets), snippets
for snippet in snippets:
    assert "#else" not in snippet and "#endif" not in snippet and "64" not in snippet, snippet
END
done

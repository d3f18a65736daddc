#!/usr/bin/env bash
# Gotcha 5: /dev/null and - as input, output and dependency file.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cat >"$SOURCES/one.c" <<'EOF'
#include "one.h"
int main(void) {
  int unused;
  return VALUE;
}
EOF
printf '#define VALUE 0\n' >"$SOURCES/one.h"

same -Wall -c one.c -o /dev/null
expect_said "unused"
same one.c -o /dev/null
same -Wall -c one.c -MD -MF /dev/null
expect_made one.o
same -c one.c -MD -MF - -o one.o
expect_contains recorded/stdout 'one.h'
same -c one.c -MMD -MF/dev/null -MT target
same -Wall -c one.c -o -
expect_sites recorded/stdout '-o -'
same -c one.c -o /dev/stdout
same -v -c one.c -o -
NO_SITES=1 same -x c -c /dev/null -o empty.o
expect_made empty.o
NO_SITES=1 same -x c -c /dev/null -o /dev/null -Wall
same -include one.h -x c -c /dev/null -o /dev/null
same -c one.c -include /dev/null
same_untouched -E -x c /dev/null
same_untouched -E -dM -x c /dev/null
same_untouched -S one.c -o -
same_untouched -fsyntax-only -x c /dev/null
same_untouched -M one.c -MF /dev/null
same -x c /dev/null -o program
expect_said 'main'

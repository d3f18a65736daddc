#!/usr/bin/env bash
# Precompiled headers: making one is not ours (gotcha 6), using one is; what is inside stays as it is.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
cat >all.h <<'EOF'
#ifndef ALL_H
#define ALL_H
#include <stdio.h>
#define TWICE(x) do { total += (x); total += (x); } while (0)
static int total;
static inline int inner(int x) {
  total++;
  return x + 1;
}
#endif
EOF
cp all.h once.h
sed -i '1,2d; $d; 3i #pragma once' once.h
cat >one.c <<'EOF'
#include "all.h"
#include "own.h"
int main(void) {
  int unused;
  TWICE(inner(2));
  printf("%d %d\n", total, own(1));
  return 0;
}
EOF
printf 'static inline int own(int x) {\n  return x * 3;\n}\n' >own.h
printf 'module own { header "own.h" export * }\n' >module.modulemap
cd ..

same_untouched -x c-header all.h -o all.h.pch
same_untouched all.h
same_untouched -c all.h -o all.h.gch
same_untouched all.h -o made.pch -Wall
same_untouched -x c-header all.h once.h
same_untouched -fsyntax-only all.h
same_untouched -Xclang -emit-pch all.h -o all.pch

cd "$SOURCES"
mkdir both
"$REAL_CLANG" -x c-header all.h -o all.pch
"$REAL_CLANG" -x c-header once.h -o once.pch
"$INSTR_CC" -x c-header all.h -o both/all.h.gch
cp all.h both/
cp all.h broken.pch
cd ..
same -c one.c -include-pch all.pch -Wall
expect_said 'unused'
expect_contains site_list 'total += (inner(2))'
same one.c -include-pch all.pch -o program
expect_made program
same one.c -include-pch all.pch -o program -g -MD
same -c one.c -include both/all.h -Wall -MD
same one.c -include both/all.h -o program
same -c one.c -include-pch broken.pch
same -c one.c -include-pch absent.pch
same -c one.c -include-pch all.pch -DOTHER -O2
same -c one.c -include-pch once.pch -include all.h
same -c one.c -include-pch all.pch -std=c89
# Modules that are made on the way.
DIFFERS='.*(pcm|timestamp|idx)' same -c one.c -fmodules -fmodules-cache-path="$WORK/modules" -fmodule-map-file=module.modulemap

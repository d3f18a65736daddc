#!/usr/bin/env bash
# Gotcha 10: dependency files: where they are, the names in them, and nothing of ours.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
mkdir -p out 'a folder' include sub
printf '#include "one.h"\n#include <stddef.h>\n#include <own.h>\nint main(void) {\n  return ONE;\n}\n' >one.c
printf '#include "inner.h"\n' >one.h
printf '#define ONE 1\n' >inner.h
printf '#include "../one.h"\nint two(int x) {\n  return x * 2;\n}\n' >'a folder/two and.c'
cp 'a folder/two and.c' sub/two.c
printf 'static inline int own(int x) {\n  return x + 1;\n}\n' >include/own.h
cp one.c 'dollar$#.c'
cd ..

for form in "-MD" "-MMD" "-MD -MP" "-MMD -MP -MT target" "-MD -MF out/one.dep" "-MD -MQ a\$b -MF out/x" "-MD -MT a -MT b" \
  "-Wp,-MD,out/wp.d" "-Wp,-MMD,out/wp.d -MT x" "-Wp,-MD,out/wp.d -MP" "-MD -MV" "-MMD -MG" "-MD -MF-" "-MD -MF /dev/null" \
  "--write-dependencies" "--write-user-dependencies" "-MP" "-MF alone.d" "-MD -fsystem-includes" "-Xpreprocessor -MD" \
  "-Xclang -dependency-file -Xclang raw.d -MT raw" "-MMD -MT one.o -MF out/a.d -o out/one.o"; do
  read -ra words <<<"$form"
  same -Iinclude -c one.c "${words[@]}"
  same -Iinclude -c one.c "${words[@]}" -o out/named.o
done
# The forms that make one leave one.
same -Iinclude -c one.c -MD -o out/one.o
expect_made out/one.d
same -Iinclude -c one.c -Wp,-MD,out/wp.d
expect_contains recorded/build/out/wp.d 'include/own.h'
same -c 'a folder/two and.c' -MMD -MP
expect_made 'two and.d'
same -c 'a folder/two and.c' -MMD -MF 'a folder/d d' -o 'a folder/two.o'
same -Iinclude -c 'dollar$#.c' -MMD
same -Iinclude one.c -MD -o program
same -Iinclude one.c sub/two.c -MD -o program
same -Iinclude one.c sub/two.c -MMD -MP
same -Iinclude -c one.c sub/two.c -MMD
same -Iinclude -c one.c sub/two.c -MMD -MF both.d
same -Iinclude one.c sub/two.c -Wp,-MD,both.d -o program
same -Iinclude -c ./one.c ./sub/../sub/two.c -MMD
same -I"$WORK/build/include" -c "$WORK/build/one.c" -MD
same -c one.c -MD
expect_said "own.h"
! grep -r 'instr-cc-' recorded || fail "our private folder shows"

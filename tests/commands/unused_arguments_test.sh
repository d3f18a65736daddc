#!/usr/bin/env bash
# Gotcha 14: options of the link on a compile, and the other way round: the same warnings, and errors under -Werror.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

printf 'int two(int);\nint main(void) {\n  return two(0);\n}\n' >"$SOURCES/one.c"
printf 'int two(int x) {\n  return x * 2;\n}\n' >"$SOURCES/two.c"
(cd "$SOURCES" && "$INSTR_CC" -c one.c two.c)

for words in "-lm" "-Wl,--as-needed" "-rdynamic" "-pthread" "-static" "-shared" "-fuse-ld=lld" "-r" "-z now"; do
  read -ra options <<<"$words"
  same -c one.c "${options[@]}"
  same -c one.c two.c "${options[@]}" -Wall
  same -c one.c "${options[@]}" -Werror
done
for words in "-DX" "-O2 -g -Wall" "-MD" "-include one.h" "-mllvm -stats"; do
  read -ra options <<<"$words"
  same one.o two.o -o program "${options[@]}"
  same one.o two.o -o program "${options[@]}" -Werror
done
same one.c -c -lm -Qunused-arguments -Werror
same one.c -c -lm -Wno-unused-command-line-argument -Werror
same one.c two.o -o program -Wl,--as-needed -I. -lm
expect_made program
same -Werror one.c two.c -o program -lm -L. -pthread
expect_made program
same -Werror -c one.c -lm
expect_said "-lm"

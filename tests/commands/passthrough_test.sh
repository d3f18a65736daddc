#!/usr/bin/env bash
# Gotcha 6: what makes no object is not ours, and links get the runtime once.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
printf '#include "one.h"\n#include <stddef.h>\nint main(void) {\n  return two(0);\n}\n' >one.c
printf 'int two(int x);\n' >one.h
printf 'int two(int x) {\n  return x * 2;\n}\n' >two.c
printf 'int broken(\n' >broken.c
printf '#define G .globl\nG five\nfive: ret\n' >five.S
"$REAL_CLANG" -c one.c -o plain_one.o
"$REAL_CLANG" -c two.c -o plain_two.o
"$INSTR_CC" -c one.c -o our_one.o
"$INSTR_CC" -c two.c -o our_two.o
cd ..

same_untouched -E one.c
same_untouched -E one.c -dD -C -P -o out
same_untouched -E -MD one.c
same_untouched -M one.c
same_untouched -MM one.c -MT target -MG
same_untouched -MM one.c two.c
same_untouched -S one.c -O2
same_untouched -S -emit-llvm one.c
same_untouched -c -emit-llvm one.c
same_untouched -fsyntax-only -Wall one.c two.c
same_untouched -fsyntax-only broken.c
same_untouched --analyze one.c
same_untouched -c five.S
same_untouched -c plain_one.o
same_untouched
same_untouched -c
same_untouched -Wall
same_untouched -shared plain_two.o -o libtwo.so
same_untouched -r plain_one.o plain_two.o -o both.o
same_untouched -ffreestanding -c one.c
same_untouched -mcmodel=kernel -c one.c
same_untouched -E broken.c absent.c
NO_SITES=1 same -c absent.c
same_untouched -cc1 -fsyntax-only one.c
same_untouched -### -c one.c
# The link of others' objects differs by the runtime alone.
NO_SITES=1 same plain_one.o plain_two.o -o program
same our_one.o our_two.o -o program
expect_made program
"$SOURCEPRINT" last runs >report || fail "the linked program left no run"
same our_one.o plain_two.o -o program
same our_one.o -o program
expect_said 'two'

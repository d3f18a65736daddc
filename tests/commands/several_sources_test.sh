#!/usr/bin/env bash
# Gotcha 12: several sources in a command, compiled and linked in one, mixed with .o, .a, .so and .S.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
printf 'int two(int);\nint three(void);\nint main(void) {\n  return two(0) + three() - 3;\n}\n' >one.c
printf 'int two(int x) {\n  int unused;\n  return x * 2;\n}\n' >two.c
printf 'int three(void) {\n  int unused;\n  return 3;\n}\n' >three.c
# shellcheck disable=SC2016 # it is text
printf '.globl three\nthree: mov $3, %%eax\nret\n.section .note.GNU-stack\n' >three.s
cp three.s three_too.S
printf 'extern "C" int three() { return 3; }\n' >three.cc
printf 'int three(void) { return no_such; }\n' >wrong.c
mkdir sub
cp two.c sub/two.c
"$REAL_CLANG" -c two.c -o two_plain.o -w
"$REAL_CLANG" -c three.c -o three_plain.o -w
ar rcs libthree.a three_plain.o
"$REAL_CLANG" -shared -fPIC two.c -o libtwo.so -w
"$REAL_CLANG" -c -emit-llvm three.c -o three.bc -w
cd ..

same one.c two.c three.c -o program
expect_made program
same -Wall one.c two.c three.c -o program
expect_said 'unused'
same -Wall -c one.c two.c three.c
expect_made one.o two.o three.o
same one.c two.c three.c
expect_made a.out
same one.c two_plain.o three_plain.o -o program
same one.c two.c libthree.a -o program
same one.c two.c -L. -lthree -o program
same one.c libtwo.so three.s -o program -Wl,-rpath,"$WORK/build"
same one.c two.c three.s -o program
same one.c two.c three_too.S -o program
same one.c two.c three.cc -o program
same one.c two.c three.bc -o program
same one.c two_plain.o three.s -o program
OTHERS='three\.o' same -c one.c two.c three.s
OTHERS='three\.o' same -c -Wall one.c three.cc
same -c one.c two.c sub/two.c
same -c one.c two.c -o both.o
expect_said 'cannot specify -o'
same -c one.c wrong.c two.c
expect_made one.o two.o
same one.c wrong.c two.c -o program
same one.c two.c wrong.c two.c -o program
same one.c two.c three.c absent.c -o program
same one.c two.c three.c absent.o -o program
same one.c two.c -o program
expect_said 'three'
same one.c two.c two.c three.c -o program
same -O2 -flto -fuse-ld=lld one.c two.c three.c -o program
same -g -O2 -DX="a b" one.c two.c three.c -o 'pro gram'
OTHERS='(one|two|three)\.o' same one.c two.c three.c -save-temps -o program

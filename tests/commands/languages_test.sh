#!/usr/bin/env bash
# Gotcha 4: -x, -x none, no extension, and - for standard input.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
printf 'int main(void) {\n  return 0;\n}\n' >one.c
cp one.c plain
cp one.c text.txt
cp one.c UPPER.C
printf 'int two(int x) {\n  return x * 2;\n}\n' >two.c
printf 'int three = 3;\n' >three.cc
printf '.globl four\nfour: ret\n' >four.s
printf '#define G .globl\nG five\nfive: ret\n' >five.S
printf 'int six(void) {\n  return 6;\n}\n' >six.i
printf 'int broken(\n' >broken.c
cd ..

same -c -x c plain
expect_made plain.o
same -c -x c text.txt -x none two.c
expect_made text.o two.o
same -x c plain -x none two.c -o program
expect_made program
same -x c text.txt two.c -o program
same -xc text.txt -xnone two.c four.s -o program
same -x c one.c -x assembler four.s -x assembler-with-cpp five.S -o program
expect_made program
same one.c three.cc -o program
same -x c one.c -x c++ two.c -o program
same -x none -c one.c
same -x c -c one.c -x none
[ "$LLVM_MAJOR" -lt 22 ] || expect_said "has no effect"
same -x no-such-language -c one.c
INPUT=$SOURCES/one.c same_untouched -c -x c - -o one.o
INPUT=$SOURCES/one.c same_untouched -c -x c -
INPUT=$SOURCES/one.c same_untouched -x c - -o program
INPUT=$SOURCES/broken.c same_untouched -c -x c - -o one.o
expect_said '<stdin>'
INPUT=$SOURCES/one.c same_untouched -E -
INPUT=$SOURCES/one.c same_untouched -x c -E - -o out
same_untouched -c -
expect_said '-x'
same_untouched -c UPPER.C
same_untouched -x c++ -c one.c
same_untouched -x assembler -c four.s
same_untouched -c three.cc four.s five.S
same_untouched -c six.i
same_untouched -x objective-c -c one.c
same_untouched -ObjC -c one.c
same_untouched -x cpp-output -c one.c
same_untouched -x ir -c one.c
same_untouched -c plain
same_untouched plain two
OTHERS='(three|four|five|six)\.o' same -c one.c three.cc four.s five.S six.i
expect_made one.o three.o four.o five.o six.o

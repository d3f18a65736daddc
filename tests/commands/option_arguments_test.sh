#!/usr/bin/env bash
# Gotcha 2: the argument of an option is no input, in a word of its own or joined, also behind --.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
printf 'int main(void) {\n  return VALUE - 3;\n}\n' >one.c
printf '#define VALUE 3\n' >value.h
cp value.h -- -value.h
cp value.h c
cp value.h pch.h
cp one.c text.txt
cp one.c o
mkdir root folder.c
cd ..

same -c one.c -include value.h -mllvm -enable-misched
same -c one.c -include value.h -mllvm -x.c
expect_said 'Unknown command line argument'
same --sysroot root -nostdinc -c one.c -include value.h
same --sysroot=root -isysroot root -c one.c -include value.h
same -c one.c -DVALUE=3 -Xassembler -L -Xlinker l.c -Xpreprocessor -DP -I folder.c -isystem folder.c -iquote folder.c
same -c one.c -D VALUE=3 -U two.c -idirafter three.c -iprefix four.c -T script.c -e entry.c -z defs.c -u sym.c
same -c one.c -DVALUE=3 -MD -MFfoo.d -MTtarget -MQquoted
expect_made foo.d
same -c one.c -DVALUE=3 -ofoo
expect_made foo
expect_sites recorded/build/foo 'a joined -o'
same -c -xc text.txt -DVALUE=3
same -c -x c text.txt -includevalue.h
same -c --language=c text.txt --include=value.h --output=named.o
expect_made named.o
same -c --language c text.txt --include value.h --output named.o
same -c -xc -include c text.txt
same -c -includepch.h one.c
expect_made one.o
same -c -DVALUE=3 -- one.c
expect_made one.o
same -DVALUE=3 -o program -- one.c
expect_made program
same -x c -DVALUE=3 -o program -- text.txt
expect_made program
same -c -include ./-value.h -- one.c
same --compile -D VALUE=3 one.c --write-dependencies -MF d
expect_made d
same --target=x86_64-linux-gnu -c one.c -DVALUE=3
same -target x86_64-linux-gnu -c one.c -DVALUE=3
same -c one.c -DVALUE=3 -mllvm
expect_said 'argument to'
same -c one.c -DVALUE=3 -I
same -c one.c -DVALUE=3 -o
same -c one.c -DVALUE=3 -arch x86_64
same -c one.c -DVALUE=3 -Xarch_host -O1
same -c one.c -DVALUE=3 -working-directory "$WORK/build"
same -c one.c -DVALUE=3 -Xclang -main-file-name -Xclang other.c
same_untouched --assemble one.c -DVALUE=3 --output=-
same_untouched --preprocess one.c -DVALUE=3
same_untouched --user-dependencies one.c -DVALUE=3
same_untouched -c one.c -DVALUE=3 -Xclang -emit-llvm -o one.bc
same_untouched -c one.c -DVALUE=3 -Xclang -ast-print

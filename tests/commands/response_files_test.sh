#!/usr/bin/env bash
# Gotcha 1: @file is expanded in place, at any depth, with quotes and backslashes; an absent one is a literal argument,
# and -include@x is none.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
mkdir sub 'a folder'
printf 'int main(void) {\n  int unused;\n  return VALUE - 3;\n}\n' >one.c
printf 'int two(int x) { return x * 2; }\n' >'a folder/two.c'
printf '#define VALUE 3\n' >@value.h
printf '#define VALUE 3\n' >value.h
printf -- '-DVALUE=3 -c one.c\n' >plain.rsp
printf -- '-DX="a b" "-DY=\\"q\\"" -DZ=\\ \\"z -DVALUE=3\t-Wall\r\n-c\n\n\none.c' >quotes.rsp
printf -- "-D'W=w w' 'a folder/two.c' one.c -DVALUE=3 -c" >single.rsp
printf -- '@sub/inner.rsp -Wall one.c' >outer.rsp
printf -- '-DVALUE=3 -c' >sub/inner.rsp
printf -- '@self.rsp -c one.c' >self.rsp
printf -- '# -c\n' >comment.rsp
printf -- '-o' >ends_in_option.rsp
printf -- '-DVALUE=3 -c one.c -o bom.o' | sed '1s/^/\xef\xbb\xbf/' >bom.rsp
printf -- '-DVALUE=3 -E one.c' >preprocess.rsp
printf -- '-c -DVALUE=3 -- one.c' >dashes.rsp
: >empty.rsp
cd ..

same @plain.rsp
expect_made one.o
same @plain.rsp -Wall
expect_said "unused variable 'unused'"
same @quotes.rsp
expect_made one.o
same @single.rsp -MD
expect_made one.o two.o
same @outer.rsp
expect_said 'unused'
same -Wall @plain.rsp -Wno-unused-variable -o other.o
expect_made other.o
same @empty.rsp @plain.rsp
same @bom.rsp
same @dashes.rsp
same @comment.rsp @plain.rsp
same -DVALUE=3 -c one.c @ends_in_option.rsp named.o
expect_made named.o
same @absent.rsp -c one.c -DVALUE=3
expect_said '@absent.rsp'
same -include@value.h -c one.c
same -include @value.h -c one.c
same -c one.c -DVALUE=3 -o @named.o
same @self.rsp
same @sub -c one.c
same @ -c one.c
same -DVALUE=3 one.c -o program -Wl,@empty.rsp
expect_made program
same_untouched @preprocess.rsp
expect_contains recorded/stdout 'return 3'

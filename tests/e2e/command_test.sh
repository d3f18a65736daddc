#!/usr/bin/env bash
# Forms of the command line: words, status, outputs and dependency files are the plain compiler's; the objects have sites.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1

mkdir -p "sources/in a folder"
cd sources
cat >one.c <<'END'
#include "one.h"
#include <stdio.h>
int main(void) {
  int unused;
  printf("%d %s\n", two(3), __FILE__);
  return 0;
}
END
printf '#pragma once\nint two(int x);\n' >one.h
printf '#include "one.h"\nint two(int x) {\n  return x * 2;\n}\n' >two.c
printf 'int three(void) { return 3; }\n' >three.txt
printf 'int four(int x) { x++; return x; }\n' >'in a folder/four and.c'
printf 'int odd(void) { return 1; }\n' >./-odd.c
printf -- '-Wall -DX="a b" "-DY=\\"q\\"" -c\none.c two.c\n' >arguments
printf -- '@arguments -O1\n' >nested
cd ..

# compare_command ARGUMENT...: the same command by both compilers, in copies of the sources. If the command makes objects or
# programs, those of ours must have sites.
compare_command() {
  local kind compiler status
  rm -rf plain recorded
  for kind in plain recorded; do
    compiler=$REAL_CLANG
    [ "$kind" = plain ] || compiler=$INSTR_CC
    cp -r sources build
    status=0
    (cd build && "$compiler" "$@") >stdout 2>stderr </dev/null || status=$?
    echo "$status" >status
    # A linker names the temporary objects, and offsets in them.
    sed -Ei 's|/[^ ]*/[^ /]*\.o: |TEMPORARY.o: |; s|\(\.text\+0x[0-9a-f]+\)|(.text+N)|' stderr
    (cd build && find . -type f ! -name '*.d' | sort) >names
    (cd build && find . -name '*.d' | sort | xargs -r -d '\n' tail -v -c +1) >dependencies
    if [ -x build/program ]; then ./build/program >output; else : >output; fi
    mkdir "$kind"
    mv build stdout stderr status names dependencies output "$kind"
  done
  for kind in stdout stderr status names dependencies output; do
    diff -u "plain/$kind" "recorded/$kind" || fail "$kind differs: $*"
  done
  while read -r kind; do
    "$SOURCEPRINT" sites "recorded/build/$kind" >site_list 2>&1 || fail "no sites in $kind of: $*"
  done < <(cd recorded/build && find . -name '*.o' -o -name program -o -name a.out -o -name '*.obj')
}

compare_command -c one.c
compare_command -Wall -c one.c two.c
compare_command -Wall -MD -c one.c two.c
compare_command -Wall -MMD -MP -c 'in a folder/four and.c'
compare_command -c -o 'in a folder/out put.o' 'in a folder/four and.c' -MD
compare_command one.c two.c
compare_command -Wall one.c two.c -o program
compare_command -Wall one.c two.c -o program -MD
compare_command one.c two.c -o program -MD -MF deps.d
compare_command -MD one.c two.c
compare_command -c one.c -oone.obj -MD -MT target -MQ 'a b'
compare_command -c one.c -MD -MF deps.d -Wp,-DZ
compare_command -x c -c three.txt
compare_command -xc three.txt -x none two.c one.c -o program
compare_command @arguments
compare_command @nested
compare_command @absent -c one.c
compare_command -c -- -odd.c
compare_command -c -- one.c two.c
compare_command -c one.c -Werror -Wall
compare_command -c one.c -Wall -Werror -Wno-error -Wno-unused-variable
compare_command -c one.c -o /dev/null
compare_command -c one.c two.c -o both.o
compare_command one.c two.c absent.o
compare_command one.c -o program
compare_command -c one.c -fdiagnostics-color=always -Wall
compare_command -c one.c -Wall -fdiagnostics-format=msvc
compare_command -c one.c -Wl,--as-needed
compare_command -c one.c -lm -Wall
compare_command -c one.c --no-such-option
compare_command -c one.c -o
compare_command -c -include one.h two.c
compare_command -S one.c -o -
compare_command -E one.c
compare_command -M one.c
compare_command -fsyntax-only -Wall one.c
compare_command --version
compare_command -print-prog-name=ld
compare_command -dumpmachine
compare_command
compare_command -c one.c -save-temps=obj

# An object on stdout.
(cd sources && "$INSTR_CC" -c -o - two.c) >from_stdout.o
"$SOURCEPRINT" sites from_stdout.o >site_list
expect_contains site_list 'return x * 2'
# The source from stdin, with `-`, is compiled as it is.
"$INSTR_CC" -x c -c -o from_stdin.o - <sources/three.txt
[ -s from_stdin.o ] || fail "no object from standard input"

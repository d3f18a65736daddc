#!/usr/bin/env bash
# Gotcha 19: the environment that clang reads: DEPENDENCIES_OUTPUT, CPATH, COMPILER_PATH, SOURCE_DATE_EPOCH and the rest.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
mkdir include system bin out
printf '#include <own.h>\n#include <stddef.h>\nint main(void) {\n  return OWN - 1 + !__DATE__[0];\n}\n' >one.c
printf '#define OWN 1\n' >include/own.h
printf '#define OWN 1\nstatic inline int own(void) {\n  int unused;\n  return 1;\n}\n' >system/own.h
printf '#pragma once\nconst char *now(void) {\n  return __DATE__ __TIME__ __TIMESTAMP__;\n}\n' >dated.h
printf '#include "dated.h"\n#include <stdio.h>\nint main(void) {\n  puts(now());\n  return 0;\n}\n' >date.c
printf 'int two(int x) {\n  return x;\n}\n' >two.c
printf '#!/bin/sh\necho "the linker of COMPILER_PATH" >&2\nexit 5\n' >bin/ld
chmod +x bin/ld
printf '#include <stdio.h>\nint main(void) {\n  puts(__TIMESTAMP__);\n  return 0;\n}\n' >stamp.c
touch -d '2001-02-03 04:05:06' dated.h date.c stamp.c
cd ..

same -c one.c
expect_said 'own.h'
CPATH=include same -c one.c -Wall -MD
CPATH=system same -c one.c -Wall -MD
expect_said 'unused'
C_INCLUDE_PATH=system same -c one.c -Wall -MD
C_INCLUDE_PATH=system same -c one.c -Wall -MMD
expect_sites recorded/build/one.o 'C_INCLUDE_PATH'
CPLUS_INCLUDE_PATH=system OBJC_INCLUDE_PATH=system same -c one.c
CPATH=:include same -c one.c
# Appended once, by whatever runs.
DEPENDENCIES_OUTPUT=out/deps same -c two.c
DEPENDENCIES_OUTPUT="out/deps target" CPATH=include same -c one.c two.c
DEPENDENCIES_OUTPUT=out/deps CPATH=include same -c one.c -Wall -Werror -MD
SUNPRO_DEPENDENCIES="out/deps target" CPATH=include same -c one.c
DEPENDENCIES_OUTPUT=out/deps CPATH=include same -c one.c -std=c77
DEPENDENCIES_OUTPUT=out/deps CPATH=include same one.c two.c -o program
COMPILER_PATH=bin same two.c -o program
expect_said 'the linker of COMPILER_PATH'
LIBRARY_PATH=out same -c two.c
if [ "$LLVM_MAJOR" -lt 16 ]; then
  same -c date.c # two programs of an older clang tell two times
else
  SOURCE_DATE_EPOCH=86400 same date.c -o program
  expect_contains recorded/output 'Jan  2 1970'
fi
same stamp.c -o program
expect_contains recorded/output '04:05:06 2001'
SOURCE_DATE_EPOCH=nonsense same -c date.c
SOURCE_DATE_EPOCH=99999999999999999999 same -c date.c
CCC_OVERRIDE_OPTIONS='+-DOWN=1' same_untouched -c two.c
CCC_OVERRIDE_OPTIONS='#+-Wall x-c' same_untouched -c two.c -o two.o
CCC_OVERRIDE_OPTIONS='# O2' same_untouched two.c -c -O0
CC_PRINT_OPTIONS=1 CC_PRINT_OPTIONS_FILE=$WORK/build/out/options SAID='s|/tmp/[^"]*\.o|T|' same -c two.c
expect_contains recorded/build/out/options '-cc1'
[ "$(grep -c -- '-cc1' recorded/build/out/options)" -eq 1 ] || fail "CC_PRINT_OPTIONS: $(cat recorded/build/out/options)"
CC_PRINT_HEADERS=1 CC_PRINT_HEADERS_FILE=$WORK/build/out/headers CPATH=include same -c one.c
CC_LOG_DIAGNOSTICS=1 CC_LOG_DIAGNOSTICS_FILE=$WORK/build/out/log CPATH=system same -c one.c -Wall
LANG=de_DE.UTF-8 LC_ALL=C.UTF-8 same -c two.c -Wall
TERM=xterm-256color CLICOLOR_FORCE=1 NO_COLOR=1 CPATH=system same -c one.c -Wall
PWD=/nowhere same -c two.c -g
printf -- '-DOWN=1\n-Wall\n' >"$SOURCES/one.cfg"
[ "$LLVM_MAJOR" -lt 16 ] || CPATH=include same --config=./one.cfg -c one.c

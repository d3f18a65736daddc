#!/usr/bin/env bash
# sourceprint.yaml: which files are recorded and how, wherever the compiler is started; and a wrong file breaks no build.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs

mkdir -p project/src/client project/src/server project/lib/network project/include build
cd project
cat >include/shared.h <<'END'
static inline int shared(int x) {
  x++;
  return x;
}
END
for place in src/client src/server lib/network; do
  cat >$place/code.c <<'END'
#include "../../include/shared.h"
int code(int x) {
  if (x > 1 && x < 10)
    x = shared(x);
  return x;
}
END
done

# sites FLAG... SOURCE: how many sites the source gets, and in which files.
sites() {
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -c "$@" -o "$WORK/object.o"
  "$SOURCEPRINT" sites "$WORK/object.o" 2>/dev/null | sed -n 's/:.*//p' | xargs -rn1 basename | sort | uniq -c | xargs
}
# expect_sites WANTED FLAG... SOURCE
expect_sites() {
  local wanted=$1 got
  shift
  got=$(sites "$@")
  [ "$got" = "$wanted" ] || fail "sites: $got, instead of: $wanted, for: $*"
}
WHOLE="3 code.c 2 shared.h"

# Without a file everything is recorded.
expect_sites "$WHOLE" src/client/code.c

# Folders, from whichever working directory and by whatever name.
echo 'instrument: ["src/client/", lib/network]' >sourceprint.yaml
for name in src/client/code.c "$PWD/src/client/code.c" lib/network/code.c src/../src/client/code.c; do
  expect_sites "3 code.c" "$name"
done
ln -s src/client link
echo 'int alone(int x) { return x; }' >src/client/alone.c
expect_sites "1 alone.c" link/alone.c
expect_sites "" src/server/code.c
(cd src/server && expect_sites "3 code.c" ../client/code.c && expect_sites "" code.c)
(cd "$WORK/build" && expect_sites "3 code.c" ../project/src/client/code.c && expect_sites "" ../project/src/server/code.c)

# A flag takes the place of the file's list, the environment's too, and a flag goes first.
expect_sites "3 code.c" -fsourceprint-include-file=path:src/server/ src/server/code.c
SOURCEPRINT_INSTRUMENT=nothing,path:src/server expect_sites "3 code.c" src/server/code.c
SOURCEPRINT_INSTRUMENT=path:src/server expect_sites "2 shared.h" -fsourceprint-include-file=path:include/ src/server/code.c

# A link of a source, as build tools lay out trees of links: where the link stands counts.
mkdir -p "$WORK/execroot/src/client" "$WORK/execroot/include"
cp sourceprint.yaml "$WORK/execroot/"
ln -s "$PWD/src/server/code.c" "$WORK/execroot/src/client/code.c"
ln -s "$PWD/include/shared.h" "$WORK/execroot/include/shared.h"
(cd "$WORK/execroot" && expect_sites "3 code.c" src/client/code.c)

# What is excluded stays excluded; how much is recorded differs by folder, and the last that fits counts.
cat >sourceprint.yaml <<'END'
exclude: [include/]
granularity: expression
folders:
  lib/: {granularity: block, macros: none}
  "lib/net*/": {granularity: function}
END
expect_sites "4 code.c" src/client/code.c
expect_sites "1 code.c" lib/network/code.c
expect_sites "3 code.c" -fsourceprint-granularity=statement lib/network/code.c
SOURCEPRINT_GRANULARITY=statement expect_sites "3 code.c" lib/network/code.c
ASCII_INSTR_SOURCE_PRINT_GRANULARITY=statement expect_sites "3 code.c" lib/network/code.c
SOURCEPRINT_GRANULARITY=statement expect_sites "1 code.c" -fsourceprint-granularity=function src/client/code.c

# Several sources of one command have each their own.
"$INSTR_CC" -c src/client/code.c -o one.o
(mkdir both && cd both && cp ../lib/network/code.c ../lib/network/other.c &&
  "$INSTR_CC" -c ../src/client/code.c ../lib/network/other.c &&
  "$SOURCEPRINT" sites code.o | grep -qx '4 sites, .*' && "$SOURCEPRINT" sites other.o | grep -qx '1 sites, .*') ||
  fail "two sources in one command"

# The nearest file counts, alone.
echo 'functions: [code]' >src/client/sourceprint.yaml
expect_sites "3 code.c" src/client/code.c
expect_sites "4 code.c" src/server/code.c
rm src/client/sourceprint.yaml

# A wrong file: the build goes on, the source is compiled as it is and counted, in one line; with STRICT that is an error.
printf 'exclude: [include/]\ngranularty: block\n' >sourceprint.yaml
"$INSTR_CC" -c src/client/code.c -o wrong.o >output 2>&1
[ "$(cat output)" = "instr-cc: warning: src/client/code.c: not instrumented (config): the configuration is wrong: $PWD/sourceprint.yaml:2:1: error: unknown key 'granularty'; did you mean 'granularity'?" ] ||
  fail "a wrong configuration: $(cat output)"
# Once for a command that compiles and links.
"$INSTR_CC" -shared -fPIC src/client/code.c src/server/code.c -Wl,-z,muldefs -o wrong.so >output 2>&1
[ "$(wc -l <output)" -eq 1 ] || fail "a wrong configuration: $(cat output)"
"$REAL_CLANG" -c src/client/code.c -o plain.o
expect_same plain.o wrong.o
expect_contains "$SOURCEPRINT_OUTPUT_DIR/fallbacks" " config $PWD/ src/client/code.c: $PWD/sourceprint.yaml:2:1: error: unknown key"
SOURCEPRINT_STRICT=1 expect_status 1 "$INSTR_CC" -c src/client/code.c -o wrong.o 2>message
expect_contains message "$PWD/sourceprint.yaml:2:1: error: unknown key 'granularty'; did you mean 'granularity'?"
[ "$(wc -l <message)" -eq 1 ] || fail "more than one line: $(cat message)"
# A passthrough does not ask it.
SOURCEPRINT_STRICT=1 "$INSTR_CC" -E src/client/code.c >preprocessed
"$REAL_CLANG" -E src/client/code.c >plain
expect_same plain preprocessed

# A name that is not read.
mv sourceprint.yaml sourceprint.yml
"$INSTR_CC" -c src/client/code.c -o wrong.o 2>message
[ "$(cat message)" = "instr-cc: warning: $PWD/sourceprint.yml is not read: rename it to sourceprint.yaml" ] ||
  fail "a wrong name: $(cat message)"
expect_status 1 "$SOURCEPRINT" doctor >message
expect_contains message "problem: $PWD/sourceprint.yml is not read, as it has another name"

# So with the environment.
rm sourceprint.yml
SOURCEPRINT_STRICT=1 SOURCEPRINT_MACROS=all expect_status 1 "$INSTR_CC" -c src/client/code.c -o wrong.o 2>message
expect_contains message "invalid value 'all' in SOURCEPRINT_MACROS: it takes invocation, expansion, both, none"

# The real compiler, for every command in the tree; the environment goes before it.
cat >tool <<END
#!/bin/sh
echo "\$*" >>$WORK/called
exec $REAL_CLANG "\$@"
END
chmod +x tool
echo 'compiler: ./tool' >sourceprint.yaml
(cd src && "$INSTR_CC" -fsyntax-only client/code.c && "$INSTR_CC" --version >"$WORK/version")
expect_contains "$WORK/called" "-fsyntax-only client/code.c"
expect_contains "$WORK/called" "--version"
rm "$WORK/called"
expect_sites "$WHOLE" src/client/code.c
[ -e "$WORK/called" ] || fail "the compiler of the file was not used"
rm "$WORK/called"
SOURCEPRINT_REAL_CC=$REAL_CLANG expect_sites "$WHOLE" src/client/code.c
[ ! -e "$WORK/called" ] || fail "the compiler of the file goes before the environment's"
echo 'compiler: ./no-such-tool' >sourceprint.yaml
expect_status 1 "$INSTR_CC" -c src/client/code.c 2>message
expect_contains message "$PWD/sourceprint.yaml: the compiler $PWD/no-such-tool is no program that can be run"

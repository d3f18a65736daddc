#!/usr/bin/env bash
# Gotcha 17: other names and tools on the way to the compiler: the launcher form, ccache, another instr-cc, loops.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
printf 'int two(int);\nint main(void) {\n  return two(0);\n}\n' >one.c
printf 'int two(int x) {\n  return x * 2;\n}\n' >two.c
printf 'extern "C" int two(int x) { return x * 2; }\n' >two.cc
"$REAL_CLANG" -c two.c -o gcc
cd ..

# The compiler's place in the command: "instr-cc" is replaced by the real one for the comparison.
launch() { # launch WORD...: one command line after `instr-cc`, against the same without
  local kind
  rm -rf plain recorded
  for kind in plain recorded; do
    cp -a "$SOURCES" build
    words=("$@")
    [ "$kind" = plain ] || words=("$INSTR_CC" "${words[@]}")
    status=0
    (cd build && exec "${words[@]}") >stdout 2>stderr </dev/null || status=$?
    echo "$status" >>stderr
    (cd build && find . | sort) >>stdout
    mkdir $kind
    mv build stdout stderr $kind
  done
  expect_same plain/stderr recorded/stderr
  expect_same plain/stdout recorded/stdout
}

launch "$REAL_CLANG" -c one.c
expect_sites recorded/build/one.o 'the launcher form'
launch "$REAL_CLANG" -Wall -c one.c two.c -fno-such-option
launch "$REAL_CLANG" one.c two.c -o program
expect_sites recorded/build/program 'the launcher form, linked'
nm recorded/build/program | grep 'T sourceprint_attach' >/dev/null || fail "no runtime"
launch "$REAL_CLANG" --version
launch "$REAL_CLANG" -E one.c
PATH=$(dirname "$REAL_CLANG"):$PATH launch clang -c one.c
expect_sites recorded/build/one.o 'the launcher form, by PATH'
PATH=$(dirname "$REAL_CLANG"):$PATH launch clang++ -c two.cc
expect_same plain/build/two.o recorded/build/two.o
launch "$(dirname "$REAL_CLANG")/clang++" -c two.cc one.c
expect_same plain/build/one.o recorded/build/one.o
launch /usr/bin/gcc -c one.c -O2 -o one.o -fno-ipa-sra
! "$SOURCEPRINT" sites recorded/build/one.o >out 2>&1 || fail "gcc's object has sites"
expect_same plain/build/one.o recorded/build/one.o
launch /usr/bin/cc -c one.c
# A file of that name is an input, as it is for clang.
same one.c gcc -o program
expect_made program
# Our own name again, as from a launcher and CC both.
"$INSTR_CC" "$INSTR_CC" -c "$SOURCES/two.c" -o twice.o
expect_sites twice.o 'instr-cc instr-cc'
# A compiler with options of its own in CC.
COMPILER='instr-cc -DX=1 -O1' same -c one.c
COMPILER='env instr-cc -g' same one.c two.c -o program

# expect_loop COMMAND...: one clear line, and status 1.
expect_loop() {
  status=0
  timeout 20 "$@" >out 2>err || status=$?
  [ $status -eq 1 ] || fail "status $status: $*: $(cat err)"
  [ "$(wc -l <err)" -eq 1 ] || fail "not one line: $(cat err)"
  expect_contains err 'SOURCEPRINT_REAL_CC'
}
mkdir path
printf '#!/bin/sh\nexec "%s" "$@"\n' "$INSTR_CC" >path/clang
chmod +x path/clang
ln -s "$INSTR_CC" path/linked
cp -r "$DIST" other
cp "$SOURCES/one.c" .
for words in "-c one.c" "-E one.c" "--version" "one.c -o program"; do
  read -ra options <<<"$words"
  SOURCEPRINT_REAL_CC=$INSTR_CC expect_loop "$INSTR_CC" "${options[@]}"
  SOURCEPRINT_REAL_CC=$WORK/path/linked expect_loop "$INSTR_CC" "${options[@]}"
  SOURCEPRINT_REAL_CC=$WORK/path/clang expect_loop "$INSTR_CC" "${options[@]}"
  SOURCEPRINT_REAL_CC=clang PATH=$WORK/path:$PATH expect_loop "$INSTR_CC" "${options[@]}"
  SOURCEPRINT_REAL_CC=$WORK/other/bin/instr-cc expect_loop "$INSTR_CC" "${options[@]}"
  SOURCEPRINT_REAL_CC=$WORK/absent expect_loop "$INSTR_CC" "${options[@]}"
done
# A clang on PATH that is us does no harm where the real one's place is known.
PATH=$WORK/path:$PATH "$INSTR_CC" -c one.c -o safe.o || fail "our own name as clang in PATH"
expect_sites safe.o 'clang in PATH is instr-cc'
# A recorded program that starts a compile is no loop.
INSTR_CC_RUNS=/somewhere/else "$INSTR_CC" -c one.c -o safe.o

export CCACHE_DIR=$WORK/ccache_files
for try in 1 2; do
  ccache "$INSTR_CC" -c one.c -o cached.o 2>err || fail "ccache: $(cat err)"
  expect_sites cached.o "ccache $try"
  ccache "$INSTR_CC" -fsourceprint-granularity=function -c one.c -o other.o
done
! cmp -s cached.o other.o || fail "ccache does not see our flags"
mkdir masquerade
ln -s "$(command -v ccache)" masquerade/clang
# ccache as the real compiler finds us as its own.
CCACHE_DIR=$WORK/fresh CCACHE_COMPILER=$INSTR_CC SOURCEPRINT_REAL_CC=$WORK/masquerade/clang timeout 20 "$INSTR_CC" -c one.c -o looped.o >out 2>err && fail "a loop through ccache"
expect_contains err 'SOURCEPRINT_REAL_CC'

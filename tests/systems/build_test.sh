#!/usr/bin/env bash
# sourceprint build: whatever the build system, and where a makefile sets CC itself.
# shellcheck disable=SC2016 # what is in single quotes is for others to expand
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"
ours=$SOURCEPRINT
unset CC MAKEFLAGS
# A name with blanks: some build systems want it quoted.
mkdir 'with blanks'
cp -r "$DIST" 'with blanks/sourceprint'
spaced="$WORK/with blanks/sourceprint/bin/sourceprint"

# expect_works PROGRAM: it records both functions.
expect_works() {
  rm -rf runs
  [ "$(SOURCEPRINT_OUTPUT_DIR=$WORK/runs "$1" audio)" = 'audio 4' ] || fail "$1"
  expect_recorded_functions runs main.c:main tally.c:tally
}

# quiet COMMAND...: nothing on stderr.
quiet() {
  "$@" >words 2>errors || fail "$*: $(cat words errors)"
  [ ! -s errors ] || fail "$*: $(cat errors)"
}

for example in make cmake meson; do use_example $example; done

quiet "$ours" build --strict -- make -C make -j2
expect_works make/tally
make -C make clean >words
sed -i 's/^CFLAGS/CC = gcc\nCFLAGS/' make/Makefile
MAKEFLAGS=s quiet "$ours" build make -C make
[ ! -s words ] || fail "-s was lost: $(cat words)"
expect_works make/tally
# What the user says goes first.
make -C make clean >words
quiet "$ours" build -- make -C make CC="$REAL_CLANG"
! "$SOURCEPRINT" sites make/tally >listed 2>&1 || fail "the user's own CC was not taken"

quiet "$ours" build -- cmake -S cmake -B out
quiet "$ours" build -- cmake --build out
expect_works out/tally
quiet "$spaced" build -- cmake -S cmake -B spaced -G Ninja
quiet "$spaced" build -- ninja -C spaced
expect_works spaced/tally
cmake -S cmake -B plain -DCMAKE_C_COMPILER="$REAL_CLANG" >words
for command in "cmake --build plain" "make -C plain" "ninja -Cplain"; do
  read -ra words <<<"$command"
  expect_status 1 "$ours" build "${words[@]}" >said 2>&1
  expect_contains said "sourceprint build: plain was made for the compiler $REAL_CLANG, which CMake keeps; make a new build"
done

quiet "$ours" build -- meson setup meson/out meson
quiet "$ours" build -- ninja -C meson/out
expect_works meson/out/tally

# configure, with a script of the form that Autoconf makes.
printf '#!/bin/sh\n: "${CC=cc}"\necho "CC = $CC" >config.mk\n' >configure
quiet "$ours" build -- sh ./configure
printf 'CC = %s\n' "$(dirname "$ours")/instr-cc" | expect_same - config.mk

# --verify, --verbose, --strict, status.
make -C make clean >words
expect_status 0 "$ours" build --verify=make -- make -C make >words 2>errors
expect_contains errors 'sourceprint build: all 4 files in make are as they were'
cd make
expect_status 1 "$ours" build --verify -- sh -c 'echo >>tally.c' 2>errors
expect_contains errors 'sourceprint build: changed: ./tally.c'
cd ..
expect_status 0 "$ours" build -v -- true 2>said
expect_contains said "CC=$(dirname "$ours")/instr-cc"
expect_contains said 'MAKEFLAGS=CC='
expect_status 0 "$spaced" build -- sh -c 'printf "all:\n\t@printf %%s \"\$(CC)\"\n" | make -f -' >said
printf '%s' "$(dirname "$spaced")/instr-cc" | expect_same - said
expect_status 5 "$ours" build -- sh -c 'exit 5'
expect_status 127 "$ours" build -- ./absent 2>said
printf 'int main(void) { return 0; }\n' >odd.c
expect_status 0 "$ours" build -- sh -c 'SOURCEPRINT_MACROS=odd $CC odd.c -o odd' 2>said
expect_status 1 "$ours" build --strict -- sh -c 'SOURCEPRINT_MACROS=odd $CC odd.c -o odd' 2>said
expect_contains said 'not instrumented'

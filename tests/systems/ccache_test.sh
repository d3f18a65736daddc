#!/usr/bin/env bash
# CC="ccache instr-cc", with the settings that docs/build-systems.md gives.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"
export SOURCEPRINT_STRICT=1
export CCACHE_DIR=$WORK/cache CCACHE_COMPILERTYPE=clang CCACHE_COMPILERCHECK=content CCACHE_DEPEND=1
# A product that can be changed.
cp -r "$DIST" product
chmod -R u+w product
PATH=$WORK/product/bin:$PATH
printf 'a: 1\n' >configuration
export CCACHE_EXTRAFILES=$WORK/product/lib/sourceprint/instr-rewrite:$REAL_CLANG:$WORK/configuration
use_example make
cd make
# A warning, which is to be seen each time; and a macro's name, which the preprocessor takes away.
cat >>tally.c <<'END'
#define NONE 0
int none(void) {
  int unused;
  return NONE + 1;
}
END

# expect_hits N ARGUMENT...: of the two compiles of a build from nothing, N are served by the cache.
expect_hits() {
  local hits=$1
  shift
  make clean >words
  ccache --zero-stats >words
  make CC="ccache instr-cc" "$@" >words 2>errors || fail "$(cat words errors)"
  ccache --print-stats >stats
  [ "$(awk '$1 == "direct_cache_hit" { print $2 }' stats) $(awk '$1 == "cache_miss" { print $2 }' stats)" = "$hits $((2 - hits))" ] ||
    fail "not $hits hits: $(cat stats)"
  expect_contains errors "unused variable 'unused'"
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs ./tally audio | grep -qx 'audio 4'
}

expect_hits 0
cp main.o first.o
expect_hits 2
expect_same first.o main.o
expect_recorded_functions "$WORK/runs" main.c:main tally.c:tally
expect_hits 0 CPPFLAGS=-fsourceprint-macros=none
expect_hits 2
sed -i 's/NONE/NULL_OF_THEM/' tally.c
expect_hits 1
"$SOURCEPRINT" sites tally.o >listed
expect_contains listed 'return NULL_OF_THEM + 1'

# Each part that takes part in the result.
for part in product/bin/instr-cc product/lib/sourceprint/instr-rewrite configuration; do
  expect_hits 2
  touch -r "$WORK/$part" "$WORK/time"
  printf x >>"$WORK/$part"
  touch -r "$WORK/time" "$WORK/$part"
  expect_hits 0
done

cd ..
use_example cmake
cmake -S cmake -B out -DCMAKE_C_COMPILER=instr-cc -DCMAKE_C_COMPILER_LAUNCHER=ccache >words
cmake --build out >words
ccache --zero-stats >words
cmake --build out --clean-first >words
ccache --print-stats >stats
[ "$(awk '$1 == "direct_cache_hit" { print $2 }' stats)" = 2 ] || fail "$(cat stats)"

#!/usr/bin/env bash
# Item 6: mimalloc in the place of the C library's allocator, linked and preloaded: threads, a crash, and its report.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/api/lib.sh"
cp "$RUNFILES/tests/api/"*.c .
mimalloc=$("$REAL_CLANG" -print-file-name=libmimalloc.so)
[ -e "$mimalloc" ] || fail "libmimalloc-dev is not there"

# uses_mimalloc COMMAND...: it says so itself at the end.
uses_mimalloc() {
  MIMALLOC_SHOW_STATS=1 SOURCEPRINT_OUTPUT_DIR=$PWD/runs "$@" >out 2>stats || true
  grep -q "heap stats" stats || fail "mimalloc is not used: $*"
}

expect_crash() {
  rm -rf runs
  expect_status 139 quietly env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" "$@"
  "$SOURCEPRINT" last runs >report
  expect_contains report "killed by SIGSEGV at address 0x0"
  expect_contains report "crash.c:$(line_of crash.c 'here it crashes'):"
  [ "$(grep -c '^  thread ' report)" -eq 5 ] || fail "not five threads: $(cat report)"
}

for level in -O0 -O2; do
  for runtime in static shared; do
    for program in api crash; do
      "$INSTR_CC" -g "$level" "-fsourceprint-runtime=$runtime" -I"$DIST/include" $program.c -o $program -pthread \
        -Wl,--no-as-needed -lmimalloc
    done
    uses_mimalloc ./api
    expect_records ./api
    expect_crash ./crash
    for program in api crash; do
      "$INSTR_CC" -g "$level" "-fsourceprint-runtime=$runtime" -I"$DIST/include" $program.c -o $program -pthread
    done
    uses_mimalloc env LD_PRELOAD="$mimalloc" ./api
    expect_records env LD_PRELOAD="$mimalloc" ./api
    expect_crash env LD_PRELOAD="$mimalloc" ./crash
  done
  # Both preloaded, in either order.
  for program in api crash; do
    "$INSTR_CC" -g "$level" -fsourceprint-runtime=none -I"$DIST/include" $program.c -o $program -pthread
  done
  for both in "$mimalloc:$DIST/lib/sourceprint/libsourceprint.so" "$DIST/lib/sourceprint/libsourceprint.so:$mimalloc"; do
    uses_mimalloc env LD_PRELOAD="$both" ./api
    expect_records env LD_PRELOAD="$both" ./api
    expect_crash env LD_PRELOAD="$both" ./crash
  done
done

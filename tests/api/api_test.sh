#!/usr/bin/env bash
# Item 6: the public header with every form of the runtime, and without any.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/api/lib.sh"
cp "$RUNFILES/tests/api/api.c" .
include=-I$DIST/include lib=$DIST/lib/sourceprint

# Every compiler takes the header, without a word, and nothing is asked of the link.
printf '#include <sourceprint/sourceprint.h>\nint main(void) { sourceprint_log("x"); return sourceprint_on(); }\n' >header.c
for compiler in "$REAL_CLANG -std=c99" "$REAL_CLANG -std=c17" "$REAL_CLANG -std=c2x" "gcc -std=c99" "gcc -std=c2x" \
  "gcc -static" "g++ -x c++ -std=c++11" "g++ -x c++ -std=c++20" "$REAL_CLANG -x c++ -std=c++17" \
  "$INSTR_CC -std=c17"; do
  # shellcheck disable=SC2086 # words
  $compiler -Wall -Wextra -pedantic -Werror "$include" -c header.c -o header.o 2>words ||
    fail "$compiler: $(cat words)"
  [ ! -s words ] || fail "$compiler says: $(cat words)"
done

for cc in "$REAL_CLANG" gcc "gcc -static" "$REAL_CLANG -no-pie -fno-pie"; do
  # shellcheck disable=SC2086
  $cc "$include" api.c -o absent -pthread
  expect_absent absent ./absent
done
"$REAL_CLANG" "$include" api.c -o api -pthread

# A program that was not compiled by instr-cc.
expect_records env LD_PRELOAD="$lib/libsourceprint.so" ./api
expect_absent 0.1.0 env LD_PRELOAD="$lib/libsourceprint_noop.so" ./api
for cc in "$REAL_CLANG" gcc "gcc -static" "$REAL_CLANG -no-pie -fno-pie"; do
  # shellcheck disable=SC2086
  $cc "$include" api.c -o static -pthread -Wl,--whole-archive "$lib/libsourceprint.a" -Wl,--no-whole-archive
  expect_records ./static
  # shellcheck disable=SC2086
  $cc "$include" api.c -o noop -pthread -Wl,--whole-archive "$lib/libsourceprint_noop.a" -Wl,--no-whole-archive
  expect_absent 0.1.0 ./noop
done
for cc in "$REAL_CLANG" gcc "$REAL_CLANG -no-pie -fno-pie"; do
  # shellcheck disable=SC2086
  $cc "$include" api.c -o shared -pthread -Wl,--no-as-needed -L"$lib" -lsourceprint
  expect_records env LD_LIBRARY_PATH="$lib" ./shared
  # shellcheck disable=SC2086
  $cc "$include" api.c -o noop -pthread -Wl,--no-as-needed -L"$lib" -lsourceprint_noop
  expect_absent 0.1.0 env LD_LIBRARY_PATH="$lib" ./noop
done

# One that was: the records by hand stand among the others; the text sink has them, too.
for level in -O0 -O2; do
  for runtime in static shared; do
    "$INSTR_CC" "$level" "$include" "-fsourceprint-runtime=$runtime" api.c -o api -pthread
    expect_records ./api
    "$SOURCEPRINT" log runs | grep -o 'snippet=.*' >snippets
    grep -A 1 -xF 'snippet=sourceprint_record(NULL, 0, NULL, NULL)' snippets | tail -n 1 | grep -qx 'snippet=' ||
      fail "$level $runtime: the record by hand does not follow its call"
    expect_records env SOURCEPRINT_SINK=text ./api
    expect_records env LD_PRELOAD="$lib/libsourceprint.so" ./api
  done
done

# Filters and the switch hold for them.
rm -rf runs
expect_status 3 env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" SOURCEPRINT_INCLUDE=lib/ ./api >out
[ "$(texts)" = "1 lib/old.c old_function 1 value = 42;" ] || fail "filtered: $(texts)"
expect_status 3 env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" SOURCEPRINT_THREAD=nobody ./api >out
rm -rf runs
expect_status 3 env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" SOURCEPRINT_ENABLE=0 ./api >out
printf '%s\n' "version 0.1.0" "init 0" "is_on 0" "off 1 is_on 0" "on 1" "child 0" "flush 1" "errno 1" "on 0 is_on 0" >wanted
expect_same wanted out
texts >got
! grep "main 0 first" got || fail "recorded before it was on"
expect_contains got "3000 item.c make_item 0 item N"

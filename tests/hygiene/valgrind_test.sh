#!/usr/bin/env bash
# The runtime is clean under valgrind's memcheck: no error, no lost memory, and the program does what it does.
. tests/e2e/lib.sh
setup_dist

cp "$RUNFILES/tests/hygiene/threads.c" .
echo 'int twice(int number) { number *= 2; return number; }' >library.c
rounds=100

# Without -g: Debian's valgrind complains of what clang 22 writes.
for level in -O0 -O2; do
  "$REAL_CLANG" $level -fPIC -shared library.c -o library.so
  "$REAL_CLANG" $level threads.c -o plain -pthread -ldl
  timeout 60 ./plain $rounds >plain.out
  SOURCEPRINT_STRICT=1 "$INSTR_CC" $level -fPIC -shared library.c -o library.so
  SOURCEPRINT_STRICT=1 "$INSTR_CC" $level threads.c -o recorded -pthread -ldl
  for sink in ring text; do
    export SOURCEPRINT_SINK=$sink SOURCEPRINT_OUTPUT_DIR=$WORK/memcheck$level-$sink
    timeout 240 valgrind -q --leak-check=full --errors-for-leak-kinds=definite,possible --trace-children=yes \
      --error-exitcode=9 ./recorded $rounds >recorded.out 2>recorded.err || fail "$level, $sink: status $?: $(head -40 recorded.err)"
    [ ! -s recorded.err ] || fail "$level, $sink: $(head -40 recorded.err)"
    expect_same recorded.out plain.out
    "$SOURCEPRINT" last --all --format=json "$SOURCEPRINT_OUTPUT_DIR" >last.json || fail "$level, $sink: the run cannot be read"
    expect_json last.json "len(d['processes']) == 4"
  done
done

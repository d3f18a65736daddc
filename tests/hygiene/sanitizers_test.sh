#!/usr/bin/env bash
# The runtime is clean under AddressSanitizer, LeakSanitizer, UndefinedBehaviorSanitizer and ThreadSanitizer: not a word,
# and the program does what it does without records.
. tests/e2e/lib.sh
setup_dist

cp "$RUNFILES/tests/hygiene/threads.c" .
echo 'int twice(int number) { number *= 2; return number; }' >library.c
rounds=3000

for sanitizer in address leak undefined thread address,undefined; do
  "$REAL_CLANG" -O1 -fsanitize=$sanitizer -fPIC -shared library.c -o library.so
  "$REAL_CLANG" -O1 -fsanitize=$sanitizer threads.c -o plain -pthread -ldl
  timeout 120 ./plain $rounds >plain.out 2>plain.err || fail "$sanitizer: the plain program ends with $?: $(cat plain.err)"
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -fsanitize=$sanitizer -fPIC -shared library.c -o library.so
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -fsanitize=$sanitizer threads.c -o recorded -pthread -ldl
  for sink in ring text; do
    export SOURCEPRINT_SINK=$sink SOURCEPRINT_OUTPUT_DIR=$WORK/$sanitizer-$sink
    timeout 240 ./recorded $rounds >recorded.out 2>recorded.err ||
      fail "$sanitizer, $sink: status $?: $(head -40 recorded.err)"
    expect_same recorded.err plain.err
    expect_same recorded.out plain.out
    "$SOURCEPRINT" last --all --format=json "$SOURCEPRINT_OUTPUT_DIR" >last.json || fail "$sanitizer, $sink: the run cannot be read"
    # The program and its three children. Threads that ended are still known.
    expect_json last.json "len(d['processes']) == 4"
    expect_json last.json "max(len(p['threads']) for p in d['processes']) == 13"
  done
done

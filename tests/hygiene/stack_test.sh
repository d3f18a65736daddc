#!/usr/bin/env bash
# How much stack records take is within what docs/faq.md states, and a thread with the least stack that there may be works.
. tests/e2e/lib.sh
setup_dist

cp "$RUNFILES/tests/hygiene/stack.c" .
declare -A most=([ring]=1152 [text]=9216)
least=16384 # PTHREAD_STACK_MIN

for level in -O0 -O2; do
  "$REAL_CLANG" $level stack.c -o plain -pthread
  SOURCEPRINT_STRICT=1 "$INSTR_CC" $level stack.c -o recorded -pthread
  plain=$(./plain)
  for sink in ring text; do
    export SOURCEPRINT_SINK=$sink SOURCEPRINT_OUTPUT_DIR=$WORK/runs$level-$sink
    # The second time with text files that are rolled, packed and removed.
    for settings in A=1 "SOURCEPRINT_MAX_BYTES=400000 SOURCEPRINT_GZIP=1"; do
      read -ra words <<<"$settings"
      used=$(env "${words[@]}" ./recorded) || fail "$level, $sink: status $?"
      more=$((used - plain))
      [ $more -le "${most[$sink]}" ] || fail "$level, $sink, $settings: records take $more bytes of stack"
      env "${words[@]}" ./recorded $least >/dev/null || fail "$level, $sink, $settings: status $? on a small stack"
    done
    "$SOURCEPRINT" last "$SOURCEPRINT_OUTPUT_DIR" | grep -q 'in record' || fail "$level, $sink: nothing was recorded"
  done
done

#!/usr/bin/env bash
# Crash snapshot: with AddressSanitizer and UndefinedBehaviorSanitizer it follows their report, with
# their address, and their report is as always.
. tests/e2e/lib.sh
setup_dist
cp "$RUNFILES/tests/crashreport/"sanitize* .
export SOURCEPRINT_STRICT=1
for sanitizer in address undefined address,undefined thread; do
  flags=("-fsanitize=$sanitizer" -fno-sanitize-recover=all -g -pthread)
  if ! echo 'int main(void) { return 0; }' | "$REAL_CLANG" -x c - "${flags[@]}" -o try 2>try.err || ! ./try; then
    echo "SKIPPED: -fsanitize=$sanitizer does not work here: $(cat try.err)"
    continue
  fi
  for level in -O0 -O2; do
    "$REAL_CLANG" "$level" "${flags[@]}" sanitized.c -o plain
    "$INSTR_CC" "$level" "${flags[@]}" sanitized.c -o recorded
    python3 sanitizers.py "$sanitizer" ./plain ./recorded || fail "$sanitizer at $level: see above"
  done
done

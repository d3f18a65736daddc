#!/usr/bin/env bash
# When statements were executed: the ring's times hold the moments that the program measured itself, threads can be
# compared, and the report says for how long a thread has been waiting.
. tests/e2e/lib.sh
setup_dist

cp "$RUNFILES/tests/e2e/times.c" .
# The kernel's tick, in ns, is how much time a ring's clock may pass over.
COARSE=6 # CLOCK_MONOTONIC_COARSE
tick=$(python3 -c "import time; print(int(time.clock_getres($COARSE) * 1e9))")
export SOURCEPRINT_RING_BYTES=33554432

for level in -O0 -O2; do
  SOURCEPRINT_STRICT=1 "$INSTR_CC" $level -w times.c -o recorded -pthread
  export SOURCEPRINT_OUTPUT_DIR=$WORK/exit$level
  timeout 120 ./recorded exit >noted || fail "$level: status $?"
  "$SOURCEPRINT" log --format=json "$SOURCEPRINT_OUTPUT_DIR" >log.json
  python3 "$RUNFILES/tests/e2e/compare_times.py" noted log.json "$tick" || fail "$level: see above"

  export SOURCEPRINT_OUTPUT_DIR=$WORK/hang$level
  quietly timeout 120 ./recorded hang >noted && fail "$level: it ended well"
  "$SOURCEPRINT" last --format=json "$SOURCEPRINT_OUTPUT_DIR" >last.json
  expect_json last.json "[t['line'] for t in d['processes'][0]['threads'] if t['function'] == 'waits'] == [$(
    grep -n '^  read(there' times.c | tail -1 | cut -d: -f1
  )]"
  # It has been waiting for as long as the main thread napped, 1.5 s, less what a busy machine takes to start it.
  "$SOURCEPRINT" last "$SOURCEPRINT_OUTPUT_DIR" >last.txt
  grep -qE 'stopped with the process, seq [0-9]+, (1\.[1-9]|[2-9]\.)[0-9]+s before the end' last.txt || {
    cat last.txt
    fail "$level: how long the thread has waited is not told"
  }
done

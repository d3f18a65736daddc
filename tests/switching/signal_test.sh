#!/usr/bin/env bash
# Item 2: a signal of the user's choice switches recording off and on, also where there was no run before.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/switching/lib.sh"
cp "$RUNFILES/tests/switching/"*.c .

send() { # SIGNAL: it has been taken when this returns, as the main thread takes it on its way to the next order
  kill -s "$1" "$PID"
  tell pid
}

for level in -O0 -O2; do
  "$INSTR_CC" "$level" -g orders.c -o orders -pthread
  for signal in USR2 SIGRTMIN+3 42 HUP; do
    name=${signal#SIG}
    [ "$signal" != 42 ] || name=RTMIN+8
    start orders SOURCEPRINT_SIGNAL=$signal
    tell first
    send "$name"
    tell first
    tell thread
    send "$name"
    tell first
    tell thread
    expect_calls 2 first "$level $signal"
    expect_calls 1 second "$level $signal"
    # The same signal carries requests.
    "$SOURCEPRINT" ctl "$PID" off >/dev/null
    tell first
    expect_calls 2 first "$level $signal and ctl"
    end 7
  done

  # Switched on later: there is no run before, and threads that were there take part.
  start orders SOURCEPRINT_SIGNAL=USR2 SOURCEPRINT_ENABLE=0
  tell first
  tell thread
  [ ! -e runs ] || fail "a run, though nothing is to be recorded"
  send USR2
  tell first
  tell thread
  expect_calls 1 first "$level on later"
  expect_calls 1 second "$level on later"
  send USR2
  tell first
  tell thread
  expect_calls 1 first "$level off later"
  expect_calls 1 second "$level off later"
  end 7
done

# A wrong value is a note, and nothing else.
for wrong in SEGV KILL 9 0 64x RTMIN+40 RTMAX+1 USR3 CHLD; do
  start orders SOURCEPRINT_SIGNAL=$wrong
  tell first
  expect_calls 1 first "$wrong"
  grep -q "SOURCEPRINT_SIGNAL is no signal that can switch.*: $wrong\$" runs/*/notes || fail "no note about $wrong"
  end 7
done

# The program's own use of any signal is as without us: compared with the plain build.
"$REAL_CLANG" own_signals.c -o plain
"$INSTR_CC" own_signals.c -o recorded
./plain >plain.out
for choice in "" none USR2; do
  SOURCEPRINT_OUTPUT_DIR=$PWD/runs SOURCEPRINT_SIGNAL=$choice ./recorded >recorded.out ||
    fail "own signals with '$choice': status $?"
  expect_same plain.out recorded.out
done
[ "$(grep -c default plain.out)" -ge 29 ] || fail "nothing was compared"

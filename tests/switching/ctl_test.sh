#!/usr/bin/env bash
# Item 2: `sourceprint ctl` switches a running process, changes its filters, and says what came of it.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/switching/lib.sh"
cp "$RUNFILES/tests/switching/orders.c" .

ctl() { "$SOURCEPRINT" ctl "$@" >ctl.out 2>ctl.err; }

for level in -O0 -O2; do
  "$INSTR_CC" "$level" -g orders.c -o orders -pthread

  # Off and on; a thread that was there before; the function that runs goes on until it returns.
  start orders
  tell first
  ctl "$PID" off || fail "off: $(cat ctl.err)"
  expect_contains ctl.out "recording is off"
  tell first
  tell thread
  expect_calls 1 first "$level off"
  expect_calls 0 second "$level off"
  ctl "$PID" off
  ctl "$PID" status
  expect_contains ctl.out "recording is off"
  ctl "$PID" toggle
  expect_contains ctl.out "recording is on"
  tell first
  tell thread
  expect_calls 2 first "$level on again"
  expect_calls 1 second "$level on again"

  # A child inherits it, and is asked by its own run.
  ctl "$PID" off
  tell fork
  expect_calls 2 first "$level forked while off"
  ctl "$PID" on
  tell fork
  expect_calls 3 first "$level forked while on"

  # Filters, by the run's directory; they take the place of those before.
  run=$(echo runs/*-"$PID")
  ctl "$run" filter FUNCTION_EXCLUDE=first SOURCEPRINT_RATE=1 || fail "filter: $(cat ctl.err)"
  tell first
  tell second
  expect_calls 3 first "$level filtered"
  expect_calls 2 second "$level filtered"
  # A run that only says that it is this process's, as anybody can forge one: no signal is sent, no request left there.
  cp -r "$run" forged
  expect_status 1 ctl forged off
  expect_contains ctl.err "process $PID does not write to forged, which only says so; nothing was asked of it"
  [ ! -e forged/request ] || cmp -s forged/request "$run/request" || fail "a request was left: $(cat forged/request)"
  rm -r forged
  ctl "$PID" filter FUNCTION_INCLUDE=first,firsd
  expect_contains ctl.err "SOURCEPRINT_FUNCTION_INCLUDE matches nothing in this run: firsd"
  tell first
  tell second
  expect_calls 4 first "$level other filter"
  expect_calls 2 second "$level other filter"
  # Off is apart from the filters.
  ctl "$PID" off
  ctl "$PID" filter FUNCTION_INCLUDE=second
  expect_contains ctl.out "recording is off"
  tell second
  ctl "$PID" on
  tell first
  tell second
  expect_calls 4 first "$level filtered while off"
  expect_calls 3 second "$level filtered while off"
  ctl "$PID" filter --reset
  tell first
  expect_calls 5 first "$level filters of the start"
  end 7
  # What a filter did not match is repeated by the reports.
  "$SOURCEPRINT" last runs >last.out
  expect_contains last.out "note: sourceprint: SOURCEPRINT_FUNCTION_INCLUDE matches nothing in this run: firsd"
  "$SOURCEPRINT" log runs >/dev/null 2>log.err
  expect_contains log.err "SOURCEPRINT_FUNCTION_INCLUDE matches nothing in this run: firsd"
  expect_status 1 ctl "$run" on
  expect_contains ctl.err "has ended"
  expect_status 1 ctl "$PID" on
  expect_contains ctl.err "there is none"
done

# What was set at the start comes back.
start orders SOURCEPRINT_FUNCTION_INCLUDE=second
ctl "$PID" filter FUNCTION_INCLUDE=first
tell first
tell second
ctl "$PID" filter --reset
tell first
tell second
expect_calls 1 first "reset"
expect_calls 1 second "reset"
end 7

# Threads that a filter left out are asked again.
start orders SOURCEPRINT_THREAD=nobody
tell thread
expect_calls 0 second "no thread"
ctl "$PID" filter THREAD=orders || fail "$(cat ctl.err)"
tell thread
expect_calls 1 second "threads again"
end 7

# Each obstacle has its sentence, and the program goes on.
start orders SOURCEPRINT_SIGNAL=none
expect_status 1 ctl "$PID" off
expect_contains ctl.err "listens to no signal"
end 7
start orders
kill -STOP "$PID"
expect_status 1 ctl "$PID" off
expect_contains ctl.err "is stopped; it will do so when it goes on"
kill -CONT "$PID"
tell first
tell first
expect_calls 0 first "stopped, then off"
end 7
"$REAL_CLANG" orders.c -o orders -pthread
start orders
expect_status 1 ctl "$PID" off
expect_contains ctl.err "has no run"
end 7
expect_status 1 ctl 1 2 3
expect_status 1 ctl /nowhere on
expect_contains ctl.err "/nowhere is no run"
expect_status 1 ctl $$ filter NO=1
expect_contains ctl.err "'NO=1' is no filter"
expect_status 1 ctl $$ filter
expect_contains ctl.err "filter takes NAME=VALUE"
expect_status 1 ctl $$ of
expect_contains ctl.err "there is no 'of'"

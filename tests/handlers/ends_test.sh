#!/usr/bin/env bash
# A fault that a handler of the program's is given is why the process ended, whatever that handler does: exit, raise it
# again, abort, hang. What the handler does is told as its own. The program sees its own handlers only.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1

touched=$(line_of "$RUNFILES/tests/handlers/ends.c" @touch)

# ends STATUS WAY: runs the program plain and recorded; what last says goes into files.
ends() {
  local status=$1 way=$2 kind
  for kind in plain recorded; do
    SOURCEPRINT_OUTPUT_DIR=$WORK/runs-$build-$way expect_status "$status" quietly timeout -s KILL 20 \
      ${3:+"$3" "$4"} "./$kind" "$way" >"$kind.out" </dev/null
  done
  expect_same plain.out recorded.out
  "$SOURCEPRINT" last "$WORK/runs-$build-$way" >last.txt 2>&1 || fail "last of $way failed"
  "$SOURCEPRINT" last --format=json "$WORK/runs-$build-$way" >last.json
}

check_ends() {
  ends 1 exits
  expect_contains last.txt "SIGSEGV at address 0x8 in touch(), caught by leave, which called exit(1)"
  expect_contains last.txt "faulted here"
  expect_contains last.txt "ends.c:$touched:3 in touch"
  expect_json last.json "d['processes'][0]['fault']['handler'] == 'leave' and d['processes'][0]['fault']['signal'] == 11"
  expect_json last.json "d['processes'][0]['fault']['function'] == 'touch' and d['processes'][0]['exit'] == 1"
  ends 1 quits
  expect_contains last.txt "SIGSEGV at address 0x8 in touch(), caught by quit, which called exit(1)"
  ends 139 again
  expect_contains last.txt "SIGSEGV at address 0x8 in touch(), caught by again, which raised SIGSEGV"
  expect_contains last.txt "ends.c:$touched:3 in touch"
  ends 139 once
  expect_contains last.txt "SIGSEGV at address 0x8 in touch(), caught by again, which raised SIGSEGV"
  ends 134 aborts
  expect_contains last.txt "SIGSEGV at address 0x8 in touch(), caught by give_up, which raised SIGABRT"
  ends 1 elsewhere
  expect_contains last.txt "caught by elsewhere, which called exit(1)"
  ends 1 table
  expect_contains last.txt "caught by in_table, which called exit(1)"
  ends 1 unrecorded
  expect_contains last.txt "SIGSEGV at address 0x8 in touch(), caught by unrecorded, which called exit(1)"
  ends 139 ignored
  expect_contains last.txt "killed by SIGSEGV at address 0x8"
  ends 3 jumps
  expect_contains last.txt "exit 3"
  expect_json last.json "d['processes'][0]['fault'] is None and d['processes'][0]['threads'][0]['handlers'] == []"
  ends 139 jumps_and_faults
  expect_contains last.txt "killed by SIGSEGV at address 0x8"
  expect_json last.json "d['processes'][0]['fault'] is None"
  ends 137 late
  expect_contains last.txt "ended without a word"
  expect_contains last.txt "ends.c:$(line_of "$RUNFILES/tests/handlers/ends.c" @late):5 in late"
  ends 139 drop
  # A static C library runs destructors before what notes the exit.
  [ -n "$form" ] || expect_contains last.txt "caught by leave, which called exit(1), and the process died while exiting"
  expect_contains last.txt "SIGSEGV at address 0x8 in touch(), caught by leave, "
  expect_contains last.txt "ends.c:$(line_of "$RUNFILES/tests/handlers/ends.c" @drop) in drop_cache"
}

# A handler that never returns: the process is killed in it.
check_waiting() {
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs-$build-waits timeout -s KILL 20 ./recorded waits >waits.out </dev/null &
  local child=$! tries=0
  until [ -s waits.out ] || [ "$((tries += 1))" -gt 100 ]; do sleep 0.1; done
  "$SOURCEPRINT" last "$WORK/runs-$build-waits" >last.txt
  expect_contains last.txt "caught by wait_forever, which is still running"
  kill -KILL "$(pgrep -P "$child" || echo "$child")"
  wait "$child" || true
  "$SOURCEPRINT" last "$WORK/runs-$build-waits" >last.txt
  expect_contains last.txt "SIGSEGV at address 0x8 in touch(), caught by wait_forever, during which the process ended"
}

for level in -O0 -O2; do
  for form in "" -static; do
    build=${level#-}${form#-}
    # shellcheck disable=SC2086 # no word, or one
    for kind in plain recorded; do
      compiler=$INSTR_CC
      [ "$kind" = recorded ] || compiler=$REAL_CLANG
      # The plain one keeps its faults, too: what follows an access to what is known to be null is left out otherwise.
      "$compiler" -g $level $form -fno-delete-null-pointer-checks "$RUNFILES/tests/handlers/ends.c" \
        "$RUNFILES/tests/handlers/elsewhere.c" -o "$kind"
    done
    check_ends
    [ -n "$form" ] || check_waiting
  done
done

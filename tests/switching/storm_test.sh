#!/usr/bin/env bash
# Item 2: a process that is switched, and given other filters, at any moment goes on as it should: while threads begin
# and end, libraries come and go, and it forks.
. tests/e2e/lib.sh
setup_dist
cp "$RUNFILES/tests/switching/"storm*.c .

"$INSTR_CC" storm.c -o storm -pthread
"$INSTR_CC" -shared -fPIC storm_part.c -o storm_part.so
mkfifo input
for enable in 1 0; do
  rm -rf runs
  : >answers
  SOURCEPRINT_OUTPUT_DIR=$PWD/runs SOURCEPRINT_SIGNAL=USR2 SOURCEPRINT_ENABLE=$enable SOURCEPRINT_RING_BYTES=32768 \
    timeout -s KILL 200 ./storm <input >answers &
  started=$!
  exec 3>input
  process=
  for ((i = 0; i < 1000; i++)); do
    process=$(head -n 1 answers)
    [ -z "$process" ] || break
    sleep 0.01
  done
  # Later ones may be one for several, as the kernel keeps one of a kind.
  [ "$enable" = 1 ] || kill -s USR2 "$process"
  for ((i = 0; i < 1000; i++)); do
    ! "$SOURCEPRINT" ctl "$process" status >/dev/null 2>&1 || break
    sleep 0.01
  done
  answers=0
  for ((i = 0; i < 60; i++)); do
    for _ in 1 2 3 4 5; do
      kill -s USR2 "$process"
    done
    if "$SOURCEPRINT" ctl "$process" filter "FUNCTION_EXCLUDE=short_lived,no$i" >ctl.out 2>&1; then
      answers=$((answers + 1))
    else
      cat ctl.out >>refused
    fi
  done
  exec 3>&-
  expect_status 0 wait "$started"
  [ "$(tail -n 1 answers)" = right ] || fail "the program did something wrong"
  [ "$answers" -eq 60 ] || fail "only $answers of 60 requests were carried out: $(cat refused)"
done

#!/usr/bin/env bash
# sourceprint follow: what running processes execute, all of it, once, in the order of time, until they have ended.
. tests/e2e/lib.sh
setup_dist
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -pthread "$RUNFILES/tests/e2e/follow.c" -o work
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
mkdir runs

# follow_program NAME [ARGUMENT...]: runs ./work, which follow with these arguments waits for; its words are in NAME and NAME.words.
follow_program() {
  local name=$1 pid status=0
  shift
  timeout 60 "$SOURCEPRINT" follow --next "$@" >"$name" 2>"$name.words" &
  pid=$!
  sleep 0.3 # else the program may have begun before follow has looked
  quietly ./work ${FAST:+fast} || true
  wait "$pid" || status=$?
  [ "$status" -eq 0 ] || fail "follow ended with $status: $(cat "$name.words")"
}

# What is known of a statement's time while the process runs is less than afterwards.
without_range() { sed 's/ within=[^ ]*//' "$@"; }

follow_program all -n 1000
"$SOURCEPRINT" log >logged
[ "$(wc -l <logged)" -gt 100 ] || fail "there is nothing to compare"
diff <(without_range logged | sort) <(without_range all | sort) || fail "not each statement was followed, once"
# What was seen at one look is in order; a thread's own statements always are.
grep -o 'tid=[0-9]*' all | sort -u >tids
while read -r tid; do
  grep -F " $tid " all | grep -o ' seq=[0-9]*' >seqs
  diff seqs <(sort -V seqs) || fail "the statements of $tid are out of order"
done <tids
grep -o ' ts=2[^ ]*' all >moments
[ "$(paste -d" " moments <(tail -n +2 moments) | awk 'NF == 2 && $2 < $1' | wc -l)" -lt 20 ] || fail "the threads do not alternate as they did"
[ "$(grep -o ' tid=[0-9]*' all | uniq | wc -l)" -gt 20 ] || fail "the threads were not put together by time"
expect_contains all.words "work (pid $(sed -n 's/^pid=\([0-9]*\) .* func=be_child .*/\1/p' logged | head -1)): exit 3, "
expect_contains all.words "): killed by SIGABRT"

follow_program some -n 1000 --function-include=tick --format=json
python3 - some <<'END' || fail "see above"
import json, sys
with open(sys.argv[1]) as file:
    records = [json.loads(line) for line in file]
assert len({record["tid"] for record in records}) == 2, records
assert {record["function"] for record in records} == {"tick"}
# The beginning, 11 conditions, 10 times usleep, if and the step, 5 additions, the return.
assert len(records) == 2 * (1 + 11 + 30 + 5 + 1), len(records)
END

# Another program that starts meanwhile in the same folder is not of the family.
(sleep 0.6; ./work >/dev/null 2>&1 || true) &
follow_program family -n 1000
wait
[ "$(grep -c ' func=main .*snippet=abort()' family)" -eq 1 ] || fail "another program was followed, too"

# A ring that laps between two looks: what is missing is told, and each statement has its own number.
FAST=1 follow_program fast --most=50 --function-include=run
expect_contains fast.words "statements more were not printed"
grep -o ' seq=[0-9]*' fast >seqs
diff seqs <(sort -V seqs | uniq) || fail "numbers come twice, or back"
[ "$(wc -l <fast)" -ge 100 ] || fail "only $(wc -l <fast) statements of a thread that ran for half a second"
grep -F ' func=run ' fast | cmp - fast || fail "there are statements that were not asked for"

# Without --next: the newest run, even if it is over.
"$SOURCEPRINT" follow -n 1 2>words >over
[ "$(wc -l <over)" -eq 5 ] || fail "not one statement of each of 5 threads: $(cat over)"
expect_contains words "): killed by SIGABRT"

# A reader that goes away ends it.
(sleep 0.3; quietly ./work || true) &
timeout 20 "$SOURCEPRINT" follow --next -n 1000 2>words | head -1 >first
[ "${PIPESTATUS[0]}" -ne 124 ] || fail "follow goes on without a reader"
[ "$(wc -l <first)" -eq 1 ]
wait

mkdir empty
expect_status 1 "$SOURCEPRINT" follow empty 2>words
expect_contains words "there is no run in this folder"
expect_status 1 "$SOURCEPRINT" follow --interval=x 2>words
expect_contains words "--interval takes a number"

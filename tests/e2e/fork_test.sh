#!/usr/bin/env bash
# Children are runs of their own, linked to their parent, whose records they leave alone.
. tests/e2e/lib.sh
setup_dist

cp "$RUNFILES/tests/e2e/forks.c" .
"$REAL_CLANG" -O1 forks.c -o plain -pthread
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 forks.c -o recorded -pthread
cp plain plain_other
cp recorded other

# run_both HOW: the same words and status; leaves the family in last.json.
run_both() {
  local plain=0 status=0
  ./plain "$1" ./plain_other >plain.out 2>plain.err || plain=$?
  rm -rf runs
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs ./recorded "$1" ./other >recorded.out 2>recorded.err || status=$?
  expect_same plain.out recorded.out
  expect_same plain.err recorded.err
  [ "$status" -eq "$plain" ] || fail "$1: status $status, plain $plain"
  for _ in {1..100}; do # a daemon ends after its parent
    expect_status 0 "$SOURCEPRINT" last runs >last.txt
    grep -q 'still running' last.txt || break
    sleep 0.1
  done
  expect_status 0 "$SOURCEPRINT" last --format=json runs >last.json
}

# expect_family EXIT:LINE...: the processes of the newest family, parents first.
expect_family() {
  local wanted=() process
  for process; do
    wanted+=("(${process%%:*}, $(line_of forks.c "// ${process#*:}"))")
  done
  local list
  list=$(printf '%s, ' "${wanted[@]}")
  expect_json last.json "sorted((p['exit'], p['threads'][0]['line']) for p in d['processes']) == sorted([$list])"
  expect_json last.json "len({p['pid'] for p in d['processes']}) == $#"
}

# expect_own_records: no record of a child is in its parent's run, and none of the parent's after the fork in the child's.
expect_own_records() {
  "$SOURCEPRINT" log --format=json runs >log.jsonl
  python3 - log.jsonl "$(line_of forks.c '// child')" "$(line_of forks.c '// main')" <<'END' || fail "records are mixed"
import collections, json, sys

child, main = int(sys.argv[2]), int(sys.argv[3])
lines, numbers = collections.defaultdict(list), collections.defaultdict(list)
for text in open(sys.argv[1]):
    record = json.loads(text)
    lines[record["pid"]].append(record["line"])
    numbers[record["tid"]].append(record["seq"])
for pid, seen in lines.items():
    if child in seen and main in seen:
        sys.exit(f"process {pid} has the child's and the parent's records")
for tid, seen in numbers.items():
    # After exec the same thread begins anew, in another run.
    if any(number not in (before + 1, 1) for before, number in zip([0] + seen, seen)):
        sys.exit(f"thread {tid}: numbers {seen[:20]}")
END
}

run_both fork
expect_family 3:main 3:child
expect_own_records
run_both exec
# The first child becomes `other` without a word, so its run ends as one that did not say how.
expect_json last.json "sorted(p['program'].rsplit('/', 1)[-1] for p in d['processes'] if p['exit'] is not None) == ['other', 'other', 'recorded']"
expect_json last.json "[p['threads'][0]['line'] for p in d['processes'] if p['program'].endswith('/recorded') and p['exit'] == 3] == [$(line_of forks.c '// main')]"
expect_own_records
run_both daemon
expect_json last.json "sorted(p['exit'] for p in d['processes']) == [5, 5, 6]"
expect_json last.json "[p['threads'][0]['line'] for p in d['processes'] if p['exit'] == 6] == [$(line_of forks.c '// daemon')]"
run_both threads
expect_json last.json "len(d['processes']) == 21 and [len(p['threads']) for p in d['processes'][1:]] == [1] * 20"
expect_json last.json "[len(p['threads']) for p in d['processes'][:1]] == [4] and d['processes'][0]['exit'] == 60"

# Two families: only the newest is shown, and --all shows both.
SOURCEPRINT_OUTPUT_DIR=$WORK/runs ./recorded fork >/dev/null || true
expect_status 0 "$SOURCEPRINT" last --format=json runs >last.json
expect_json last.json "len(d['processes']) == 2"
expect_status 0 "$SOURCEPRINT" last --all --format=json runs >last.json
expect_json last.json "len(d['processes']) == 23"

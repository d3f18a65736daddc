#!/usr/bin/env bash
# Issue item 5: what --format=json prints is as the published schemas say, of runs of each kind, and no key is unknown.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
checked=" "

# check SCHEMA LINES FILE: LINES is --lines or nothing.
check() {
  # shellcheck disable=SC2086 # nothing is no word
  python3 "$RUNFILES/tests/schemas/check_schema.py" $2 "$RUNFILES/docs/schemas/$1.schema.json" "$3" >problems || {
    head -c 2000 "$3"
    fail "$1, $3: $(cat problems)"
  }
}

# expect_form STATUS SCHEMA LINES COMMAND ARGUMENT...: what it prints as JSON.
expect_form() {
  local status=$1 schema=$2 lines=$3
  shift 3
  expect_status "$status" timeout 60 "$SOURCEPRINT" "$1" --format=json "${@:2}" >printed.json 2>message
  [ "$status" -ne 0 ] || [ ! -s message ] || fail "$*: $(cat message)"
  check "$schema" "$lines" printed.json
  checked+="$1 "
}

# expect_forms STATUS FOLDER: of all commands that read runs.
expect_forms() {
  local command
  for command in last stats path; do
    expect_form "$1" "$command" "" "$command" "$2"
  done
  expect_form "$1" record --lines log "$2"
  expect_form "$1" sites --lines sites "$2"
  expect_status "$1" "$SOURCEPRINT" export --format=jsonl "$2" >exported.jsonl 2>message
  check record --lines exported.jsonl
}

# run FOLDER HOW: it takes part in a test, whatever its status.
run() {
  SOURCEPRINT_OUTPUT_DIR=$WORK/$1 quietly timeout 60 ./program "$2" >>output || true
}

# A place in a program that waits for ever, which is killed then.
run_deadlocked() {
  SOURCEPRINT_OUTPUT_DIR=$WORK/deadlock ./program deadlock &
  local waiting=0 pid=$! follower
  for _ in {1..600}; do
    waiting=$("$SOURCEPRINT" last --raw deadlock 2>/dev/null | grep -c 'snippet=pthread_mutex_lock(&locks\[1 - number\])') || true
    [ "$waiting" -ne 2 ] || break
    sleep 0.05
  done
  [ "$waiting" -eq 2 ] || fail "no deadlock: $("$SOURCEPRINT" last --raw deadlock)"
  expect_forms 0 deadlock # of a process that is running
  timeout 60 "$SOURCEPRINT" follow --format=json deadlock >followed.jsonl 2>message &
  follower=$!
  sleep 0.3 # it follows before the process ends, mostly
  kill -KILL "$pid"
  wait "$pid" 2>/dev/null || true
  wait "$follower" || fail "follow: $(cat message)"
  check record --lines followed.jsonl
  checked+="follow "
}

cp "$RUNFILES/tests/schemas/program.c" .
SOURCEPRINT_STRICT=1 "$INSTR_CC" -g program.c -o program -pthread
"$REAL_CLANG" program.c -o plain -pthread
cp -r "$RUNFILES/examples/crash" crash
make -s -C crash CC="$INSTR_CC"
SOURCEPRINT_OUTPUT_DIR=$WORK/crashed expect_status 139 quietly crash/crash
expect_forms 0 crashed
expect_form 0 path "" path -n 0 crashed
run_deadlocked
expect_forms 0 deadlock
run fork fork
expect_forms 0 fork
"$SOURCEPRINT" last --format=json fork >fork.json
expect_json fork.json "len(d['processes']) == 2"
run good good
run bad bad
expect_form 0 diff "" diff good bad
expect_json printed.json "[p['outcome'] for p in d['processes'][0]['threads']] == ['part']"
expect_form 0 diff "" diff deadlock good
expect_form 0 diff "" diff fork fork
expect_form 0 stats "" stats --by=file good
expect_form 0 sites --lines sites --skipped good

SOURCEPRINT_SINK=text run text fork
expect_form 0 last "" last text
expect_form 0 record --lines log text
"$SOURCEPRINT" export --format=jsonl text >exported.jsonl
check record --lines exported.jsonl

# A name that is no UTF-8; a run without its table, and one that was cut.
cp program "$(printf 'n\377m')"
SOURCEPRINT_OUTPUT_DIR=$WORK/odd "$(printf './n\377m')" >output
expect_forms 0 odd
"$SOURCEPRINT" path --format=json odd >odd.json
expect_json odd.json "[len(p['threads']) for p in d['processes']] == [1] and d['processes'][0]['program'].endswith('n\ufffdm')"
cp -r crashed damaged
rm damaged/*-crash-*/*.sites
for command in last path; do
  status=0
  "$SOURCEPRINT" "$command" --format=json damaged >printed.json 2>message || status=$?
  [[ $status -eq 1 || $status -eq 2 ]] || fail "$command: a run without its table: status $status"
  check "$command" "" printed.json
done
expect_form 2 record --lines log damaged
cp -r crashed cut
truncate -s 100000 cut/*-crash-*/run.sp
expect_form 2 last "" last cut

expect_form 0 timing "" timing --runs=2 --plain=./plain -- ./program
printf 'granularity: block\n' >sourceprint.yaml
export SOURCEPRINT_OUTPUT_DIR=$WORK/good
# Something to count: what cannot be recorded, and a probe.
echo 'int if_; _Pragma("GCC error \"no\"")' >broken.c
"$INSTR_CC" -c broken.c -o broken.o 2>words || true
echo 'int main(void) { return 0; }' >conftest.c
"$INSTR_CC" conftest.c -o conftest
expect_form 0 doctor "" doctor program.c -- -O2
unset SOURCEPRINT_OUTPUT_DIR

# Each command that knows the form was asked.
"$SOURCEPRINT" --help >help
sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' help >commands
[ "$(wc -l <commands)" -gt 10 ] || fail "no list of commands: $(cat help)"
while read -r command; do
  "$SOURCEPRINT" "$command" --help >help
  tr -s ' \n' ' ' <help | grep -q 'Print text (the default) or json' || continue
  [[ $checked == *" $command "* ]] || fail "what $command prints was not checked"
done <commands

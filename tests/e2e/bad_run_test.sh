#!/usr/bin/env bash
# Runs that cannot be made leave the program as it is; runs that cannot be read are told of, with status 1 or 2.
. tests/e2e/lib.sh
setup_dist

cat >program.c <<'END'
#include <stdio.h>
int main(int argc, char **argv) {
  for (int i = 0; i < argc; i++)
    printf("%d %s\n", i, i ? argv[i] : "program");
  fprintf(stderr, "to stderr\n");
  return 7;
}
END
"$REAL_CLANG" program.c -o plain
SOURCEPRINT_STRICT=1 "$INSTR_CC" program.c -o recorded

# run KIND: its words and status in KIND.out, KIND.err, KIND.status.
run() {
  local status=0
  "./$1" a b >"$1.out" 2>"$1.err" </dev/null || status=$?
  echo "$status" >"$1.status"
}

expect_unchanged() {
  run recorded
  for what in out err status; do
    expect_same "plain.$what" "recorded.$what"
  done
}

run plain
printf 'a file\n' >file
ln -s loop loop
# A folder that cannot be there, for root neither; a limit on file sizes; a name without end.
for folder in "$WORK/file" "$WORK/file/below" /proc/sourceprint "$WORK/loop" "/$(printf 'x%.0s' {1..300})"; do
  export SOURCEPRINT_OUTPUT_DIR=$folder
  expect_unchanged
  SOURCEPRINT_VERBOSE=1 run recorded
  expect_same plain.out recorded.out
  expect_same plain.status recorded.status
  grep -v '^to stderr$' recorded.err >said || true
  [ "$(wc -l <said)" -eq 1 ] || fail "$folder: not one line: $(cat said)"
  expect_contains said 'sourceprint: '
done
(
  export SOURCEPRINT_OUTPUT_DIR=$WORK/limited
  ulimit -f 64
  expect_unchanged
)
unset SOURCEPRINT_OUTPUT_DIR

# expect_refused STATUS TEXT RUN: a message with the text, no crash, in all commands that read runs.
expect_refused() {
  local command status
  for command in last log sites; do
    for form in text json; do
      status=0
      timeout 60 "$SOURCEPRINT" "$command" --format="$form" "$3" >shown 2>message || status=$?
      [ "$status" -eq "$1" ] || fail "$command $3: status $status: $(cat message)"
      [ -s message ] || fail "$command $3: no message"
      grep -qi -- "$2" message || fail "$command $3: not '$2': $(cat message)"
    done
  done
}

mkdir empty
expect_refused 1 'no such file' absent
expect_refused 1 'no run' empty
expect_refused 1 '' file
status=0
SOURCEPRINT_OUTPUT_DIR=$WORK/absent "$SOURCEPRINT" last 2>message || status=$?
[[ $status -eq 1 && -s message ]] || fail "no folder of runs: status $status"

# A run that was cut short, or whose parts are gone or damaged: told, and never a crash.
SOURCEPRINT_OUTPUT_DIR=$WORK/runs run recorded
good=$(echo runs/*-recorded-*)
expect_status 0 "$SOURCEPRINT" last "$good" >/dev/null
size=$(stat -c %s "$good/run.sp")
for length in 0 1 100 2407 4096 60000 $((4096 + 65536)) $((4096 + 65536 + 4095)) $((size / 2)) $((size - 1)); do
  cp -r "$good" cut
  truncate -s "$length" cut/run.sp
  for command in last log sites; do
    status=0
    timeout 60 "$SOURCEPRINT" "$command" cut >shown 2>message || status=$?
    [ "$status" -le 2 ] || fail "$command, cut at $length: status $status"
    [ "$status" -eq 0 ] || [ -s message ] || fail "$command, cut at $length: no message"
    [ "$length" -ge 60000 ] || [ "$status" -ne 0 ] || fail "$command, cut at $length: nothing noticed"
  done
  rm -r cut
done
cp -r "$good" without_table
rm without_table/*.sites
expect_status 2 "$SOURCEPRINT" last without_table >shown 2>message
[ -s message ] || fail "a run without its table: no message"

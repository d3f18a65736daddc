#!/usr/bin/env bash
# Issue item 5, exit statuses: each command ends with those that its page names.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0

cp -rL "$RUNFILES/examples/crash" crash
chmod -R u+w crash
make -s -C crash CC="$INSTR_CC"
SOURCEPRINT_OUTPUT_DIR=$WORK/good expect_status 139 quietly crash/crash
cp -r good cut
truncate -s 100000 cut/*/run.sp
cp -r good flipped
python3 - flipped/*/run.sp <<'END'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(100)  # in the header, which has a sum
    byte = file.read(1)[0]
    file.seek(100)
    file.write(bytes([byte ^ 1]))
END
cp -r good without_table
rm without_table/*/*.sites

# status_of STATUS COMMAND ARGUMENT...: its words are in ./shown and ./message.
status_of() {
  local wanted=$1 got=0
  shift
  rm -rf made made.zst
  timeout 60 "$SOURCEPRINT" "$@" >"${OUT:-shown}" 2>message </dev/null || got=$?
  [ "$got" -eq "$wanted" ] || fail "$*: status $got instead of $wanted: $(cat message)"
}

# ends STATUS COMMAND ARGUMENT...: with words on stderr if it is none of 0 and 3.
ends() {
  status_of "$@"
  if [ "$1" -eq 0 ] || [ "$1" -eq 3 ]; then
    [ ! -s message ] || fail "${*:2}: $(cat message)"
  else
    [ -s message ] || fail "${*:2}: status $1, and no reason"
  fi
}

reading=("last" "last --format=json" "last --raw" "log" "log --format=json" "stats" "stats --format=json" "path"
  "path --format=json" "sites" "sites --format=json" "diff good" "diff --format=json good" "pack -o made" "merge -o made")
for format in chrome folded gnu html jsonl lcov sarif sqlite; do
  reading+=("export --format=$format -o made")
done
for command in "${reading[@]}"; do
  # shellcheck disable=SC2086 # a command and its options
  {
    ends 0 $command good
    [[ $command == diff* || $command == sites* || $command == pack* || $command == merge* ]] || ends 0 $command good good
    ends 1 $command --no-such-option good
    expect_contains message "unrecognized option '--no-such-option'"
    ends 1 $command empty
    [[ $command == sites* ]] || ends 2 $command cut # whose table is whole
    ends 2 $command flipped
    ends 2 $command without_table
  }
done
# How a process ended is told on stderr.
status_of 0 follow good
ends 1 follow --no-such-option good
ends 2 follow flipped

# Nothing is found.
for command in last log stats path "export --format=jsonl" "diff good"; do
  # shellcheck disable=SC2086
  ends 1 $command --thread=nobody good
done
ends 1 last --include=nothing.c good
ends 1 stats --include=nothing.c good
status_of 0 log --include=nothing.c good # an empty log, with a word that says why
status_of 0 export --format=jsonl --include=nothing.c good
ends 1 path --seq=99999999 good
ends 0 diff --exit-code good good
cat >part.c <<'C'
int main(int argc, char **argv) {
  (void)argv;
  if (argc > 1)
    argc++;
  return 0;
}
C
SOURCEPRINT_STRICT=1 "$INSTR_CC" part.c -o part
SOURCEPRINT_OUTPUT_DIR=$WORK/one ./part
SOURCEPRINT_OUTPUT_DIR=$WORK/two ./part two
ends 0 diff one two
ends 3 diff --exit-code one two

# Output that cannot be written.
full() {
  OUT=/dev/full status_of 2 "$@"
  expect_contains message "not all of the output could be written: No space left on device"
}
for command in "${reading[@]}"; do
  # shellcheck disable=SC2086
  [[ $command == *" -o made" ]] || full $command good
done
for command in "follow" "export --format=jsonl" "export --format=html" "pack -o made.zst" "merge -o made"; do
  # shellcheck disable=SC2086
  full $command good
done
full env
full doctor
"$REAL_CLANG" part.c -o plain
full timing --runs=1 --plain=./plain -- ./part

# What is run has the last word.
ends 1 build
ends 1 verify
status_of 7 build -- sh -c 'exit 7'
status_of 127 build -- ./absent
status_of 143 build -- sh -c 'kill -TERM $$'
status_of 7 verify crash -- sh -c 'exit 7'
status_of 127 verify crash -- ./absent
status_of 0 verify crash -- true
status_of 1 verify crash -- sh -c 'echo >>crash/crash.c'
ends 0 timing --runs=1 --plain=./plain -- ./part
ends 1 timing --runs=1 --plain=./plain -- ./plain
ends 1 timing --runs=1 --plain=./absent -- ./part
status_of 9 timing --build='exit 9' -- ./part
ends 1 ctl 1 status
ends 1 ctl nobody on
ends 0 env
ends 1 env argument
ends 0 doctor
ends 0 init --yes
ends 1 init --yes
ends 1 tui good

# serve STATUS FOLDER: it ends when it is told to.
serve() {
  local pid status=0
  rm -f url
  "$SOURCEPRINT" serve "$2" >url 2>message &
  pid=$!
  for _ in {1..600}; do
    [ ! -s url ] || break
    sleep 0.05
  done
  kill -TERM "$pid"
  wait "$pid" || status=$?
  [ "$status" -eq "$1" ] || fail "serve $2: status $status instead of $1: $(cat message)"
}
serve 0 good
serve 2 flipped
serve 2 without_table
ends 1 serve --bind=256.0.0.1 good

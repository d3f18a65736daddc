#!/usr/bin/env bash
# What is no run, or of another version or machine: each command that reads runs says so in one line, with what to do.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0

echo 'int main(void) { return 0; }' >program.c
SOURCEPRINT_STRICT=1 "$INSTR_CC" program.c -o program
SOURCEPRINT_OUTPUT_DIR=$WORK/good ./program
run=$(basename good/*-program-*)

cat >change.py <<'END'
"""Makes a run one of a newer version, whose sum is right, or of the other byte order. usage: change.py KIND FILE"""
import struct, sys

SUM = 2328  # place of the sum in struct sp_run_header; it is FNV-1a of what stands between the magic number and it

def checksum(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value

with open(sys.argv[2], "r+b") as file:
    header = bytearray(file.read(SUM + 8))
    assert struct.unpack_from("<Q", header, SUM)[0] == checksum(header[8:SUM]), "the sum is another one, or elsewhere"
    if sys.argv[1] == "newer":
        version = struct.unpack_from("<I", header, 8)[0]
        struct.pack_into("<I", header, 8, version + 1)
        struct.pack_into("<Q", header, SUM, checksum(header[8:SUM]))
    else:
        header[0:8] = header[7::-1]
    file.seek(0)
    file.write(header)
END

mkdir empty locked
echo "a file" >file
chmod 000 locked
as_other=()
[ ! -r locked ] || as_other=(setpriv "--bounding-set=-dac_override,-dac_read_search")
for kind in newer foreign; do
  cp -r good "$kind"
  python3 change.py "$kind" "$kind/$run/run.sp"
done

# refused STATUS PATH TEXT COMMAND...: one line that has both, and a semicolon before what to do.
refused() {
  local wanted=$1 path=$2 text=$3 status=0
  shift 3
  rm -rf made
  "${as_other[@]}" timeout 60 "$SOURCEPRINT" "$@" >shown 2>message </dev/null || status=$?
  [ "$status" -eq "$wanted" ] || fail "$*: status $status instead of $wanted: $(cat message)"
  [ "$(wc -l <message)" -eq 1 ] || fail "$*: not one line: $(cat message)"
  expect_contains message "sourceprint: $path"
  expect_contains message "$text"
  grep -q '; [a-zA-Z_]' message || fail "$*: what is to be done? $(cat message)"
}

# On a terminal, which shows the line, too.
refused_by_tui() {
  local wanted=$1 text=$2 status=0
  shift 2
  python3 -c 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' \
    "${as_other[@]}" "$SOURCEPRINT" tui "$@" >shown </dev/null || status=$?
  [ "$status" -eq "$wanted" ] || fail "tui $*: status $status: $(cat shown)"
  [ "$(grep -c . shown)" -eq 1 ] || fail "tui $*: not one line: $(cat shown)"
  expect_contains shown "$text"
}

# What reads the folder of runs without being told which.
reading=("last" "last --format=json" "last --raw" "log" "log --format=json" "stats" "path" "follow" "serve")
for format in chrome folded gnu html jsonl lcov sarif sqlite; do
  reading+=("export --format=$format -o made")
done

# refused_by_all STATUS PATH TEXT FOLDER; PATH is what the line begins with.
refused_by_all() {
  local status=$1 path=$2 text=$3 folder=$4 command
  for command in "${reading[@]}"; do
    # shellcheck disable=SC2086 # a command and its options
    refused "$status" "$path" "$text" $command "$folder"
  done
  refused "$status" "$path" "$text" diff "$folder" good
  refused "$status" "$path" "$text" diff good "$folder"
  for command in "pack -o made" "merge -o made" "init --from-run"; do
    # shellcheck disable=SC2086
    refused 1 "$path" "$text" $command "$folder"
  done
  refused_by_tui "$status" "$text" "$folder"
}

refused_by_all 1 "absent: " "No such file or directory" absent
refused 1 "absent: " "No such file or directory" sites absent
refused_by_all 1 "file: " "Not a directory" file
refused 1 "file: " "neither an ELF file nor a run" sites file
refused_by_all 1 "empty: " "there is no run in this folder" empty
refused 1 "empty: " "there is no run in this folder" sites empty
refused_by_all 1 "locked: " "Permission denied" locked
refused 1 "locked: " "Permission denied" sites locked
refused_by_all 2 "newer/$run/run.sp: " "use the sourceprint that came with the compiler" newer
refused 2 "newer/$run/run.sp: " "use the sourceprint that came with the compiler" sites newer
refused_by_all 2 "foreign/$run/run.sp: " "read it on such a machine" "foreign/$run"
refused 2 "foreign/$run/run.sp: " "read it on such a machine" sites foreign

# The same by the variable, which the line names.
for folder in absent file; do
  for command in "${reading[@]}" "pack -o made" "init --from-run"; do
    export SOURCEPRINT_OUTPUT_DIR=$WORK/$folder
    # shellcheck disable=SC2086
    refused 1 "$WORK/$folder: " "SOURCEPRINT_OUTPUT_DIR" $command
  done
done
SOURCEPRINT_OUTPUT_DIR=$WORK/empty refused 1 "$WORK/empty: " "there is no run in this folder" last
SOURCEPRINT_OUTPUT_DIR=$WORK/locked refused 1 "$WORK/locked: " "Permission denied" last
SOURCEPRINT_OUTPUT_DIR=$WORK/newer refused 2 "$WORK/newer/$run/run.sp: " "format version" last
unset SOURCEPRINT_OUTPUT_DIR
TMPDIR=$WORK/absent refused 1 "$WORK/absent/sourceprint-$(id -u): " "nothing has been recorded there yet" last
[ ! -e made ] || fail "something was made of nothing"
chmod 700 locked

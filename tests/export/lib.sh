# shellcheck shell=bash
# What the tests of `sourceprint export` share. Source it first: . tests/export/lib.sh
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
EXPORT=$RUNFILES/tests/export

# make_program: ./program, compiled from tests/export/program.c.
make_program() {
  cp "$EXPORT/program.c" .
  cat >"odd name.h" <<'END'
static inline int half(int number) {
  number /= 2; return number;
}
END
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -g program.c -o program -pthread
}

# run_program FOLDER HOW [NAME=VALUE...]: its runs are in FOLDER, with what the reader has of them beside it:
# FOLDER.records, FOLDER.last.
run_program() {
  local folder=$1 how=$2
  shift 2
  quietly env SOURCEPRINT_OUTPUT_DIR="$WORK/$folder" "$@" ./program "$how" || true
  read_runs "$folder"
}

read_runs() {
  expect_status 0 "$SOURCEPRINT" log --format=json "$1" >"$1.records"
  expect_status 0 "$SOURCEPRINT" last --format=json "$1" >"$1.last"
  [ -s "$1.records" ] || fail "$1: no records"
}

# run_lua FOLDER: Lua crashes in its C code, of bytecode that was tampered with.
run_lua() {
  local number status
  unpack_source lua5_4
  rm lua5_4/src/luac.c
  (cd lua5_4/src && printf '%s\n' ./*.c | xargs -P 2 -n 4 env SOURCEPRINT_STRICT=1 "$INSTR_CC" -g -c -DLUA_USE_LINUX) 2>words ||
    fail "$(cat words)"
  SOURCEPRINT_STRICT=1 "$INSTR_CC" lua5_4/src/*.o -o lua5_4/src/lua -Wl,-E -ldl -lm
  for number in {1..200}; do
    rm -rf "$1"
    status=0
    SOURCEPRINT_OUTPUT_DIR=$WORK/$1 quietly timeout 2 setarch -R lua5_4/src/lua "$RUNFILES/tests/e2e/mutate.lua" "$number" >output || status=$?
    [ "$status" -ne 139 ] || break
  done
  [ "$status" -eq 139 ] || fail "Lua did not crash"
  read_runs "$1"
}

# export_to FILE FORMAT ARGUMENT...: with status 0, and nothing on stderr.
export_to() {
  local file=$1 format=$2
  shift 2
  expect_status 0 "$SOURCEPRINT" export --format="$format" -o "$file" "$@" 2>export.words
  [ ! -s export.words ] || fail "$format: $(cat export.words)"
}

# expect_sound_when_damaged FORMAT RUN: a run that is cut, or whose bytes are others, is exported as far as it goes, with
# status 2 or 0, and a message with 2.
expect_sound_when_damaged() {
  local format=$1 run=$2 size length status
  size=$(stat -c %s "$run/run.sp")
  for length in 0 100 2407 4096 $((4096 + 65536)) $((size / 3)) $((size - 5000)) flip no_table; do
    rm -rf damaged damaged.export
    cp -r "$run" damaged
    case $length in
      flip) python3 "$EXPORT/flip.py" damaged/run.sp ;;
      no_table) rm damaged/*.sites ;;
      *) truncate -s "$length" damaged/run.sp ;;
    esac
    status=0
    timeout 60 "$SOURCEPRINT" export --format="$format" -o damaged.export damaged 2>message || status=$?
    [ "$status" -le 2 ] || fail "$format, $length: status $status: $(cat message)"
    [ "$status" -eq 0 ] || [ -s message ] || fail "$format, $length: no message"
    [ "$length" != no_table ] || [ "$status" -eq 2 ] || fail "$format: no table, and status $status"
    [ -e damaged.export ] || [ "$status" -ne 0 ] || fail "$format, $length: status 0, and no file"
    [ -z "$(find . -maxdepth 1 -name '.damaged.export.*')" ] || fail "$format, $length: a part of a file was left"
  done
}

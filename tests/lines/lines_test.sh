#!/usr/bin/env bash
# shellcheck disable=SC2086 # COVERAGE is one word or none
# The lines that are recorded as executed are those that clang's --coverage counts, on the tests of zlib, Lua and sqlite.
. tests/e2e/lib.sh
setup_dist
export PYTHONPATH=$RUNFILES/tests/e2e:$RUNFILES/tests/lines
LLVM_COV=llvm-cov-$LLVM_MAJOR

# What a run records must all be in its ring, and no run may be removed before it was read.
export SOURCEPRINT_RUNS_BYTES=100000000000

# build_three NAME COMMAND...: runs the command in three copies of ./NAME, with $CC and the flag $COVERAGE: plain clang's
# and gcc's, which count lines, and ours, which records, signal handlers too.
build_three() {
  local name=$1 kind
  shift
  for kind in by-clang by-gcc recorded; do
    mkdir -p "$kind"
    cp -a "$name" "$kind/$name"
    case $kind in
      by-clang) CC=$REAL_CLANG COVERAGE=--coverage ;;
      by-gcc) CC=gcc COVERAGE=--coverage ;;
      recorded) CC=$INSTR_CC COVERAGE=-fsourceprint-signal-handlers=record ;;
    esac
    export CC COVERAGE SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs-$name
    (cd "$kind/$name" && "$@") >"$kind/$name.out" 2>&1 </dev/null || fail "$kind: $(tail -5 "$kind/$name.out")"
  done
  (cd "by-clang/$name" && find . -name '*.gcda' -exec "$LLVM_COV" gcov -t {} \;) >"by-clang/$name.counts"
  (cd "by-gcc/$name" && find . -name '*.gcda' -exec gcov -t {} \;) >"by-gcc/$name.counts" 2>/dev/null
}

# expect_same_lines NAME KINDS SOURCES FLAG...: SOURCES is a pattern in the folder; each X.c has become X.o at the top.
expect_same_lines() {
  local name=$1 kinds=$2 sources=$3 source pairs=()
  shift 3
  cd "$WORK/recorded/$name"
  for source in $sources; do
    pairs+=("$(basename "${source%.c}").o" "$source")
  done
  echo "$name:"
  python3 "$RUNFILES/tests/lines/compare_lines.py" "$WORK/runs-$name" "$WORK/by-clang/$name.counts" "$WORK/by-gcc/$name.counts" \
    "$kinds" "${pairs[@]}" -- "$@" || fail "$name: see above"
  cd "$WORK"
  rm -rf "runs-$name"
}

build_sample() {
  "$CC" $COVERAGE -O0 -w -c sample.c &&
    "$CC" $COVERAGE sample.o -o sample &&
    ./sample
}

build_zlib() {
  CFLAGS="-O0 -w $COVERAGE" ./configure &&
    SOURCEPRINT_RING_BYTES=67108864 make test
}

build_lua() {
  mv src/*.[ch] . &&
    rm luac.c &&
    "$CC" $COVERAGE "${LUA_FLAGS[@]}" -c ./*.c &&
    "$CC" $COVERAGE ./*.o -o lua -Wl,-E -ldl -lm &&
    SOURCEPRINT_RING_BYTES=1073741824 ./lua "$RUNFILES/tests/e2e/work.lua" 1
}

build_sqlite() {
  "$CC" $COVERAGE "${SQLITE_FLAGS[@]}" -c sqlite3.c shell.c &&
    "$CC" $COVERAGE shell.o sqlite3.o -o sqlite -pthread -ldl -lm || return
  # The session has errors on purpose.
  SOURCEPRINT_RING_BYTES=268435456 ./sqlite -batch test.db <"$RUNFILES/tests/e2e/session.sql" || [ $? -eq 1 ]
}

for sample in "$RUNFILES"/tests/lines/samples/*.c; do
  name=$(basename "$sample" .c)
  mkdir "$name"
  cp "$sample" "$name/sample.c"
  build_three "$name" build_sample
  expect_same_lines "$name" "${name//_/ }" sample.c -O0
done

unpack_source zlib
build_three zlib build_zlib
expect_same_lines zlib any '*.c test/example.c test/minigzip.c' -D_LARGEFILE64_SOURCE=1 -DHAVE_HIDDEN -I.

# Clang does not count what a computed goto jumps to. All three runs must do the same: no seeds of the clock and of addresses.
LUA_FLAGS=(-O0 -w -DLUA_USE_LINUX -DLUA_COMPAT_5_3 -DLUA_USE_JUMPTABLE=0 '-Dluai_makeseed(L)=0' '-Dl_randomizePivot()=0')
unpack_source lua5_4
build_three lua5_4 build_lua
expect_same_lines lua5_4 any '*.c' "${LUA_FLAGS[@]}"

[ -n "${SP_SOURCE_amalgamation:-}" ] || exit 0
SQLITE_FLAGS=(-O0 -w -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_THREADSAFE=1)
unpack_source amalgamation
build_three amalgamation build_sqlite
expect_same_lines amalgamation any '*.c' "${SQLITE_FLAGS[@]}"

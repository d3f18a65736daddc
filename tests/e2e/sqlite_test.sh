#!/usr/bin/env bash
# sqlite's amalgamation, the largest single C file there is: the same words of the compiler, and of a session of its shell.
. tests/e2e/lib.sh
setup_dist
LEVEL=${LEVEL:--O1}
OPTIONS=(-DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_THREADSAFE=1)

build() {
  "$CC" "$LEVEL" -Wall -Wextra -MD "${OPTIONS[@]}" -c sqlite3.c
  "$CC" "$LEVEL" -Wall -Wextra -MD "${OPTIONS[@]}" -c shell.c
  "$CC" shell.o sqlite3.o -o sqlite -pthread -ldl -lm
}

# session KIND ARGUMENT...: the shell's words and status in KIND.out, KIND.err, KIND.code.
session() {
  local kind=$1 status=0
  shift
  rm -f test.db
  "./$kind/amalgamation/sqlite" -batch "$@" test.db <"$RUNFILES/tests/e2e/session.sql" >"$kind.out" 2>"$kind.err" || status=$?
  echo "$status" >"$kind.code"
  sha256sum <test.db >"$kind.database"
}

expect_same_sessions() {
  session plain "$@"
  session recorded "$@"
  for what in out err code database; do
    expect_same "plain.$what" "recorded.$what"
  done
}

unpack_source amalgamation
build_both amalgamation build
expect_same_builds amalgamation
[ -x plain/amalgamation/sqlite ] || fail "there is no shell"
[ -s plain/stderr ] || fail "no warning was printed: nothing was compared"

rm -rf runs
expect_same_sessions
[ "$(wc -l <plain.out)" -gt 500 ] || fail "the session ended early: $(tail -3 plain.out plain.err)"
[ "$(grep -c 'error' plain.err)" -gt 10 ] || fail "too few errors: $(cat plain.err)"
expect_contains plain.out 'Title 207'
expect_same_sessions -bail
expect_status 0 "$SOURCEPRINT" last --all --format=json runs >last.json
expect_json last.json "len(d['processes']) == 2 and all(p['exit'] == $(cat plain.code) for p in d['processes'])"

#!/usr/bin/env bash
# Lua's own build does not notice whose compiler it is, and the interpreter works as the plain one does.
. tests/e2e/lib.sh
setup_dist
ROUNDS=${ROUNDS:-8}

build() {
  make -C src linux CC="$CC" MYCFLAGS="-O2 -Wextra -MD"
}

unpack_source lua5_4
build_both lua5_4 build
expect_same_builds lua5_4
# Upstream's code gives no warnings.
[ -x plain/lua5_4/src/lua ] || fail "there is no interpreter"

rm -rf runs
for kind in plain recorded; do
  "./$kind/lua5_4/src/lua" "$RUNFILES/tests/e2e/work.lua" "$ROUNDS" >"$kind.out" 2>"$kind.err"
done
expect_same plain.out recorded.out
expect_same plain.err recorded.err
[ "$(wc -l <plain.out)" -gt $((ROUNDS * 30)) ] || fail "the script ended early: $(cat plain.err)"

# An error, with its status and traceback.
for kind in plain recorded; do
  (cd "$kind/lua5_4/src" && expect_status 1 ./lua -e 'local function f() error("on purpose") end f()' 2>"$WORK/$kind.err")
done
expect_same plain.err recorded.err
expect_contains recorded.err 'on purpose'

expect_status 0 "$SOURCEPRINT" last --all --format=json runs >last.json
expect_json last.json "[p['exit'] for p in d['processes']] == [0, 1]"
expect_json last.json "all(t['file'] == 'lua.c' and t['function'] == 'main' for p in d['processes'] for t in p['threads'])"

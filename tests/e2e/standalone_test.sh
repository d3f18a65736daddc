#!/usr/bin/env bash
# instr-rewrite by itself: a mirrored tree that the plain compiler builds, and that records; only ever new files.
. tests/e2e/lib.sh
setup_dist
INSTR_REWRITE=$DIST/lib/sourceprint/instr-rewrite
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs

mkdir -p project/src project/include project/build outside
cat >project/include/shared.h <<'END'
#pragma once
static inline int shared(int x) { return x + 1; }
END
cat >project/src/own.h <<'END'
static inline int own(int x) { return x * 2; }
END
cat >outside/foreign.h <<'END'
static inline int foreign(int x) { return x; }
END
cat >project/src/main.c <<'END'
#include "own.h"
#include <foreign.h>
#include <shared.h>
int helper(int x);
int main(void) {
  int sum = own(1) + foreign(2);
  sum += shared(3);
  return sum + helper(4) == 13 ? 0 : 1;
}
END
cat >project/src/helper.c <<'END'
#include "../include/shared.h"
int helper(int x) {
  return shared(x);
}
END
echo 'int f(void) { return undeclared; }' >project/src/wrong.c
cp project/src/helper.c project/src/unknown.c
ln -s src project/linked

# database NAME...: writes compile_commands.json for these sources of project/src.
database() {
  python3 - "$WORK/project" "$@" <<'END' >project/build/compile_commands.json
import json, sys
folder, *names = sys.argv[1:]
flags = "-O1 -I../include -I../../outside -fsourceprint-granularity=block -c -o"
print(json.dumps([{"directory": folder + "/build", "file": f"../src/{n}.c", "command": f"cc {flags} {n}.o ../src/{n}.c"} for n in names]))
END
}

# rewrite STATUS ARGUMENT...: with the project's folders, its words in ./words and ./out.
rewrite() {
  local wanted=$1 got=0
  shift
  timeout 60 "$INSTR_REWRITE" -p project/build --input-root project "$@" >out 2>words || got=$?
  [ "$got" -eq "$wanted" ] || fail "status $got instead of $wanted: $* $(cat words)"
}
# refuse TEXT ARGUMENT...: status 1, one line that holds TEXT, and nothing new under ./refused.
refuse() {
  rewrite 1 "${@:2}" --output-dir refused
  expect_contains words "$1"
  [ "$(wc -l <words)" -eq 1 ] || fail "more than one line: $(cat words)"
  [ ! -e refused ] || fail "something was written: $(find refused)"
}

# A tree: rewritten, or copied where two sources read the same header.
database main helper wrong
rewrite 0 --output-dir mirror project/src/main.c project/src/helper.c
[ ! -s words ] || fail "words: $(cat words)"
expect_contains out 'mirror: 3 files rewritten, 1 copied as they are (1 of them because several sources read them)'
(cd mirror && find . -type f | sort) >found
printf '%s\n' ./include/shared.h ./src/helper.c ./src/main.c ./src/own.h | diff - found || fail "other files"
expect_same project/include/shared.h mirror/include/shared.h
[ "$(wc -l <mirror/src/main.c)" -eq "$(wc -l <project/src/main.c)" ] || fail "lines moved"
for level in -O0 -O2; do
  (cd mirror/src && "$REAL_CLANG" $level -Wall -Wextra -Werror -I../include -I../../outside main.c helper.c "$DIST/lib/sourceprint/sourceprint_rt.o" -o "$WORK/program")
  expect_status 0 ./program
done
"$SOURCEPRINT" last --format=json runs >last.json
expect_json last.json "[(t['line'], t['function']) for p in d['processes'] for t in p['threads']] == [(3, 'helper')]"
"$SOURCEPRINT" log runs >records
expect_contains records 'file=../src/own.h line=1 func=own'
expect_contains records 'file=../src/helper.c line=3 func=helper'
"$SOURCEPRINT" sites --skipped program >skipped
expect_contains skipped 'shared skipped (in a file that several of the rewritten sources read) return x + 1'

# Again: nothing is overwritten, and nothing written.
find mirror -type f -exec md5sum {} + | sort >before
rewrite 1 --output-dir mirror project/src/main.c project/src/helper.c
expect_contains words 'is there already, and would be overwritten'
[ "$(wc -l <words)" -eq 1 ] || fail "more than one line: $(cat words)"
find mirror -type f -exec md5sum {} + | sort >after
expect_same before after

# One file in the way of one source keeps all from being written.
mkdir -p partly/src
echo mine >partly/src/helper.c
rewrite 1 --output-dir partly project/src/main.c project/src/helper.c
[ "$(find partly -type f)" = partly/src/helper.c ] || fail "written beside a file that was in the way"
[ "$(cat partly/src/helper.c)" = mine ] || fail "overwritten"

# No symbolic link is followed out of the folder; the folder itself may be named by one.
mkdir -p linked elsewhere
ln -s "$WORK/elsewhere" linked/src
rewrite 1 --output-dir linked project/src/main.c
expect_contains words 'linked/src is in the way'
ln -s "$WORK/absent" linked/include
rm linked/src
mkdir linked/src
ln -s "$WORK/elsewhere/main.c" linked/src/main.c
rewrite 1 --output-dir linked project/src/main.c
[ -z "$(ls elsewhere)" ] || fail "a link was followed"
ln -s mirror2 by_link
mkdir mirror2
rewrite 0 --output-dir by_link project/src/helper.c
[ -f mirror2/src/helper.c ] || fail "not where the link leads"

# One source alone: its headers are its own. All of the database: those that are right.
rewrite 0 --output-dir alone project/src/helper.c
expect_contains out 'alone: 2 files rewritten, 0 copied'
rewrite 1 --output-dir everything
expect_contains words "wrong.c:1:22: error: use of undeclared identifier 'undeclared'"
[ ! -e everything/src/wrong.c ] || fail "a source with errors was written"
[[ -f everything/src/main.c && -f everything/src/helper.c ]] || fail "the others were not written"

# A list, by other names; filters; annotations.
printf '# a list\n\n%s\n' project/linked/helper.c >list
rewrite 0 --output-dir listed --file-list list
[ -f listed/src/helper.c ] || fail "not written: $(find listed)"
rewrite 0 --output-dir filtered --filter-file helper.c --filter-function help project/src/main.c project/src/helper.c
grep -q __sp_enter filtered/src/helper.c || fail "the chosen function has no records"
! grep -q __sp_enter filtered/src/main.c || fail "another file has records"

# The folder may lie inside the root.
rewrite 0 --output-dir project/inside project/src/main.c
rewrite 1 --output-dir project/inside project/src/main.c

# The folder may be the root, or hold it: what would be overwritten is there already.
rewrite 1 --output-dir project project/src/main.c
expect_contains words 'is there already, and would be overwritten'
(cd project && timeout 60 "$INSTR_REWRITE" -p build --input-root src --output-dir . src/helper.c) >out 2>words
[ -f project/helper.c ] || fail "not written beside the root: $(cat words)"

# Bad input: one line, and nothing is written.
refuse 'no such file' project/src/absent.c
refuse 'has no command that compiles it' project/src/unknown.c
refuse 'is not below the root project' outside/foreign.h
refuse 'cannot read the list absent.txt' --file-list absent.txt
refuse "invalid value 'regex:(' of --include-file: not a regular expression" --filter-file 'regex:(' project/src/main.c
status=0
"$INSTR_REWRITE" -p project/src --input-root project --output-dir refused project/src/main.c 2>words || status=$?
[[ $status -eq 1 && $(wc -l <words) -eq 1 ]] || fail "status $status: $(cat words)"
expect_contains words 'cannot read project/src/compile_commands.json'
status=0
"$INSTR_REWRITE" -p project/build --input-root project/src/main.c --output-dir refused 2>words || status=$?
[[ $status -eq 1 && $(wc -l <words) -eq 1 ]] || fail "status $status: $(cat words)"
expect_contains words 'the root project/src/main.c is no folder'
status=0
"$INSTR_REWRITE" --input-root project --output-dir refused 2>words || status=$?
[[ $status -eq 1 && $(wc -l <words) -eq 1 ]] || fail "status $status: $(cat words)"
expect_contains words '-p BUILD'
for text in '' '[{' '{}' '[{"directory": "/", "file": "a.c"}]' '[1]'; do
  printf '%s' "$text" >project/build/compile_commands.json
  refuse 'compile_commands.json is damaged' project/src/main.c
done

# A full disk leaves no half file: a limit on the size of files stands for it.
database main helper
python3 -c 'print("int big(int x) {", *["  x++;"] * 20000, "  return x;\n}", sep="\n")' >project/src/helper.c
status=0
(
  ulimit -f 64
  trap '' XFSZ
  exec "$INSTR_REWRITE" -p project/build --input-root project --output-dir full project/src/helper.c
) >out 2>words || status=$?
[[ $status -eq 1 && $(wc -l <words) -eq 1 ]] || fail "status $status: $(cat words)"
expect_contains words 'cannot write full/src/helper.c: File too large'
[ -z "$(find full -type f)" ] || fail "left behind: $(find full -type f)"

# Killed at any moment, it leaves whole files only.
"$INSTR_REWRITE" -p project/build --input-root project --output-dir whole project/src/helper.c >out
for delay in 0.01 0.05 0.1 0.2 0.3 0.4 0.5; do
  quietly timeout -s KILL "$delay" "$INSTR_REWRITE" -p project/build --input-root project --output-dir "killed$delay" project/src/helper.c >out || true
  [ ! -d "killed$delay" ] || [ -z "$(find "killed$delay" -type f)" ] || expect_same whole/src/helper.c "killed$delay/src/helper.c"
  [ -z "$(find . -name '.instr-rewrite*')" ] || fail "a temporary file is left"
done

#!/usr/bin/env bash
# The product's folder can be moved, put under a name with spaces, and reached through links in PATH.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1

cat >hello.c <<'END'
#include <stdio.h>
int main(void) {
  puts("hello");
  return 0;
}
END

# expect_working COMPILER REPORT: builds, runs and shows.
expect_working() {
  rm -rf runs hello
  "$1" hello.c -o hello 2>words || fail "$1: $(cat words)"
  [ ! -s words ] || fail "$1: $(cat words)"
  [ "$(SOURCEPRINT_OUTPUT_DIR=$WORK/runs ./hello)" = hello ] || fail "the program does not run"
  "$2" last --format=json runs >last.json || fail "$2 cannot show the run"
  expect_json last.json "[(t['line'], t['snippet']) for p in d['processes'] for t in p['threads']] == [(4, 'return 0')]"
}

mkdir "a folder"
cp -r "$DIST" "a folder/moved sourceprint"
moved="$WORK/a folder/moved sourceprint"
expect_working "$moved/bin/instr-cc" "$moved/bin/sourceprint"

mkdir links
ln -s "$moved/bin/instr-cc" links/instr-cc
ln -s ../links/instr-cc links/cc
ln -s "$moved/bin/sourceprint" links/sourceprint
PATH=$WORK/links:$PATH
expect_working instr-cc sourceprint
expect_working cc sourceprint
(cd "a folder/moved sourceprint/bin" && cp ../../../hello.c . && ./instr-cc -c hello.c && ./sourceprint sites hello.o >/dev/null) ||
  fail "by a relative path"

# Through a link named clang, first in PATH: it must not take itself for the real compiler.
ln -s "$moved/bin/instr-cc" links/clang
SOURCEPRINT_REAL_CC=clang PATH=$WORK/links:$(dirname "$REAL_CLANG"):/usr/bin:/bin expect_working clang sourceprint

# The run can be moved, and shown when sources and program are gone.
mkdir elsewhere
mv runs elsewhere/moved
rm hello hello.c
"$SOURCEPRINT" last --format=json elsewhere/moved >last.json || fail "the moved run is not readable"
expect_json last.json "[t['snippet'] for p in d['processes'] for t in p['threads']] == ['return 0']"

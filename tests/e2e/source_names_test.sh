#!/usr/bin/env bash
# Names of sources: a recursive make compiles lib/a.c and app/a.c, each as a.c in its folder, and the program runs
# elsewhere. Every report shows the lines of the right file, and tells the two apart.
# shellcheck disable=SC2015,SC2094 # C may run after B; a report has the name of its command
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_STRICT=1 SOURCEPRINT_CACHE_DIR=$WORK/cache

mkdir -p tree/lib tree/app/inc elsewhere
printf 'int half(int x)\n{\n  volatile int *p = 0;\n  return *p / x;\n}\n' >tree/lib/a.c
printf 'static inline int twice(int x)\n{\n  return 2 * x;\n}\n' >tree/app/inc/own.h
printf '#include "own.h"\nint half(int);\nint main(void)\n{\n  return half(twice(1));\n}\n' >tree/app/a.c
build() { # FOLDER [FLAG...]
  local folder=$1
  shift
  (cd "$folder/lib" && "$INSTR_CC" -g "$@" -c a.c -o a.o)
  (cd "$folder/app" && "$INSTR_CC" -g "$@" -Iinc -c a.c -o a.o)
  "$INSTR_CC" "$folder/lib/a.o" "$folder/app/a.o" -o "$folder/prog"
}
run() { (cd "$WORK/elsewhere" && ulimit -c 0 && quietly "$1" || [ $? -eq 139 ]); }
report() { (cd / && "$SOURCEPRINT" "$@"); }
build tree
run "$WORK/tree/prog"

report last >last
expect_contains last "lib/a.c:4:3 in half"
expect_contains last "> 4 |   return *p / x;"
expect_contains last "main (app/a.c:5)"
! grep -q 'not shown' last || fail "a source is not shown"
report path >path
expect_contains path "lib/a.c:4"
expect_contains path "app/a.c:5"
report log >log
grep -qE 'file=lib/a\.c line=4 ' log && grep -qE 'file=app/a\.c line=5 ' log || fail "log does not tell the files apart"
expect_contains log "file=inc/own.h"
report stats --by file >stats
expect_contains stats "lib/a.c"
expect_contains stats "app/a.c"
"$SOURCEPRINT" sites tree/prog >sites
expect_contains sites "lib/a.c:4"
expect_contains sites "app/a.c:5"

# Exports name the files that were compiled.
report export --format=lcov >lcov
for file in lib/a.c app/a.c app/inc/own.h; do
  expect_contains lcov "SF:$WORK/tree/$file"
done
report export --format=sarif >sarif
expect_contains sarif "file://$WORK/tree/lib/a.c"
report export --format=gnu >gnu
expect_contains gnu "$WORK/tree/lib/a.c:4"
report export --format=chrome >chrome
expect_contains chrome "app/a.c"
report export --format=jsonl >jsonl
expect_contains jsonl '"file":"lib/a.c"'
report export --format=sqlite -o "$WORK/db"
python3 -c 'import sqlite3
files = {row[0] for row in sqlite3.connect("db").execute("SELECT DISTINCT file FROM sites")}
assert files == {"lib/a.c", "app/a.c", "inc/own.h"}, files'
report export --format=html -o "$WORK/html"
expect_contains html "lib/a.c"
expect_contains html "return *p / x;"

# The sources are in the archive, and found in it when the tree is gone.
report pack -o "$WORK/packed.tar.gz" >/dev/null
mv tree gone
mkdir unpacked
tar -xf packed.tar.gz -C unpacked
report last "$WORK/unpacked" >last
expect_contains last "> 4 |   return *p / x;"
! grep -q 'not shown' last || fail "the archive holds not all sources"

# Without them the report lists where it looked, and --source-root leads it on.
report last >last
expect_contains last "No such file or directory; tried $WORK/tree/lib/a.c"
expect_contains last "--source-root"
report last --source-root "$WORK/tree=$WORK/gone" >last
expect_contains last "> 4 |   return *p / x;"

# Another file of that name is not taken for it.
mkdir -p decoy/lib
printf 'int half(int x)\n{\n  volatile int *p = 0;\n  return *p / x;\n}\nint decoy;\n' >decoy/a.c
(cd decoy && "$SOURCEPRINT" last) >last
! grep -q 'decoy' last || fail "a file of the working directory was taken for another one"
mv gone tree

# Two builds of one program in different folders: they are compared by the same names.
rm -rf runs
cp -r tree copy
build copy
run "$WORK/tree/prog"
run "$WORK/copy/prog"
mapfile -t found < <(ls -d runs/2*)
report diff "$WORK/${found[0]}" "$WORK/${found[1]}" >differences || fail "diff: $?"
! grep -qE '(tree|copy)/(lib|app)/a.c' differences || fail "the folders of the builds are differences"

# Reproducible builds: the folder is what debug information has.
rm -rf runs
build tree "-ffile-prefix-map=$WORK/tree=/usr/src/x"
cp tree/lib/a.o one.o
build copy "-ffile-prefix-map=$WORK/copy=/usr/src/x"
cmp one.o copy/lib/a.o || fail "the object depends on its folder"
run "$WORK/copy/prog"
report last --source-root "/usr/src/x=$WORK/tree" >last
expect_contains last "lib/a.c:4:3 in half"
expect_contains last "> 4 |   return *p / x;"
rm -r copy/lib copy/app
report export --format=lcov >lcov
expect_contains lcov "SF:/usr/src/x/lib/a.c"

# Bazel's way: a sandbox that is gone, named so that objects do not depend on it. Names begin where the reader stands.
rm -rf runs
cp -r tree sandbox
(cd sandbox && for file in lib/a app/a; do PWD=/proc/self/cwd "$INSTR_CC" -g -Iapp/inc -c $file.c -o $file.o; done)
"$INSTR_CC" sandbox/lib/a.o sandbox/app/a.o -o prog
! grep -q "$WORK/sandbox" sandbox/lib/a.o || fail "the object names the sandbox"
rm -rf sandbox
run "$WORK/prog"
(cd tree && "$SOURCEPRINT" last) >last
expect_contains last "lib/a.c:4:3 in half"
expect_contains last "> 4 |   return *p / x;"
report last --source-root "$WORK/tree" >last
expect_contains last "> 4 |   return *p / x;"

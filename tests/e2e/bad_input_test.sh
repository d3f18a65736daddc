#!/usr/bin/env bash
# Wrong sources and broken installations: the plain compiler's words and status, and never a broken build.
. tests/e2e/lib.sh
setup_dist

# expect_same_failure ARGUMENT...: in folders with the same sources, both compilers say and leave the same.
expect_same_failure() {
  local kind compiler status
  for kind in plain recorded; do
    compiler=$REAL_CLANG
    [ "$kind" = plain ] || compiler=$INSTR_CC
    status=0
    rm -rf build "$kind"
    cp -r sources build
    (cd build && SOURCEPRINT_STRICT=1 "$compiler" "$@") >stdout 2>stderr </dev/null || status=$?
    mkdir "$kind"
    (cd build || exit; find . -type f | sort; find . -name '*.d' -exec cat {} +) >"$kind/left"
    echo "$status" >"$kind/status"
    mv stdout stderr "$kind"
  done
  diff -ru plain recorded || fail "differs: $*"
  [ "$(cat plain/status)" -ne 0 ] || fail "that was no failure: $*"
}

mkdir sources
printf 'int main(void) {\n  return 0;\n}\n' >sources/good.c
printf 'int main(void) {\n  int unused;\n  return 0 +;\n}\n' >sources/syntax.c
printf '#include <stdio.h>\n#include "absent.h"\nint main(void) { return 0; }\n' >sources/include.c
printf 'int main(void) { return undeclared; }\n#error no\n' >sources/two_errors.c
head -c 2000 "$REAL_CLANG" >sources/binary.c
printf 'int main(void) {\n' >sources/open.c
mkdir sources/folder.c

for source in absent.c syntax.c include.c two_errors.c binary.c open.c folder.c; do
  expect_same_failure -Wall -MD -c "$source"
  expect_same_failure -Wall -MD -O2 "$source" -o program
  expect_same_failure -Wall -MD -c good.c "$source"
done
expect_same_failure -c good.c -o absent/folder/good.o
expect_same_failure -c good.c -Werror=nothing -Wall -Werror -DX=1 -UX -I
expect_same_failure -c syntax.c -ferror-limit=1 -Werror -Wall
expect_same_failure -c good.c --target=nonsense-unknown

# A source that this user cannot read. Root can read everything, so then it is tried as nobody, where there is such a user:
# a sandbox may have none. The place is one that nobody can reach.
place=$(mktemp -d)
clean_up() {
  local status=$?
  chmod -R u+w "$place"
  rm -rf "$place"
  finish "$status"
}
trap clean_up EXIT
cp -r "$DIST" "$place/dist"
cp sources/good.c "$place/unreadable.c"
chmod -R a+rX "$place"
chmod 000 "$place/unreadable.c"
as_other=()
[ ! -r "$place/unreadable.c" ] || as_other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if "${as_other[@]}" true 2>/dev/null; then
  for compiler in "$REAL_CLANG" "$place/dist/bin/instr-cc"; do
    status=0
    (cd "$place" && "${as_other[@]}" "$compiler" -c unreadable.c -o /dev/null) 2>"$(basename "$compiler").words" || status=$?
    echo "$status" >>"$(basename "$compiler").words"
  done
  expect_same clang.words instr-cc.words
  expect_contains clang.words 'unreadable.c'
else
  echo "An unreadable source was not tried: root reads all, and there is no other user here."
fi

# The real compiler is missing: one line, which names the remedy.
status=0
SOURCEPRINT_REAL_CC=nonsense "$INSTR_CC" -c sources/good.c 2>words || status=$?
[[ $status -eq 1 && $(wc -l <words) -eq 1 ]] || fail "status $status: $(cat words)"
expect_contains words SOURCEPRINT_REAL_CC=nonsense
status=0
PATH='' SOURCEPRINT_REAL_CC=clang "$INSTR_CC" -c sources/good.c 2>words || status=$?
[[ $status -eq 1 && $(wc -l <words) -eq 1 ]] || fail "status $status: $(cat words)"

# A part of ours is missing: the build works, and says so in one line, which STRICT makes an error.
for part in instr-rewrite sourceprint_rt.o; do
  rm -rf dist runs program
  cp -r "$DIST" dist
  chmod -R u+w dist
  rm "dist/lib/sourceprint/$part"
  export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
  dist/bin/instr-cc sources/good.c -o program 2>words || fail "without $part: $(cat words)"
  [[ $(wc -l <words) -eq 1 && $(cat words) = "instr-cc: warning: "*"is missing from the installation" ]] ||
    fail "without $part: $(cat words)"
  ./program || fail "without $part: the program does not run"
  expect_contains runs/fallbacks "$([ "$part" = instr-rewrite ] && echo no-rewriter || echo no-runtime)"
  status=0
  SOURCEPRINT_STRICT=1 dist/bin/instr-cc sources/good.c -o program 2>words || status=$?
  [[ $status -eq 1 && $(wc -l <words) -eq 1 ]] || fail "without $part, strict: status $status: $(cat words)"
done

# No temporary folder: /tmp takes its place.
rm -f program
TMPDIR=$WORK/absent SOURCEPRINT_STRICT=1 "$INSTR_CC" -c sources/good.c -o ours.o 2>words || fail "without TMPDIR: $(cat words)"
"$SOURCEPRINT" sites ours.o >listed || fail "without TMPDIR: no sites"
[ ! -s words ] || fail "without TMPDIR: $(cat words)"

# Nor /tmp: compiled as it is, which is said.
cat >no_folder.sh <<'END'
mount -t tmpfs -o nr_inodes=1 none /tmp || exit 77 # skipped: no mount can be made here
{ [ -x "$INSTR_CC" ] && cd "$WORK"; } 2>/dev/null || exit 77 # skipped: the mount hides the compiler or this folder
TMPDIR=$WORK/absent "$INSTR_CC" -c sources/good.c -o ours.o
END
status=0
unshare -rm bash no_folder.sh 2>words || status=$?
if [ "$status" -eq 77 ] || grep -q unshare words; then
  echo "no mounts here, or in the way: the case without any folder is left out"
else
  [[ $status -eq 0 && $(wc -l <words) -eq 1 ]] || fail "without any folder: $status: $(cat words)"
  expect_contains words 'instr-cc: warning: sources/good.c: not instrumented (no-tree)'
  TMPDIR=$WORK/absent "$REAL_CLANG" -c sources/good.c -o plain.o
  expect_same plain.o ours.o
  expect_contains runs/fallbacks no-tree
fi

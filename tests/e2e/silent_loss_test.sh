#!/usr/bin/env bash
# Nothing is lost without a word: a source whose object records nothing, and a folder of runs that is not there yet.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_OUTPUT_DIR=$WORK/not/yet/there
printf 'int main(void) {\n  int n = 1;\n  return n - 1;\n}\n' >code.c
printf 'struct only { int types; };\n' >types.c

# The folders above it are made, by a program and by the compiler.
SOURCEPRINT_STRICT=1 "$INSTR_CC" code.c -o code
./code
"$SOURCEPRINT" last >last.txt
expect_contains last.txt 'return n - 1'

# Built by the name of a link to the folder, and then directly.
mkdir real
cp code.c real
ln -s real link
for folder in link real link; do
  (cd "$folder" && SOURCEPRINT_STRICT=1 "$INSTR_CC" -c code.c && "$SOURCEPRINT" sites code.o) >sites.txt ||
    fail "in $folder: no sites"
  [ "$(readlink -f link/code.o)" = "$(readlink -f real/code.o)" ] || fail "they are two folders"
  rm real/code.o
done

# A compiler that does not take the rewritten text, as a wrapper may do that knows the options it lets through.
cat >wrapper <<END
#!/bin/bash
words=()
while [ \$# -gt 0 ]; do
  if [ "\$1" = -ivfsoverlay ]; then shift 2; else words+=("\$1"); shift; fi
done
exec $REAL_CLANG "\${words[@]}"
END
chmod +x wrapper
export SOURCEPRINT_REAL_CC=$PWD/wrapper
for arguments in '-c code.c' '-c code.c -o other.o' 'code.c -o program' 'code.c types.c -o program' '-shared -fPIC code.c -o part.so'; do
  # shellcheck disable=SC2086
  expect_status 1 env SOURCEPRINT_STRICT=1 "$INSTR_CC" $arguments 2>words
  expect_contains words 'code.c: not instrumented (no-sites): the object has no sites although the source was rewritten'
done
"$INSTR_CC" -c code.c 2>words
[ ! -s words ] || fail "it is the user's build: $(cat words)"
expect_contains "$SOURCEPRINT_OUTPUT_DIR/fallbacks" ' no-sites '
# There is nothing to record, or the object is none.
for arguments in '-c types.c' '-c code.c -flto' '-S code.c' '-c code.c -emit-llvm'; do
  # shellcheck disable=SC2086
  SOURCEPRINT_STRICT=1 "$INSTR_CC" $arguments || fail "$arguments"
done

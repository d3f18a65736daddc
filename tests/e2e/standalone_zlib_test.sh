#!/usr/bin/env bash
# zlib, rewritten into a tree of its own and built there by the plain compiler, passes its test and records.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs

unpack_source zlib
cd zlib
CC=$REAL_CLANG ./configure >../configured
sources=(./*.c test/example.c)
printf '%s\n' "${sources[@]}" | python3 -c 'import json, os, sys
here = os.getcwd()
lines = [line.strip() for line in sys.stdin]
print(json.dumps([{"directory": here, "file": f, "arguments": ["gcc", "-O2", "-I.", "-D_LARGEFILE64_SOURCE=1", "-w", "-c", f]} for f in lines]))' >compile_commands.json

"$DIST/lib/sourceprint/instr-rewrite" -p . --input-root . --output-dir ../mirror >../out 2>../words
[ ! -s ../words ] || fail "words: $(cat ../words)"
cat ../out

for kind in zlib mirror; do
  cd "$WORK/$kind"
  runtime=()
  [ "$kind" = zlib ] || runtime=("$DIST/lib/sourceprint/sourceprint_rt.o")
  "$REAL_CLANG" -O2 -Wall -Werror -Wno-unknown-warning-option -Wno-deprecated-non-prototype -I. -D_LARGEFILE64_SOURCE=1 "${sources[@]}" "${runtime[@]}" -o example
  expect_status 0 ./example >"$WORK/$kind.out"
done
cd "$WORK"
expect_same zlib.out mirror.out
expect_contains mirror.out 'inflate with dictionary: hello'

for source in "${sources[@]}"; do
  [ "$(wc -l <"zlib/$source")" -eq "$(wc -l <"mirror/$source")" ] || fail "lines moved in $source"
done
"$SOURCEPRINT" log runs >records
expect_contains records 'file=test/example.c line='
expect_contains records 'deflate.c line='
"$SOURCEPRINT" sites mirror/example | tail -n 1

#!/usr/bin/env bash
# At least 998 of 1000 executable statements of real programs have a site, counted against clang's own list of them.
. tests/e2e/lib.sh
setup_dist

# expect_covered FOLDER SOURCES FLAG...: SOURCES is a pattern in the folder; the sources are compiled with the flags.
expect_covered() {
  local folder=$1 sources=$2 source pairs=()
  shift 2
  cd "$WORK/$folder"
  for source in $sources; do
    SOURCEPRINT_STRICT=1 "$INSTR_CC" -w "$@" -c "$source" -o "$source.o"
    pairs+=("$source.o" "$source")
  done
  echo "$folder:"
  python3 "$RUNFILES/tests/e2e/count_statements.py" "$REAL_CLANG" "$SOURCEPRINT" 99.8 "${pairs[@]}" -- "$@" ||
    fail "$folder has statements without a site"
  cd "$WORK"
}

unpack_source zlib
(cd zlib && CC=$REAL_CLANG ./configure >/dev/null)
expect_covered zlib '*.c test/*.c' -O2 -D_LARGEFILE64_SOURCE=1 -DHAVE_HIDDEN -I.
unpack_source lua5_4
expect_covered lua5_4 'src/*.c' -O2 -DLUA_USE_LINUX -DLUA_COMPAT_5_3
unpack_source amalgamation
expect_covered amalgamation 'sqlite3.c shell.c' -O0 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE

#!/usr/bin/env bash
# No store and no division of an optimized program can trap while another statement's record is the last one.
. tests/e2e/lib.sh
setup_dist

# check NAME FLAG...: the sources of the current folder as one program.
check() {
  local name=$1
  shift
  echo "$name:"
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -g -w "$@" -o "$WORK/$name"
  timeout 900 python3 "$RUNFILES/tests/order/check_order.py" "$SOURCEPRINT" "/usr/lib/llvm-$LLVM_MAJOR/bin" "$WORK/$name" ||
    fail "$name: see above"
}

# A division that a macro hides is not tied to its record: the checker must see that.
cat >hidden.c <<'END'
#define PER(a, b) ((a) / (b))
unsigned hidden(unsigned *next, unsigned sum) {
  unsigned by = *next;
  sum += 2;
  sum = sum * 5 + (PER(1000, by) ^ 3);
  return sum;
}
int main(int argc, char **argv) { return (int)hidden((unsigned[]){(unsigned)argc}, !argv); }
END
if (check hidden -O2 -fno-inline -fsourceprint-macros=invocation hidden.c) >words 2>&1; then
  fail "the checker sees no division ahead of its record: $(cat words)"
fi
expect_contains words "'ahead division': 1"

unpack_source lua5_4
rm lua5_4/src/luac.c
cd lua5_4/src
check lua-O2 -O2 -DLUA_USE_POSIX ./*.c -lm
if [ -n "${SP_SOURCE_amalgamation:-}" ]; then
  check lua-O3 -O3 -DLUA_USE_POSIX ./*.c -lm
  cd "$WORK"
  unpack_source amalgamation
  cd amalgamation
  check sqlite-O2 -O2 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE sqlite3.c shell.c -lm -ldl -pthread
  check sqlite-O3 -O3 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE sqlite3.c shell.c -lm -ldl -pthread
fi

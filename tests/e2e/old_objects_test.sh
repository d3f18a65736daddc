#!/usr/bin/env bash
# Objects that an instr-cc of another format has compiled record nothing, as they call a runtime that is not linked. The
# link says so, the run, `last`, `sites` and `doctor`; the others record as ever.
# shellcheck disable=SC2015,SC2094 # C may run after B; a report has the name of its command
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_CACHE_DIR=$WORK/cache

cat >main.c <<'END'
#include <stdio.h>
int twice(int x);
int main(void) {
  printf("%d\n", twice(4));
  return 0;
}
END
cat >twice.c <<'END'
int twice(int x) {
  x += x;
  return x;
}
END

# make_old OBJECT: as an instr-cc of format 4 would have made it.
make_old() {
  local names=() name
  for name in attach record step time slow slow_step; do
    names+=("--redefine-sym" "sourceprint_${name}_5=sourceprint_${name}_4")
  done
  objcopy "${names[@]}" "$1"
  objcopy -O binary --only-section=sourceprint_sites --set-section-flags sourceprint_sites=alloc "$1" table
  printf '\004' | dd of=table bs=1 seek=4 conv=notrunc status=none
  objcopy --update-section sourceprint_sites=table "$1"
}
warned() { expect_contains stderr "instr-cc: warning: $1: $2 instrumented sources in it have format 4, this instr-cc makes 5"; }

"$INSTR_CC" -g -c main.c
for flags in -O0 -O2; do
  rm -rf runs
  "$INSTR_CC" -g $flags -c twice.c
  "$INSTR_CC" main.o twice.o -o program 2>stderr
  [ ! -s stderr ] || fail "a warning without a reason: $(cat stderr)"
  make_old twice.o

  # Linked as an object, in an archive, with a source beside it, and in a shared library.
  "$INSTR_CC" main.o twice.o -o program 2>stderr
  warned program "1 of 2"
  [ "$(wc -l <stderr)" -eq 1 ] || fail "more than one line: $(cat stderr)"
  rm -f libtwice.a
  ar rcs libtwice.a twice.o
  "$INSTR_CC" main.o -L. -ltwice -o program 2>stderr
  warned program "1 of 2"
  "$INSTR_CC" -g main.c twice.o -o program 2>stderr
  warned program "1 of 2"
  expect_contains runs/fallbacks "old-objects"

  # It runs, main() is recorded, and the run says what is not.
  ./program >stdout
  [ "$(cat stdout)" = 8 ] || fail "printed $(cat stdout)"
  "$SOURCEPRINT" last >last 2>stderr || fail "last: status $?"
  expect_contains last "in main"
  expect_contains last "note: sourceprint: sources are not recorded, as another version of instr-cc has compiled them"
  expect_contains last "1 of 2 instrumented sources in "
  [ "$(grep -c 'format version 4' stderr)" -eq 1 ] || fail "not one line about the format: $(cat stderr)"

  # What is left when the output is a library.
  cp twice.o kept.o
  "$INSTR_CC" -g $flags -fPIC -c twice.c
  make_old twice.o
  "$REAL_CLANG" -shared twice.o -o libold.so
  "$INSTR_CC" main.o libold.so -Wl,-rpath,. -o program 2>stderr
  warned libold.so "1 of 1"
  "$INSTR_CC" main.o -L. -lold -Wl,-rpath,. -o program 2>stderr
  warned ./libold.so "1 of 1"
  ./program >stdout
  [ "$(cat stdout)" = 8 ] || fail "printed $(cat stdout)"
  rm libold.so
done

expect_status 2 "$SOURCEPRINT" sites kept.o >sites 2>stderr
expect_contains stderr "kept.o: 1 of 1 site tables have format version 4, this sourceprint reads 5: compile the sources again"
SOURCEPRINT_STRICT=1 expect_status 1 "$INSTR_CC" main.o kept.o -o program 2>stderr
"$SOURCEPRINT" doctor >doctor || true
expect_contains doctor "fallback old-objects"

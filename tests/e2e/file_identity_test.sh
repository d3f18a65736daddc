#!/usr/bin/env bash
# The file of a module is looked at only if it is the one that ran: not a plugin's place in the main program, not an older
# build that has its name and its time, with a build ID and without.
# shellcheck disable=SC2015,SC2094 # C may run after B; a report has the name of its command
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_STRICT=1 SOURCEPRINT_CACHE_DIR=$WORK/cache
ulimit -c 0

# The fault is in a statement whose call has returned: only the program counter tells that it is no longer in callee().
# Where SHIFTED is defined, other() has its place.
cat >fault.c <<'END'
static int callee(int *p) {
  return p ? 1 : 0;
}
#ifdef SHIFTED
__attribute__((used, noinline)) static int first(int x) { return x + 1; }
__attribute__((used, noinline)) static int second(int x) { return first(x) + first(x + 1); }
#endif
#define FAULT fault
__attribute__((noinline)) int FAULT(int *p) {
  return *p + callee(p) / *(volatile int *)p;
}
END
cat >main.c <<'END'
#include <dlfcn.h>
#include <stdlib.h>
int fault(int *);
int main(int argc, char **argv) {
  if (argc == 1)
    return fault(0);
  int (*plugin)(int *) = (int (*)(int *))dlsym(dlopen(argv[1], RTLD_NOW), "fault");
  return plugin(0);
}
END
build() { # PROGRAM [FLAG...]
  local program=$1
  shift
  "$INSTR_CC" -g -O1 fault.c main.c -o "$program" "$@"
}
die() { rm -rf runs && quietly "$@" || [ $? -eq 139 ] || fail "status $? of $*"; }
problem() { "$SOURCEPRINT" last --format=json | python3 -c 'import json, sys
print([t["fault_problem"] for t in json.load(sys.stdin)["processes"][0]["threads"]][0])'; }
expect_problem() {
  problem >problem
  expect_contains problem "$1"
  "$SOURCEPRINT" last >last
  [ "$1" = None ] || expect_contains last "$1: the fault's function is not known"
}

for id in sha1 none; do
  flags=("-Wl,--build-id=$id")
  build old "${flags[@]}" -DSHIFTED
  build new "${flags[@]}"
  other="other build ID"
  [ $id = sha1 ] || other="other site tables"
  cp -p new program
  die ./program
  expect_problem None
  # Moved away, and the same file by another name: a link, a copy of it in its place.
  mv program moved
  expect_problem "$WORK/program cannot be read (No such file or directory)"
  cp -p moved program
  expect_problem None
  # An older build with an older time.
  cp -p old program
  touch -d 2020-01-01 program
  expect_problem "$WORK/program is not the file that ran ($other)"
  # Something that is no program.
  echo text >program
  expect_problem "$WORK/program is not the file that ran (no ELF file)"

  # Built again while it runs: what runs is what its first record finds.
  cp -p new program
  cat >replace.c <<'END'
#include <stdio.h>
#include <stdlib.h>
int fault(int *);
int main(int argc, char **argv) {
  if (argc > 1 && system(argv[1]) == 0)
    return fault(0);
}
END
  "$INSTR_CC" -g -O1 fault.c replace.c -o program "${flags[@]}"
  die ./program "cp -p old new.program && mv new.program program"
  expect_problem "$WORK/program is not the file that ran ($other)"

  # A plugin: gone, it is not looked up in the program; another build of it is not it.
  "$INSTR_CC" -g -O1 -shared -fPIC fault.c -o plugin.so "${flags[@]}"
  "$INSTR_CC" -g -O1 -shared -fPIC fault.c -o other.so -DSHIFTED "${flags[@]}"
  cp -p new program
  die ./program ./plugin.so
  expect_problem None
  expect_contains last "in fault"
  mv plugin.so away.so
  expect_problem "plugin.so cannot be read (No such file or directory)"
  cp -p other.so plugin.so
  expect_problem "plugin.so is not the file that ran ($other)"
  mv away.so plugin.so
  expect_problem None
done

# Without a build ID, and with the same tables: the code differs only in what has no records.
sed -i 's/^__attribute__((used, noinline)) static int \(first\|second\).*//' fault.c
build old -Wl,--build-id=none -DFAULT_PAD
sed -i 's/^#define FAULT fault/#define FAULT fault\nextern const char pad[SIZE];\nconst char pad[SIZE] = {1};/' fault.c
sed -i 's/^static int callee/#line 1\nstatic int callee/' fault.c
build small -Wl,--build-id=none -DSIZE=8
build large -Wl,--build-id=none -DSIZE=80000
cp -p small program
die ./program
expect_problem None
cp -p large program
expect_problem "is not the file that ran (other size)"
cp -p small program
touch program
expect_problem "is not the file that ran (changed since)"

# A static program, and one at a fixed address.
for flags in -static -static-pie -no-pie; do
  build program $flags 2>/dev/null || continue
  cp program kept
  die ./program
  expect_problem None
  expect_contains last "in fault"
  cp new program
  expect_problem "program is not the file that ran"
done

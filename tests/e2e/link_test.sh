#!/usr/bin/env bash
# Every kind of link records: PIE or not, static, libraries, archives, plugins; and what is linked by others still runs.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1

cat >main.c <<'END'
#include <stdio.h>
int twice(int x);
int main(void) {
  int y = twice(4);
  printf("%d\n", y);
  return 0;
}
END
cat >twice.c <<'END'
int twice(int x) {
  x += x;
  return x;
}
END
cat >host.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv) {
  void *plugin = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW);
  if (!plugin) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  int (*function)(int) = (int (*)(int))dlsym(plugin, "twice");
  printf("%d\n", function(4));
  return 0;
}
END

# expect_recorded FUNCTIONS COMMAND...: it prints 8, and these functions have records.
expect_recorded() {
  local functions=$1
  shift
  rm -rf runs
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs "$@" >out 2>err || fail "$*: $(cat err)"
  [[ $(cat out) = 8 && ! -s err ]] || fail "$*: $(cat out err)"
  "$SOURCEPRINT" log runs >records || fail "$*: the run cannot be read"
  [ "$(grep -o ' func=[a-z]*' records | sort -u | tr -d '\n')" = "$functions" ] || fail "$*: not $functions: $(cat records)"
}

# expect_inert COMMAND...: it prints 8 and leaves no run.
expect_inert() {
  rm -rf runs
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs "$@" >out 2>err || fail "$*: $(cat err)"
  [[ $(cat out) = 8 && ! -s err ]] || fail "$*: $(cat out err)"
  [ ! -e runs ] || fail "$*: who recorded?"
}

both=' func=main func=twice'
for form in -fno-pie\ -no-pie -fPIE\ -pie -static -fPIE\ -static-pie; do
  for level in -O0 -O2; do
    read -ra flags <<<"$form $level"
    "$INSTR_CC" "${flags[@]}" main.c twice.c -o "program$form"
    expect_recorded "$both" "./program$form"
  done
done

"$INSTR_CC" -O1 -c main.c twice.c host.c
ar rcs libtwice.a twice.o
"$INSTR_CC" main.o -L. -ltwice -o with_archive
expect_recorded "$both" ./with_archive

"$INSTR_CC" -O1 -fPIC -shared twice.c -o libtwice.so
"$INSTR_CC" main.o -L. -l:libtwice.so -Wl,-rpath,"$WORK" -o with_library
expect_recorded "$both" ./with_library
"$INSTR_CC" -O1 -fPIC -shared -Wl,-Bsymbolic -Wl,-z,defs twice.c -o libdefs.so || fail "-z defs"

"$INSTR_CC" host.o -ldl -o host
expect_recorded "$both" ./host ./libtwice.so
printf '{ global: twice; local: *; };\n' >exports
"$INSTR_CC" -O1 -fPIC -shared twice.c -Wl,--version-script=exports -o libexports.so
expect_recorded "$both" ./host ./libexports.so

# A relocatable link of both objects, linked again.
"$INSTR_CC" -r main.o twice.o -o one.o
"$INSTR_CC" one.o -o from_one
expect_recorded "$both" ./from_one
"$INSTR_CC" -ffunction-sections -fdata-sections -O2 main.c twice.c -Wl,--gc-sections -o collected
expect_recorded "$both" ./collected
"$INSTR_CC" -flto -fuse-ld=lld -O2 main.c twice.c -o with_lto
expect_recorded "$both" ./with_lto

# Others link: no runtime, no records, no harm.
"$REAL_CLANG" main.o twice.o -o by_others
expect_inert ./by_others
"$REAL_CLANG" -static main.o twice.o -o by_others_static
expect_inert ./by_others_static
"$REAL_CLANG" -c main.c -o plain_main.o
"$REAL_CLANG" plain_main.o -L. -l:libtwice.so -Wl,-rpath,"$WORK" -o plain_with_library
expect_inert ./plain_with_library
"$REAL_CLANG" host.c -ldl -o plain_host
expect_inert ./plain_host ./libtwice.so
# Only the objects that are ours record.
"$INSTR_CC" plain_main.o twice.o -o half
expect_recorded ' func=twice' ./half

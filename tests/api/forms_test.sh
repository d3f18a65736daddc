#!/usr/bin/env bash
# Item 6: a program gets the runtime as an object, as a library, or later by LD_PRELOAD, as -fsourceprint-runtime,
# SOURCEPRINT_RUNTIME and sourceprint.yaml say; and records once.
. tests/e2e/lib.sh
setup_dist
lib=$DIST/lib/sourceprint
cat >part.c <<'C'
int part(int n) {
  n++;
  return n;
}
C
cat >main.c <<'C'
#include <stdio.h>
int part(int);
int main(int argc, char **argv) {
  for (int i = 0; i < 5000 * (argc - 1); i++)
    part(i);
  printf("%d\n", part(1));
  return argc > 1 && !argv[1] ? 5 : 4;
}
C

# expect_run COUNT COMMAND...: the program does as it should, and leaves so many runs with all its records.
expect_run() {
  local count=$1
  shift
  rm -rf runs
  expect_status 4 env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" "$@" >out 2>err
  [ "$(cat out err)" = 2 ] || fail "it says: $(cat out err)"
  [ "$(find . -name run.sp | wc -l)" -eq "$count" ] || fail "not $count runs: $*"
  [ "$count" -eq 0 ] || [ "$("$SOURCEPRINT" log runs | grep -c 'func=part ')" -eq 2 ] || fail "not 2 records: $*"
  # Past the end of a chunk, the fast path is left.
  rm -rf runs
  expect_status 4 env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" "$@" more >out 2>err
  [ "$(cat out err)" = 2 ] || fail "with more records it says: $(cat out err)"
  [ "$count" -eq 0 ] || [ "$("$SOURCEPRINT" log runs | grep -c 'func=part ')" -eq 10002 ] || fail "not 10002: $*"
}
# links_to FORM: what the last link made has the runtime so.
links_to() {
  local form=none
  [[ $(nm -D program) != *" T sourceprint_attach_5"* ]] || form=static
  [[ $(readelf -d program) != *"[libsourceprint.so]"* ]] || form=shared
  [ "$form" = "$1" ] || fail "the program has the runtime as: $form, not $1"
}

for linker in "" -fuse-ld=lld; do
  for pie in "-fPIE -pie" "-fPIC -no-pie" "-fno-pie -no-pie"; do
    build() { # FORM [OPTION...]
      # shellcheck disable=SC2086 # words
      "$INSTR_CC" -O1 $pie $linker "-fsourceprint-runtime=$1" "${@:2}" main.c part.c -o program 2>words || fail "$(cat words)"
      [ ! -s words ] || fail "it says: $(cat words)"
      links_to "$1"
    }
    build static
    expect_run 1 ./program
    expect_run 1 env LD_PRELOAD="$lib/libsourceprint.so" ./program
    build shared
    expect_run 1 ./program
    build none
    expect_run 0 ./program
    expect_run 1 env LD_PRELOAD="$lib/libsourceprint.so" ./program
    expect_run 0 env LD_PRELOAD="$lib/libsourceprint_noop.so" ./program
    # The code of a library finds what its program has, or what is preloaded.
    "$INSTR_CC" -shared -fPIC part.c -o libpart.so
    for form in static shared none; do
      # shellcheck disable=SC2086
      "$INSTR_CC" -O1 $pie $linker "-fsourceprint-runtime=$form" main.c -o program -L. -lpart -Wl,-rpath,"$PWD"
      expect_run "$([ $form = none ] && echo 0 || echo 1)" ./program
      expect_run 1 env LD_PRELOAD="$lib/libsourceprint.so" ./program
    done
  done
done

# Linked by others, and with a runtime preloaded that their linker may have ruled out: it runs as always.
for linker in "" -fuse-ld=lld; do
  for pie in "-fPIE -pie" "-fPIC -no-pie" "-fno-pie -no-pie"; do
    for level in -O0 -O1; do
      # shellcheck disable=SC2086
      "$INSTR_CC" $level ${pie% *} -c main.c && "$INSTR_CC" $level ${pie% *} -c part.c
      # shellcheck disable=SC2086
      "$REAL_CLANG" ${pie#* } $linker main.o part.o -o program
      expect_status 4 env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" LD_PRELOAD="$lib/libsourceprint.so" ./program more >out
      [ "$(cat out)" = 2 ] || fail "it says: $(cat out)"
    done
  done
done

# Who decides: the flag, the environment, the file; also where there is nothing but a link.
"$INSTR_CC" -c main.c && "$INSTR_CC" -c part.c
"$INSTR_CC" main.o part.o -o program
links_to static
echo 'runtime: none' >sourceprint.yaml
"$INSTR_CC" main.o part.o -o program
links_to none
"$INSTR_CC" main.c part.c -o program
links_to none
SOURCEPRINT_RUNTIME=shared "$INSTR_CC" main.o part.o -o program
links_to shared
SOURCEPRINT_RUNTIME=shared "$INSTR_CC" -fsourceprint-runtime=static main.o part.o -o program
links_to static
expect_status 1 "$INSTR_CC" -fsourceprint-runtime=dynamic main.o part.o -o program 2>words
expect_contains words "invalid value 'dynamic' in '-fsourceprint-runtime=dynamic': it takes static, shared, none"
expect_status 1 env SOURCEPRINT_STRICT=1 SOURCEPRINT_RUNTIME=dynamic "$INSTR_CC" main.o part.o -o program 2>words
expect_contains words "invalid value 'dynamic' in SOURCEPRINT_RUNTIME: it takes static, shared, none"
echo 'runtime: dynamic' >sourceprint.yaml
expect_status 1 env SOURCEPRINT_STRICT=1 "$INSTR_CC" main.o part.o -o program 2>words
expect_contains words "sourceprint.yaml:1:10: error: runtime takes one of static, shared, none, not 'dynamic'"
"$INSTR_CC" main.o part.o -o program
links_to static

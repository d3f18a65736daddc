#!/usr/bin/env bash
# Item 6: programs for musl, static and dynamic, with every form of the runtime.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/api/lib.sh"
cp "$RUNFILES/tests/api/"*.c .
lib=$DIST/lib/sourceprint
machine=x86_64-linux-musl
headers=("--target=$machine" -nostdinc -isystem "$("$REAL_CLANG" -print-resource-dir)/include"
  -isystem "/usr/include/$machine" -I"$DIST/include")
libraries=(-B"/usr/lib/$machine" -L"/usr/lib/$machine")
dynamic=-Wl,-dynamic-linker,/lib/ld-musl-x86_64.so.1

# The runtime for musl's own loader.
musl-gcc -shared "$lib/sourceprint_rt.o" -o libsourceprint.so
[[ $(readelf -d libsourceprint.so) != *libc.so.6* ]] || fail "it is not musl's"

build() { # OPTION...
  "$INSTR_CC" -g "${headers[@]}" "${libraries[@]}" "$@" 2>words || fail "$*: $(cat words)"
  [ ! -s words ] || fail "$* says: $(cat words)"
}
for level in -O0 -O2; do
  for link in -static -static-pie "$dynamic"; do
    build "$level" "$link" api.c -o api
    expect_records ./api
    expect_records env SOURCEPRINT_SINK=text ./api
    build "$level" "$link" -fsourceprint-runtime=none api.c -o api
    expect_absent absent ./api
    # A crash, in a thread.
    build "$level" "$link" crash.c -o crash
    rm -rf runs
    expect_status 139 quietly env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" ./crash
    "$SOURCEPRINT" last runs >report
    expect_contains report "killed by SIGSEGV"
    expect_contains report "crash.c:$(line_of crash.c 'here it crashes'):"
    grep -A 1 'crashed here' report | grep -q "in fail_at" || fail "not at the statement: $(cat report)"
  done
  build "$level" "$dynamic" -fsourceprint-runtime=none api.c -o api
  expect_records env LD_PRELOAD="$PWD/libsourceprint.so" ./api
done

# A program that musl's own compiler has made, with the archive.
musl-gcc -I"$DIST/include" api.c -o api -Wl,--whole-archive "$lib/libsourceprint.a" -Wl,--no-whole-archive
expect_records ./api
musl-gcc -I"$DIST/include" -static api.c -o api
expect_absent absent ./api

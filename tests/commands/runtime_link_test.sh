#!/usr/bin/env bash
# Gotcha 13: the runtime is in a program once, and in no library, for every kind of link.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
printf 'int two(int);\nint main(void) {\n  return two(0);\n}\n' >one.c
printf 'int two(int x) {\n  return x * 2;\n}\n' >two.c
# shellcheck disable=SC2016 # it is text
printf 'void _start(void) {\n  __asm__("mov $60, %%eax; xor %%edi, %%edi; syscall");\n}\n' >start.c
printf '{ global: two; local: *; };\n' >exports
"$INSTR_CC" -fPIC -c one.c
"$INSTR_CC" -fPIC -c two.c
ar rcs libtwo_archive.a two.o
cd ..

# runtimes FILE: how many copies of the runtime's door it defines.
runtimes() { nm "recorded/build/$1" 2>/dev/null | grep -c ' T sourceprint_attach_[0-9]*$' || true; }

# same_link COPIES WORD...: the result, named program or made.so, has that many.
same_link() {
  local copies=$1 file
  shift
  same "$@"
  for file in program made.so; do
    [ ! -e "recorded/build/$file" ] || [ "$(runtimes $file)" -eq "$copies" ] || fail "$(runtimes $file) runtimes: $*"
  done
  [ -e recorded/build/program ] || [ -e recorded/build/made.so ] || fail "nothing was made: $*: $(cat recorded/stderr)"
}

# What an older instr-cc made finds nobody behind the names of its time, so that it records nothing.
printf '%s\n' 'extern void sourceprint_attach(void) __attribute__((weak)), sourceprint_slow(void) __attribute__((weak));' \
  'int main(void) { return sourceprint_attach || sourceprint_slow; }' >older.c
"$REAL_CLANG" -c older.c -o older.o
"$INSTR_CC" older.o -o older
./older || fail "objects of an older instr-cc meet this runtime"

same_link 1 one.o two.o -o program
same_link 1 one.c two.c -o program
same_link 1 one.c two.o -o program
same_link 1 one.c -L. -ltwo_archive -o program
same_link 1 -static one.o two.o -o program
same_link 1 -static one.c two.c -o program
same_link 1 -static-pie -fPIE one.c two.c -o program
same_link 1 -no-pie -fno-pie one.c two.c -o program
same_link 1 -fvisibility=hidden one.c two.c -o program
same_link 1 -rdynamic one.c two.c -o program
same_link 1 -Wl,-z,defs one.c two.c -o program
same_link 1 -Wl,--no-undefined,-z,relro,-z,now -pie one.o two.o -o program
same_link 1 -Wl,--gc-sections -ffunction-sections -fdata-sections -O2 one.c two.c -o program
same_link 1 -fuse-ld=lld one.c two.c -o program
same_link 1 -fuse-ld=lld -Wl,--gc-sections -ffunction-sections one.o two.o -o program
same_link 0 -shared -fPIC two.c -o made.so
same_link 0 -shared two.o -o made.so -Wl,-z,defs
same_link 0 -shared two.o -o made.so -Wl,--version-script=exports
same_link 0 -shared -fPIC -fvisibility=hidden two.c -o made.so
same_link 0 -shared -fPIC one.c two.c -o made.so -Wl,-Bsymbolic
same_link 0 -shared -fuse-ld=lld -fPIC one.c two.c -o made.so
same_untouched -nostdlib start.c -o program
same_untouched -nostdlib -static start.c -o program
same_untouched --no-standard-libraries start.c -o program
same_link 0 -nodefaultlibs one.o two.o -lc -o program
same -r one.o two.o -o both.o
same -r -nostdlib one.o two.o -o both.o
same -nostdlib -r one.c two.c -o both.o
same --shared two.o

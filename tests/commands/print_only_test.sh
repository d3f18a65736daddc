#!/usr/bin/env bash
# Gotcha 8: what is only printed is the same, byte for byte; what clang refuses is refused.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

printf 'int main(void) {\n  return 0;\n}\n' >"$SOURCES/one.c"
# Clang prints its own path, or the folder of the program that was called: the real one's in both.
for word in --version -dumpversion -dumpmachine --help --help-hidden --print-targets --target-help -print-prog-name=ld \
  -print-file-name=libc.so -print-libgcc-file-name -print-search-dirs -print-resource-dir -print-multi-lib \
  -print-multi-directory -print-supported-cpus -print-target-triple --print-diagnostic-categories -mcpu=help \
  -print-multiarch -print-effective-triple -v; do
  same_untouched "$word"
done
same_untouched --version -c one.c
same_untouched -dumpmachine -m32
same_untouched --print-prog-name ld
same_untouched -print-file-name=include one.c
same_untouched -### -c one.c
same_untouched -print-no-such-thing
same_untouched -E -dM -x c /dev/null
# The temporary names in what -v tells are new each time.
export SAID='s|/tmp/[a-z]+-[0-9a-f]+\.[a-z]+|TEMPORARY|g; s|-coverage-compilation-dir=[^ ]*||'
same -v -c one.c
expect_said '-cc1'
same -v one.c -o program
expect_made program
same_untouched -### one.c -o program
same --verbose -c one.c -o other.o
unset SAID
same -c one.c -mno-such-thing
same -c one.c -march=no-such-cpu
same -c one.c --target=no-such-machine
same -c one.c -std=c77
same -c one.c -O9
same -c one.c -stdlib=libc++ -Wall
same -c one.c -fuse-ld=no-such-linker
same one.c -fuse-ld=no-such-linker
same -c one.c -static-libgcc -pthread -rdynamic
same -c one.c -no-canonical-prefixes

#!/usr/bin/env bash
# No function of libc is called on the record path, and a source of it that names one does not compile.
# usage: record_path_test.sh ARCHIVE... record_path.h
set -euo pipefail
header=${*: -1}
for archive in "${@:1:$#-1}"; do
  case $archive in *.pic.a) continue ;; *.a) objects=$(mktemp -d "${TEST_TMPDIR:-/tmp}/objects.XXXXXX") && ar x --output "$objects" "$PWD/$archive" ;; esac
done

# expect_only OBJECT PATTERN: all that the object asks of others; _GLOBAL_OFFSET_TABLE_ is the linker's.
expect_only() {
  local names
  names=$(nm --undefined-only "$objects/$1" | awk '{print $2}')
  [ -n "$names" ] || return 0
  if other=$(grep -vxE "_GLOBAL_OFFSET_TABLE_|$2" <<<"$names"); then
    printf '%s calls or uses:\n%s\n' "$1" "$other"
    exit 1
  fi
}
expect_only ring.o 'sp_\w+'
expect_only clock.o 'sp_\w+'
# The text sink makes a system call for each record.
expect_only text_quick.o 'sp_\w+|__errno_location'
expect_only text_line.o 'sp_\w+|syscall'

compiles() {
  printf '#include <stdlib.h>\n#include <string.h>\n#include <errno.h>\n#include "%s"\n%s\n' "$PWD/$header" "$1" |
    cc -w -fsyntax-only -x c -
}
compiles 'int f(void) { return 1; }'
for wrong in 'void *f(void) { return malloc(1); }' 'void f(char *p) { memset(p, 0, 1); }' 'int f(void) { return errno; }'; do
  if compiles "$wrong" 2>/dev/null; then
    echo "it compiles: $wrong"
    exit 1
  fi
done

#!/usr/bin/env bash
# Gotcha 9: what configure, CMake and Meson compile to learn about the machine is compiled as it is, and a configure script finds the same.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

printf 'int main(void) {\n  return 0;\n}\n' >"$SOURCES/conftest.c"
mkdir -p "$SOURCES/CMakeFiles/CMakeScratch/TryCompile-1" "$SOURCES/meson-private"
cp "$SOURCES/conftest.c" "$SOURCES/CMakeFiles/CMakeScratch/TryCompile-1/src.c"
cp "$SOURCES/conftest.c" "$SOURCES/meson-private/sanitycheckc.c"
cp "$SOURCES/conftest.c" "$SOURCES/one.c"

same_untouched -c conftest.c
same_untouched -E conftest.c
same_untouched -c -g -O2 conftest.c -Wall -Werror
same_untouched -c meson-private/sanitycheckc.c
same_untouched -c CMakeFiles/CMakeScratch/TryCompile-1/src.c
# A probe that is linked: the runtime is there, and nothing is recorded.
same_untouched conftest.c -o conftest
same -c one.c

# Objects and links of a real script's kind: each verdict is the same.
cat >configure <<'EOF'
check() {
  name=$1
  cat >conftest.c
  shift
  if $CC "$@" conftest.c -o conftest >conftest.out 2>&1 && [ ! -s conftest.out ]; then
    ./conftest && echo "$name yes" || echo "$name no"
  else
    echo "$name no"
  fi
}
echo 'int main(void) { return sizeof(long) != 8; }' | check long
echo '#include <absent.h>
int main(void) { return 0; }' | check header
echo 'char f(void); int main(void) { return f(); }' | check function
echo 'char puts(void); int main(void) { return puts != puts; }' | check builtin -fno-builtin
echo 'int main(void) { return 0; }' | check flag -Werror -fno-such-flag
echo 'int main(void) { return 0; }' | check threads -pthread
echo 'int main(void) { return 0; }' | check static -static
echo 'int x; int main(void) { return 0; }' | check library -lno_such_library
EOF
for kind in plain ours; do
  CC=$REAL_CLANG
  [ $kind = plain ] || CC=$INSTR_CC
  mkdir probe_$kind
  (cd probe_$kind && CC=$CC bash ../configure >../$kind.verdicts 2>&1)
done
expect_same plain.verdicts ours.verdicts
expect_contains ours.verdicts 'long yes'
expect_contains ours.verdicts 'function no'

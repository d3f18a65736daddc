#!/usr/bin/env bash
# Gotcha 7: not one byte more on stdout or stderr, in either success or failure; and hardly any more time.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
printf 'int main(void) {\n  return 0;\n}\n' >one.c
printf 'int main(void) {\n  int unused;\n  return 0;\n}\n' >warned.c
printf 'int main(void) {\n  return x;\n}\n' >wrong.c
printf '#include "absent.h"\nint main(void) { return 0; }\n' >headless.c
printf 'int f(int x) { return x ? 1 : f; }\nint g(void) {}\n#warning "w"\n' >many.c
cd ..

for flags in -c "-c -O2 -g" "-c -fPIC -Wall -Wextra -pedantic"; do
  read -ra words <<<"$flags"
  same "${words[@]}" one.c
  [[ ! -s recorded/stdout && ! -s recorded/stderr ]] || fail "words of: $flags"
done
same -Wall -c warned.c
same -Wall -Werror -c warned.c
same -Wall -fdiagnostics-color=always -c warned.c
same -Wall -fno-caret-diagnostics -c warned.c
same -Wall -fdiagnostics-format=vi -c warned.c
same -Wall -fdiagnostics-parseable-fixits -fdiagnostics-show-category=name -c warned.c
same -Wall -fmessage-length=30 -c warned.c
same -c wrong.c
same -Wall -c wrong.c warned.c one.c
same -Wall -c warned.c wrong.c
same -c headless.c
same -Wall -c many.c -ferror-limit=1
same -Wall -c many.c -Wno-everything
same -c one.c -no-such-option
same -c one.c --no-such-option=3
same -c one.c -fno-such-option -Wno-such-warning
same -c one.c -Wno-such-warning -Werror
same -c one.c -L. -lm -Wl,-z,now
same one.c -lno_such_library
same one.c absent.o
same one.c -o absent_folder/program
same -c one.c -o absent_folder/one.o
same one.c warned.c -o program
expect_said 'multiple definition'
# A probe costs what a start of the compiler costs, and a little: 3 ms are the aim, and 20 a loaded machine's.
cd "$SOURCES"
measure() {
  local start end
  start=$(date +%s%N)
  for _ in {1..20}; do "$@" -E one.c >/dev/null; done
  end=$(date +%s%N)
  echo $(((end - start) / 20000))
}
plain=$(measure "$REAL_CLANG")
ours=$(measure "$INSTR_CC")
echo "a passthrough takes $ours us, plain $plain us"
[ "$ours" -lt $((plain * 2 + 20000)) ] || fail "a passthrough takes $ours us, plain $plain us"

#!/usr/bin/env bash
# Gotcha 3: the order of options is kept.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cat >"$SOURCES/one.c" <<'EOF'
int main(void) {
  int unused;
  return VALUE - 3;
}
EOF
cp "$SOURCES/one.c" "$SOURCES/two.c"
sed -i 's/main/other/' "$SOURCES/two.c"

same -DVALUE=3 -c one.c -Wall -Werror -Wno-error
expect_made one.o
same -DVALUE=3 -c one.c -Wno-error -Wall -Werror
expect_said '-Werror,-Wunused-variable'
same -DVALUE=3 -c one.c -Wall -Werror=unused-variable -Wno-error=unused-variable
same -DVALUE=3 -c one.c -Wno-error=unused-variable -Wall -Werror=unused-variable
same -DVALUE=3 -c one.c -Wunused-variable -Wno-unused-variable
same -DVALUE=3 -c one.c -Wno-unused-variable -Wunused-variable
same -DVALUE=3 -c one.c -w -Wall -Weverything
same -DVALUE=3 -c one.c -Weverything
expect_said 'unused'
same -DVALUE=3 -c one.c -flto -fno-lto
same -c one.c -DVALUE=4 -UVALUE -DVALUE=3
same -c one.c -DVALUE=3 -DVALUE=4
expect_said 'redefined'
same -c one.c -UVALUE
expect_said 'undeclared'
same -DVALUE=3 -O0 -O2 -Os -c one.c two.c -g0 -g -Wall -Wno-all
same -DVALUE=3 -c one.c -o first.o -o second.o
same -DVALUE=3 -c one.c -MD -MF first.d -MF second.d
same -DVALUE=3 -std=c89 -std=gnu17 -pedantic-errors -c one.c
same -DVALUE=3 one.c -o program -Wl,--no-as-needed -lm -Wl,--as-needed
expect_made program

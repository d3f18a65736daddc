#!/usr/bin/env bash
# sourceprint timing: the ratio of a program built both ways.
. tests/e2e/lib.sh
setup_dist
export TMPDIR=$WORK/temporary
mkdir "$TMPDIR"

cat >work.c <<'END'
#include <stdio.h>
#include <stdlib.h>
__attribute__((noinline)) static unsigned turn(unsigned x) {
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return x;
}
int main(int argc, char **argv) {
  unsigned x = 1;
  if (argc < 2)
    return getchar() == EOF ? 3 : 4;
  for (unsigned long i = 0, n = strtoul(argv[1], NULL, 10); i < n; i++)
    x = turn(x);
  printf("%s %u\n", argv[0], x);
  fprintf(stderr, "words\n");
  return 0;
}
END
# shellcheck disable=SC2016 # make expands it
printf 'work: work.c\n\t$(CC) -O1 work.c -o work\nclean:\n\trm -f work\n' >Makefile

# expect_figures LEAST MOST: three lines, and a ratio in between that is that of the medians, about.
expect_figures() {
  python3 - "$1" "$2" <<'END' || fail "$(cat figures)"
import re, sys
least, most = map(float, sys.argv[1:])
lines = open("figures").read().splitlines()
rows = [re.fullmatch(r"(\w+) +([\d.]+)(?: s)?  \(([\d.]+) to ([\d.]+)\)", line).groups() for line in lines[:3]]
names = [row[0] for row in rows]
plain, recorded, ratio = ([float(x) for x in row[1:]] for row in rows)
in_order = all(low <= middle <= high for middle, low, high in (plain, recorded, ratio))
near = abs(ratio[0] - recorded[0] / plain[0]) < 0.25 * ratio[0]
sys.exit(not (names == ["plain", "recorded", "ratio"] and in_order and near and least < ratio[0] < most and len(lines) == 3))
END
}

"$SOURCEPRINT" timing --runs=3 --build='make clean work' -- ./work 50000000 >figures 2>words || fail "$(cat words)"
cat figures
# A call and six statements a round cost something, and less than a system call each.
expect_figures 1.2 60
expect_contains words "$INSTR_CC -O1 work.c -o work"
expect_contains words "$REAL_CLANG -O1 work.c -o work"

"$REAL_CLANG" -O1 work.c -o plain
"$SOURCEPRINT" timing --runs=2 --plain=plain -- ./work 50000000 >figures 2>words || fail "$(cat words)"
expect_figures 1.2 60
[ ! -s words ] || fail "$(cat words)"
"$SOURCEPRINT" timing --runs=1 --plain=plain -- work 10 >figures
expect_contains figures 'too short to tell'
# Standard input is empty.
"$SOURCEPRINT" timing --runs=1 --plain=plain -- work >figures

# Nothing is left, and the user's runs are not among those that make room.
[ -z "$(ls "$TMPDIR")" ] || fail "left behind: $(find "$TMPDIR")"

# expect_refused WORDS ARGUMENT...
expect_refused() {
  local wanted=$1
  shift
  expect_status 1 "$SOURCEPRINT" timing "$@" >figures 2>words
  expect_contains words "$wanted"
  [ ! -s figures ] || fail "figures: $(cat figures)"
}
expect_refused "there are no sites in $WORK/plain; was it compiled with instr-cc?" --plain=work -- ./plain 10
expect_refused 'cannot find absent: No such file' --plain=absent -- ./work 10
expect_refused 'Usage: sourceprint timing' -- ./work 10
expect_refused 'Usage: sourceprint timing' --plain=plain
expect_refused '--runs takes a number from 0 to 1000' --runs=many --plain=plain -- ./work 10
expect_refused 'the build made no ./absent: No such file' --build='make clean work' -- ./absent
"$INSTR_CC" -O1 work.c -o work
printf '#!/bin/sh\nexit 9\n' >failing
chmod +x failing
expect_refused 'ended with status' --plain=failing -- ./work 10
expect_status 2 "$SOURCEPRINT" timing --build='exit 2' -- ./work 2>words
expect_contains words 'the build failed with status 2: exit 2'
[ -z "$(ls "$TMPDIR")" ] || fail "left behind: $(find "$TMPDIR")"

#!/usr/bin/env bash
# What is recorded is chosen by flags, by the public header's macros, and by what a function is. The program does the
# same, whatever is chosen.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs

mkdir lib
cat >lib/tool.h <<'END'
static inline int tool(int x) { return x + 1; }
END
cat >program.c <<'END'
#include <signal.h>
#include <sourceprint/sourceprint.h>
#include "lib/tool.h"

static volatile sig_atomic_t seen;

static void found(int number) {
  seen += number;
}

SOURCEPRINT_SIGNAL_HANDLER
void declared(int number) { seen += number; }

SOURCEPRINT_OFF
static int quiet(int x) {
  x++;
  return x;
}
SOURCEPRINT_ON

static int chosen(void) __attribute__((used));
static int chosen(void) { return 41; }
void *choose(void) { return (void *)chosen; }
int resolved(void) __attribute__((ifunc("choose")));

int main(void) {
  struct sigaction action = {.sa_handler = found};
  sigaction(SIGUSR1, &action, 0);
  raise(SIGUSR1);
  signal(SIGUSR2, declared);
  raise(SIGUSR2);
  SOURCEPRINT_OFF;
  int sum = quiet(1);
  SOURCEPRINT_ON;
  sum += tool(resolved());
  return seen == SIGUSR1 + SIGUSR2 && sum == 44 ? 0 : 1;
}
END

# The macros are nothing to the plain compiler, and the header is found by the user's own -I.
include=-I$DIST/include
for level in -O0 -O2; do
  "$REAL_CLANG" $level -Wall -Wextra -Werror -pedantic "$include" program.c -o plain
  expect_status 0 ./plain
  "$INSTR_CC" $level -Wall -Wextra -Werror -pedantic "$include" program.c -o program
  expect_status 0 ./program
done
"$REAL_CLANG" -MD -MF plain.d "$include" -c program.c
"$INSTR_CC" -MD -MF recorded.d "$include" -c program.c
expect_same plain.d recorded.d

# functions [FLAG...]: the functions with records, in order.
functions() {
  "$INSTR_CC" "$@" "$include" -c program.c -o program.o
  "$SOURCEPRINT" sites --format=json program.o |
    python3 -c 'import json, sys; print(*dict.fromkeys(json.loads(line)["function"] for line in sys.stdin))'
}
# expect_functions WANTED [FLAG...]
expect_functions() {
  local got
  got=$(functions "${@:2}")
  [ "$got" = "$1" ] || fail "recorded: $got, instead of: $1, with ${*:2}"
}

# Of handlers the beginning is recorded.
expect_functions 'tool found declared chosen main'
[ "$("$SOURCEPRINT" sites program.o | grep -c ' found ')" -eq 1 ] || fail "more than the beginning of a handler"
"$SOURCEPRINT" sites program.o >listed
expect_contains listed ' found enter none static void found(int number)'
expect_functions 'found declared chosen main' -fsourceprint-exclude-file=lib/
expect_functions 'tool' '-fsourceprint-include-file=*/lib/*.h'
expect_functions 'tool' '-fsourceprint-include-file=regex:tool\.h$'
expect_functions 'tool' -fsourceprint-include-function=tool -fsourceprint-include-function=quiet
expect_functions 'main' -fsourceprint-exclude-function=too -fsourceprint-include-function=glob:main -fsourceprint-include-function=tool
expect_functions 'tool found declared chosen main' -fsourceprint-signal-handlers=record -w
expect_functions '' -fsourceprint-exclude-file=regex:.
expect_functions 'tool found declared chosen main' -fsourceprint-signal-handlers=warn -fsourceprint-signal-handlers=skip

# What is left out is on the list, with the reason.
"$INSTR_CC" -fsourceprint-exclude-function=tool "$include" -c program.c -o program.o
"$SOURCEPRINT" sites --skipped program.o >skipped
expect_contains skipped 'program.c:8:3 found skipped (the function is a signal handler) seen += number'
expect_contains skipped 'declared skipped (the function is a signal handler)'
expect_contains skipped 'program.c:16:3 quiet skipped (between SOURCEPRINT_OFF and SOURCEPRINT_ON) x++'
expect_contains skipped 'main skipped (between SOURCEPRINT_OFF and SOURCEPRINT_ON) int sum = quiet(1)'
expect_contains skipped 'choose skipped (the function runs while the program is being relocated)'
expect_contains skipped 'lib/tool.h:1:33 tool skipped (the function is left out by a flag) return x + 1'

# An object of which all is left out still has its list.
"$INSTR_CC" -fsourceprint-exclude-file=regex:. "$include" -c program.c -o program.o
"$SOURCEPRINT" sites --skipped program.o >skipped
expect_contains skipped 'main skipped (the file is left out by a flag) raise(SIGUSR1)'
"$INSTR_CC" program.o -o program
expect_status 0 ./program

# Warnings about handlers are clang's in form, and no reason for -Werror to fail.
"$INSTR_CC" -Werror -fsourceprint-signal-handlers=warn "$include" -c program.c -o program.o 2>words
expect_contains words "program.c:7:13: warning: function 'found' is a signal handler, and only its beginning is recorded [-fsourceprint-signal-handlers=warn]"
expect_contains words 'static void found(int number) {'
expect_contains words "program.c:27:44: note: it is registered here"
expect_contains words "program.c:12:6: warning: function 'declared' is a signal handler"
"$INSTR_CC" -fcolor-diagnostics -fsourceprint-signal-handlers=record "$include" -c program.c -o program.o 2>words
expect_contains words $'\e[0;1;35mwarning: '

# Wrong values end the command, before anything is compiled.
# expect_refused FLAG TEXT
expect_refused() {
  rm -f refused.o
  expect_status 1 "$INSTR_CC" "$1" "$include" -c program.c -o refused.o 2>words
  expect_contains words "$2"
  expect_contains words "'$1'"
  [ "$(wc -l <words)" -eq 1 ] || fail "more than one line: $(cat words)"
  [ ! -e refused.o ] || fail "compiled in spite of $1"
}
expect_refused '-fsourceprint-include-file=regex:(' 'not a regular expression: Unmatched ('
expect_refused '-fsourceprint-exclude-function=' 'the pattern is empty'
expect_refused '-fsourceprint-exclude-file=a[b' "a '[' has no ']'"
expect_refused '-fsourceprint-signal-handlers=all' 'it takes skip, record, warn'

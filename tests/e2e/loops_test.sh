#!/usr/bin/env bash
# path in loops: what a `do` decides, how often, and a whole round of what hangs, wherever it was ended.
. tests/e2e/lib.sh
setup_dist
cat >loops.c <<'C'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static volatile int zero, limit = 50, sum, *volatile nothing;
#define LEFT(n) ((n) > zero)
static int match(const char *s) {
  int n = 0;
  while (s[n] == 'x')
    n++;
  return n;
}
static void end(int round) {
  if (round == limit)
    raise(SIGABRT);
}
static void hang_in_do(const char *s) {
  int left = 5, found = 0;
  do {
    int n = match(s);
    left -= n;
    found++;
    end(found);
  } while (left);
}
static void hang_in_for(void) {
  int round = 0;
  for (;;) {
    if (zero)
      break;
    end(++round);
  }
}
static void hang_in_goto(void) {
  int round = 0;
again:
  round++;
  end(round);
  goto again;
}
static void hang_in_switch(void) {
  int round = 0;
  while (1) {
    switch (round & 1) {
    case 0:
      sum++;
      break;
    default:
      sum--;
    }
    end(++round);
  }
}
static void hang_in_macro(void) {
  int round = 1;
  do {
    round++;
    end(round);
  } while (LEFT(round));
}
static void over(void) {
  int n = 0, m = 0;
  do
    n++;
  while (n < 7);
  do {
    m++;
    do
      n--;
    while (n > 3);
  } while (m < 4);
  for (;;) {
    do
      n++;
    while (n < 20);
    if (n)
      break;
  }
  *nothing = n;
}
// If the inner condition does not hold, its own beginning comes next.
static void endless(void) {
  int n = 0;
  for (;;)
    do
      *(n < 9 ? &n : nothing) += 1;
    while (n & 3);
}
int main(int argc, char **argv) {
  const char *how = argc > 1 ? argv[1] : "";
  if (!strcmp(how, "do"))
    hang_in_do("abc");
  if (!strcmp(how, "for"))
    hang_in_for();
  if (!strcmp(how, "goto"))
    hang_in_goto();
  if (!strcmp(how, "switch"))
    hang_in_switch();
  if (!strcmp(how, "macro"))
    hang_in_macro();
  if (!strcmp(how, "over"))
    over();
  endless();
}
C
for level in -O0 -O2; do
  SOURCEPRINT_STRICT=1 "$INSTR_CC" -w "$level" -g loops.c -o loops
  for how in "do" "for" "goto" "switch" macro over endless; do
    SOURCEPRINT_OUTPUT_DIR=$WORK/runs-$how quietly ./loops "$how" && fail "$how: it went well"
    "$SOURCEPRINT" path --format=json "runs-$how" >"$how.json"
    "$SOURCEPRINT" path "runs-$how" >"$how.txt"
    rm -rf "runs-$how"
  done
  python3 - <<'END' || fail "$level: see above"
import json

def thread(how):
    return json.load(open(how + ".json"))["processes"][0]["threads"][0]

def loop(how):
    return [loop for loop in thread(how)["loops"] if loop["function"] == "hang_in_" + how][0]

def steps(how):
    return [(step["snippet"], step["outcome"]) for step in loop(how)["steps"]]

one = loop("do")
assert one["snippet"] == "left" and one["rounds"] == 49, one
assert steps("do") == [("int n = match(s)", None), ("left -= n", None), ("found++", None), ("end(found)", None),
                       ("left", True)], steps("do")
assert one["steps"][0]["returned"] == "match" and one["steps"][0]["returned_at"]["snippet"] == "return n", one
assert one["steps"][0]["returned_at"]["line"] == 11 and one["steps"][3]["returned_at"] is None, one
assert steps("for") == [("if (zero)", False), ("end(++round)", None)], steps("for")
assert loop("for")["rounds"] == 49, loop("for")
assert [s for s, _ in steps("goto")] == ["round++", "end(round)", "goto again"], steps("goto")
assert [s for s, _ in steps("switch")] in (["switch (round & 1)", "sum++", "break", "end(++round)"],
                                           ["switch (round & 1)", "sum--", "end(++round)"]), steps("switch")
assert steps("macro")[-1] == ("((round) > zero)", True), steps("macro")
over = [(s["snippet"], s["outcome"], s["times"]) for s in thread("over")["steps"] if s["function"] == "over"]
# 7 rounds, then 4 of which the first has 4 inner ones and the others 1, then 20 from 0.
assert ("n < 7", False, 7) in over, over
assert ("n > 3", False, 7) in over and ("m < 4", False, 4) in over, over
# An endless loop around it begins with the same statement.
assert ("n < 20", None, 20) in over, over
inner = [s for s in thread("endless")["steps"] + [s for l in thread("endless")["loops"] for s in l["steps"]]
         if s["snippet"] == "n & 3"]
assert inner and all(s["outcome"] is None for s in inner), inner
END
  expect_contains do.txt "loops.c:24 \`left\` turned 49 times; the last whole round:"
  expect_contains do.txt "match() returned, 3 statements, at loops.c:11 \`return n\`"
done
# Killed wherever it was, also where the ring has lapped: the round begins where the source does.
cat >hang.c <<'C'
static int match(const char *s) {
  int n = 0;
  while (s[n] == 'x')
    n++;
  return n;
}
int main(void) {
  const char *s = "abc";
  int left = 5, found = 0;
  do {
    int n = match(s);
    s += n;
    left -= n;
    found++;
  } while (left);
}
C
SOURCEPRINT_STRICT=1 "$INSTR_CC" -w -O1 -g hang.c -o hang
for signal in ABRT KILL; do
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs-$signal quietly timeout -s "$signal" 0.4 ./hang && fail "it ended"
  "$SOURCEPRINT" path --format=json "runs-$signal" >hang.json
  expect_json hang.json "[[(s['snippet'], s['outcome']) for s in l['steps']] for l in d['processes'][0]['threads'][0]['loops'] if l['function'] == 'main'] == [[('int n = match(s)', None), ('s += n', None), ('left -= n', None), ('found++', None), ('left', True)]]"
done

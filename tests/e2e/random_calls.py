#!/usr/bin/env python3
"""Writes a C program whose functions call each other at random, and end in time.

Usage: random_calls.py SEED

Direct calls, calls by pointers and out of macros, several in a statement, recursion, callbacks through qsort(), and all
kinds of statements at the ends and beginnings of functions.
"""

import random
import sys

FUNCTIONS = 24
STATEMENTS = 5
DEPTH = 3


def expression(here):
    choice = random.randrange(10)
    if choice < 3:
        return f"f{random.randrange(FUNCTIONS)}(n - {random.randrange(1, 4)})"
    if choice == 3:
        return f"f{random.randrange(FUNCTIONS)}(n - 1) + f{random.randrange(FUNCTIONS)}(n - 2)"
    if choice == 4:
        return f"table[(n + {random.randrange(9)}u) % {FUNCTIONS}](n - 1)"
    if choice == 5:
        return f"CALL{random.randrange(3)}(n)"
    if choice == 6:
        return f"n > 2 && f{here}(n - 3)"
    return random.choice(["n + total", "total * 3 + 1", "n % 7", "total - n"])


def block(here, depth, in_loop):
    return "{ " + " ".join(statement(here, depth - 1, in_loop) for _ in range(random.randrange(1, 4))) + " }"


def switch(here, depth, in_loop):
    cases = []
    for number in range(random.randrange(1, 4)):
        end = random.choice(["break;", "break;", ""])
        cases.append(f"case {number}: {statement(here, depth - 1, in_loop)} {end}")
    if random.randrange(2):
        cases.append(f"default: {statement(here, depth - 1, in_loop)}")
    return f"switch ({expression(here)} % 4) {{ {' '.join(cases)} }}"


def loop(here, depth):
    name = f"i{random.randrange(1 << 30)}"
    body = block(here, depth, True)
    rounds = random.randrange(4)
    return random.choice(
        [
            f"for (unsigned {name} = 0; {name} < {rounds}; {name}++) {body}",
            f"{{ unsigned {name} = {rounds}; while ({name}-- > 0) {body} }}",
            f"{{ unsigned {name} = {rounds}; do {body} while ({name}-- > 1); }}",
            f"for (unsigned {name} = 0;;) {{ if ({name}++ >= {rounds}) break; {statement(here, depth - 1, True)} }}",
        ]
    )


def statement(here, depth, in_loop):
    choice = random.randrange(14)
    if depth <= 0 or choice < 5:
        return f"total += {expression(here)};"
    if choice == 5:
        return f"if ({expression(here)}) {block(here, depth, in_loop)}"
    if choice == 6:
        return f"if ({expression(here)}) {block(here, depth, in_loop)} else {block(here, depth, in_loop)}"
    if choice == 7:
        return f"if (total % 3 == 0) return {expression(here)};"
    if choice == 8:
        return switch(here, depth, in_loop)
    if choice == 9:
        return "sort();" if random.randrange(4) == 0 else f"total ^= {expression(here)};"
    if choice == 10 and in_loop:
        return f"if (total % 5 == 1) {random.choice(['break', 'continue'])};"
    if choice == 11:
        return f"f{random.randrange(FUNCTIONS)}(n - 1);"
    return loop(here, depth)


# Some begin with a loop, some end with a statement that may call or return.
def function(number):
    body = [statement(number, DEPTH, False) for _ in range(random.randrange(1, STATEMENTS))]
    end = random.choice([f"return {expression(number)};", "return n;", f"return table[total % {FUNCTIONS}](n - 1);"])
    begin = random.choice(["if (n > 1000 || --fuel < 0) return 1;", "while (total % 4 == 3) total++; if (n > 1000 || --fuel < 0) return 1;"])
    return f"static unsigned f{number}(unsigned n) {{\n  {begin}\n  " + "\n  ".join(body) + f"\n  {end}\n}}"


random.seed(int(sys.argv[1]))
print("#include <stdio.h>\n#include <stdlib.h>")
print("static unsigned total;\nstatic int fuel;")
for index in range(FUNCTIONS):
    print(f"static unsigned f{index}(unsigned n);")
print("static unsigned (*const table[])(unsigned) = {" + ", ".join(f"f{index}" for index in range(FUNCTIONS)) + "};")
for index in range(3):
    print(f"#define CALL{index}(n) f{random.randrange(FUNCTIONS)}((n) - 1)")
print("static int order(unsigned a, unsigned b) { return (a > b) - (a < b); }")
print("static int compare(const void *a, const void *b) {\n  return order(*(const unsigned *)a, *(const unsigned *)b);\n}")
print("static void sort(void) {\n  unsigned numbers[5] = {3, total, 1, fuel, 2};\n  qsort(numbers, 5, 4, compare);\n}")
for index in range(FUNCTIONS):
    print(function(index))
print("int main(void) {\n  for (unsigned i = 0; i < 40; i++) {\n    fuel = 400;")
print(f"    total += table[i % {FUNCTIONS}](i % 12);\n  }}")
print('  printf("%u\\n", total);\n  return 0;\n}')

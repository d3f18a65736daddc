#!/usr/bin/env python3
"""Prints docs/environment.md. The settings are those of runtime/settings.def; tests/lint/settings_test.py compares.

usage: docs/settings.py > docs/environment.md
"""

import ast
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))

BEFORE = """# Environment variables

This page is printed by `docs/settings.py` from `runtime/settings.def`, where each setting stands once.

| variable | value | default | read by | meaning |
|---|---|---|---|---|
"""

AFTER = """
*program* is the instrumented program itself: it reads its settings when the first recorded function runs. A variable
that is set to nothing counts as not set. Numbers are digits alone, without units. A value that makes no sense is left
out, and a line in the run's notes says so, as on stderr if that is a terminal. What is recorded of a program that is
built already is chosen by [filters](filters.md).

What `instr-cc` reads can also be said by its flags, which go first, and by a [sourceprint.yaml](configuration.md),
which goes last. `sourceprint env` prints this list, with what is set.

Each also answers to the name `ASCII_INSTR_SOURCE_PRINT_<name>`, as in `ASCII_INSTR_SOURCE_PRINT_OUTPUT_DIR`;
`SOURCEPRINT_<name>` goes first.

A program that runs with more rights than its caller (setuid, file capabilities) reads none of them and records
nothing.

Others that matter:

| variable | read by | meaning |
|---|---|---|
| `TMPDIR` | all | where the default folder of runs is; where `instr-cc` keeps its rewritten text while it compiles |
| `PATH` | `instr-cc` | where `SOURCEPRINT_REAL_CC`, or clang, is looked up |
| `NO_COLOR` | `sourceprint` | no colours, unless `--color=always` |
"""


def settings():
    """(name, type, default, reader, help) of each."""
    with open(os.path.join(TOP, "runtime", "settings.def"), encoding="utf-8") as file:
        text = re.sub(r"^//.*", "", file.read(), flags=re.M)
    for name, rest in re.findall(r"^SP_SETTING\((\w+),(.*?)\)$", text, re.M | re.S):
        # C joins strings that follow each other, and so does Python.
        yield (name, *ast.literal_eval("(" + rest + ")"))


print(BEFORE, end="")
for name, kind, default, reader, meaning in settings():
    default = default if " " in default else f"`{default}`"
    print(f"| `SOURCEPRINT_{name}` | {kind} | {default} | {reader} | {meaning} |")
print(AFTER, end="")

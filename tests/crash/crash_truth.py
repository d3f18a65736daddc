#!/usr/bin/env python3
"""Plants faults in a program, lets it die plain and instrumented, and expects the report to name the statement.

Usage: crash_truth.py LEVEL FIRST COUNT SOURCES RUN -- FLAG... -- LIBRARY...
In the current folder, SOURCES, a pattern, are compiled with the flags and linked with the libraries as ./program; RUN is
the shell command that runs it. Faults FIRST, FIRST+1... are planted one at a time; the number decides everything about it.
The environment: INSTR_CC, REAL_CLANG, SOURCEPRINT. What went wrong stays in the folder `wrong`.
"""

import collections
import glob
import json
import os
import random
import shutil
import subprocess
import sys

import read_run
from plant import FAULTS, Unsuitable, is_unbraced, plant, plant_behind_call, plant_in_header, plant_in_macro

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 120
WHERE = ("main", "loop", "macro", "header", "unbraced", "behind a call", "anywhere")
ROUNDS = (1, 2, 3, 7, 40)
TRIES = 60  # of statements, for one fault
KINDS = {"plain": "REAL_CLANG", "recorded": "INSTR_CC"}


class Wrong(Exception):
    pass


def execute(command, **environment):
    done = subprocess.run(
        command,
        env=dict(os.environ, SOURCEPRINT_STRICT="1", **environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


class Program:
    def __init__(self, level, sources, run, flags, libraries):
        self.flags = [level, "-g", "-w", "-I.", "-include", "planted.h", *flags]
        self.libraries = libraries
        self.run_command = run
        shutil.copy(f"{HERE}/planted.h", ".")
        self.sources = sorted(glob.glob(sources))
        self.texts = {}
        for source in self.sources:
            with open(source, encoding="latin-1") as file:
                self.texts[source] = file.read()
        for kind in KINDS:
            os.makedirs(kind, exist_ok=True)
            for source in self.sources:
                self.compile(kind, source)
        self.must(os.environ["REAL_CLANG"], "-O1", "-c", f"{HERE}/planted.c", "-o", "planted.o")
        self.executed = self.sites()

    def must(self, *command):
        status, _, words = execute(command)
        if status != 0:
            raise Wrong(f"{' '.join(command)}: {words.decode()}")

    def object(self, kind, source):
        return f"{kind}/{os.path.basename(source)}.o"

    def compile(self, kind, source, output=None):
        self.must(os.environ[KINDS[kind]], *self.flags, "-c", source, "-o", output or self.object(kind, source))

    def link(self, kind, changed=None):
        """With planted.o in the place of the object of the source that was changed."""
        objects = [self.object(kind, s) if s != changed else "changed.o" for s in self.sources]
        self.must(os.environ[KINDS[kind]], *objects, "planted.o", "-o", "program", *self.libraries)

    def run(self, turn, runs, ring="1048576"):
        shutil.rmtree(runs, ignore_errors=True)
        environment = {"PLANTED_ROUND": str(turn), "SOURCEPRINT_OUTPUT_DIR": runs, "SOURCEPRINT_RING_BYTES": ring}
        # exec: the shell may not stand between.
        return execute(["sh", "-c", "exec " + self.run_command], **environment)[0]

    def sites(self):
        """Those that a run executes, in the sources."""
        self.link("recorded")
        status = self.run(0, "runs", ring="1073741824")
        if status != 0:
            raise Wrong(f"the program without a fault ends with {status}")
        (run,) = read_run.runs("runs")
        found, _ = read_run.executed(run)
        shutil.rmtree("runs")
        return sorted(site for site in found if site.file in self.sources)

    def candidates(self, where):
        if where == "main":
            return [s for s in self.executed if s.function == "main"]
        if where == "loop":
            return [s for s in self.executed if s.kind in (1, 2)]
        if where == "unbraced":
            return [s for s in self.executed if is_unbraced(self.texts[s.file], s)]
        return self.executed


def choose(program, where, fault, chance):
    """A site and the program with the fault there"""
    sites = program.candidates(where)
    for _ in range(TRIES):
        site = chance.choice(sites)
        text = program.texts[site.file]
        try:
            if where == "macro":
                return site, plant_in_macro(text, site, fault, chance)
            if where == "header":
                with open("planted.h", encoding="latin-1") as header:
                    return site, plant_in_header(text, site, fault, header.read())
            if where == "behind a call":
                return site, plant_behind_call(text, site, fault, chance)
            return site, plant(text, site, fault, chance)
        except Unsuitable:
            pass
    raise Unsuitable


def build(program, kind, source):
    program.compile(kind, source, "changed.o")
    program.link(kind, source)


def die_plain(program, site, signal, turn):
    """The round in which the plain program dies, the wanted one or the first."""
    try:
        build(program, "plain", site.file)
    except Wrong as refused:
        raise Unsuitable from refused
    for round_number in (turn, 1):
        if program.run(round_number, "runs") == -signal:
            return round_number
    raise Unsuitable


def last():
    _, report, words = execute([os.environ["SOURCEPRINT"], "last", "--format=json", "runs"])
    if words:
        raise Wrong(f"the run cannot be read: {words.decode()}")
    (process,) = json.loads(report)["processes"]
    return process["signal"], process["threads"][0]


def try_fault(program, number):
    """(where, fault, how) of a fault that was reported rightly"""
    chance = random.Random(number)
    fault, where = list(FAULTS)[number % len(FAULTS)], WHERE[number % len(WHERE)]
    if where == "behind a call" and fault == "abort":
        where = "anywhere"  # abort() faults in the C library, and the record of the call that returned is the last
    signal, turn = FAULTS[fault][0], chance.choice(ROUNDS)
    for _ in range(TRIES):
        try:
            site, planted = choose(program, where, fault, chance)
            with open(site.file, "w", encoding="latin-1") as file:
                file.write(planted.text)
            turn = die_plain(program, site, signal, turn)
            break
        except Unsuitable:
            restore(program, site.file)
    else:
        raise Wrong(f"no place for it: {where}, {fault}")
    what = f"{where}, {fault} {planted.how}, round {turn}, wanted {planted.file}:{planted.line}:{planted.column}"
    try:
        build(program, "recorded", site.file)
        status = program.run(turn, "runs")
        if status != -signal:
            raise Wrong(f"{what}: status {status}")
        got, thread = last()
        if (got, os.path.normpath(thread["file"]), thread["line"], thread["column"]) != (signal, *planted[1:4]):
            raise Wrong(f"{what}, reported {thread}")
    except Wrong:
        os.makedirs("wrong", exist_ok=True)
        shutil.copy(site.file, f"wrong/{number}-{os.path.basename(site.file)}")
        raise
    finally:
        restore(program, site.file)
    return where, fault, planted.how


def restore(program, source):
    with open(source, "w", encoding="latin-1") as file:
        file.write(program.texts[source])


def main():
    level, first, count, sources, run = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:6]
    rest = sys.argv[7:]
    middle = rest.index("--")
    program = Program(level, sources, run, rest[:middle], rest[middle + 1 :])
    kinds, wrong = collections.Counter(), 0
    for number in range(first, first + count):
        try:
            where, fault, how = try_fault(program, number)
            kinds.update((where, fault, how))
        except Wrong as reason:
            wrong += 1
            print(f"fault {number}: {reason}", flush=True)
    print(f"{level}: {count} faults in {len(program.executed)} executed statements, {wrong} reported wrongly; {dict(kinds)}")
    sys.exit(wrong > 0)


main()

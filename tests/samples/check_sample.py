#!/usr/bin/env python3
"""A sample's records are what its comments say, and its behaviour is the plain program's.

Usage: check_sample.py SAMPLE.c, with REAL_CLANG, INSTR_CC, SOURCEPRINT and LLVM_MAJOR as tests/e2e/lib.sh sets them

In comments of the sample, and of the files that it includes:

    @4 @6       records 4 and 6 of the thread are of statements on this line; @7..9 stands for @7 @8 @9
    &4          the same, and the record is of the use of a macro
    ^4          record 4 is inside a macro's expansion, and its definition has the statement on this line
    @4 `x++`    the text of the records before it is x++, where a line has several
    skipped: WHY            a statement on this line has no record; WHY is what `sourceprint sites --skipped` says
    flags: -O3 ...          flags for both compilers, and for ours those that only it has
    needs: clang 19, for X  older compilers do not know X
    ends: 3, ends: SIGABRT  how the program ends, if not with 0
"""

import collections
import json
import os
import re
import signal
import subprocess
import sys

COMMENT = re.compile(r"//(.*)$|/\*(.*?)\*/")
MARK = re.compile(r"([@&^])(\d+)(?:\.\.(\d+))?(?!\S)|`([^`]*)`")
DIRECTIVE = re.compile(r'\s*#\s*(?:line\s+)?(\d+)(?:\s+"([^"]*)")?')
INCLUDE = re.compile(r'\s*#\s*include\s+"([^"]*)"')
LEVELS = ("-O0", "-O2")

Expected = collections.namedtuple("Expected", "place text is_use")


class Sample:
    """What the comments of a sample say."""

    def __init__(self, path):
        self.flags, self.needs, self.ends = [], None, "0"
        self.records = {}  # number: Expected
        self.definitions = {}  # number: place in a macro's definition
        self.skipped = collections.Counter()  # (place, reason)
        self.problems = []
        self.folder = os.path.dirname(path)
        self.seen = set()
        self.read(os.path.basename(path))

    def read(self, name):
        if name in self.seen or not os.path.exists(os.path.join(self.folder, name)):
            return
        self.seen.add(name)
        with open(os.path.join(self.folder, name), encoding="latin-1", newline="\n") as file:
            lines = file.read().split("\n")
        presumed, number = os.path.basename(name), 0
        for line in lines:
            number += 1
            directive, include = DIRECTIVE.match(line), INCLUDE.match(line)
            if directive:
                number = int(directive.group(1)) - 1
                presumed = os.path.basename(directive.group(2) or presumed)
            elif include:
                self.read(os.path.normpath(os.path.join(os.path.dirname(name), include.group(1))))
            for comment in COMMENT.findall(line):
                self.comment("".join(comment).strip(), f"{presumed}:{number}")

    def comment(self, text, place):
        key, _, value = text.partition(": ")
        if key == "skipped":
            self.skipped[place, value] += 1
        elif key == "flags":
            self.flags = value.split()
        elif key == "needs":
            self.needs = value
        elif key == "ends":
            self.ends = value
        else:
            self.marks(text, place)

    def marks(self, text, place):
        waiting = []
        for sign, first, last, snippet in MARK.findall(text):
            if not sign:
                for number in waiting:
                    self.records[number] = self.records[number]._replace(text=snippet)
                waiting = []
                continue
            for number in range(int(first), int(last or first) + 1):
                known = self.definitions if sign == "^" else self.records
                if number in known:
                    self.problems.append(f"{place}: record {number} is expected twice")
                if sign == "^":
                    self.definitions[number] = place
                else:
                    self.records[number] = Expected(place, None, sign == "&")
                    waiting.append(number)

    def check_itself(self):
        """The numbers are 1 to N, so that no record is left out by mistake."""
        missing = set(range(1, len(self.records) + 1)) - set(self.records)
        if missing:
            self.problems.append(f"the comments leave out record {min(missing)} of {max(self.records)}")
        for number in set(self.definitions) - set(self.records):
            self.problems.append(f"{self.definitions[number]}: ^{number} has no @{number}")
        if not self.records and not self.skipped:
            self.problems.append("the comments expect nothing")
        return self.problems


def run(command, **kwargs):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False, **kwargs)


def ending(status):
    return signal.Signals(-status).name if status < 0 else str(status)


def compile_both(sample, path, level):
    """Compiles plainly and with records; returns what differs in what the compilers say."""
    plain_flags = [flag for flag in sample.flags if not flag.startswith("-fsourceprint-")]
    source = os.path.basename(path)
    plain = run([os.environ["REAL_CLANG"], level, *plain_flags, source, "-o", "plain"])
    strict = dict(os.environ, SOURCEPRINT_STRICT="1")
    ours = run([os.environ["INSTR_CC"], level, *sample.flags, source, "-o", "recorded"], env=strict)
    if plain.returncode != 0:
        sys.exit(f"FAIL: the plain compiler does not take the sample:\n{plain.stderr.decode(errors='replace')}")
    if (ours.returncode, ours.stdout, ours.stderr) != (0, plain.stdout, plain.stderr):
        sys.exit(
            f"FAIL: {level}: instr-cc's status is {ours.returncode} and it says\n{ours.stderr.decode(errors='replace')}"
            f"instead of\n{plain.stderr.decode(errors='replace')}"
        )


def run_both(sample, runs):
    """Runs both programs; returns what differs."""
    plain = run(["./plain"])
    ours = run(["./recorded"], env=dict(os.environ, SOURCEPRINT_OUTPUT_DIR=runs))
    for name, wanted, got in (
        ("the end of the plain program", sample.ends, ending(plain.returncode)),
        ("the end", ending(plain.returncode), ending(ours.returncode)),
        ("stdout", plain.stdout, ours.stdout),
        ("stderr", plain.stderr, ours.stderr),
    ):
        if wanted != got:
            yield f"{name} is {got!r} instead of {wanted!r}"


def objects(command):
    done = run(command)
    if done.returncode != 0:
        sys.exit(f"FAIL: {' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def place_of(record, prefix=""):
    file, line = record[f"{prefix}file"], record[f"{prefix}line"]
    return f"{os.path.basename(file)}:{line}" if file else None


def compare_records(sample, runs):
    got = {record["seq"]: record for record in objects([os.environ["SOURCEPRINT"], "log", "--format=json", runs])}
    for number in sorted(set(sample.records) | set(got)):
        wanted, record = sample.records.get(number), got.get(number)
        if not record:
            yield f"record {number}: expected at {wanted.place}, not made"
            continue
        seen = f"{place_of(record)} `{record['snippet']}`"
        if not wanted:
            yield f"record {number}: not expected, made at {seen}"
            continue
        if place_of(record) != wanted.place or wanted.text not in (None, record["snippet"]):
            text = f" `{wanted.text}`" if wanted.text else ""
            yield f"record {number}: expected at {wanted.place}{text}, made at {seen}"
        definition = sample.definitions.get(number)
        relation = 2 if wanted.is_use else 1 if definition else 0
        if record["macro"] != relation or place_of(record, "definition_") != definition:
            yield (
                f"record {number}: expected with macro={relation}, definition {definition}; made at {seen} with "
                f"macro={record['macro']}, definition {place_of(record, 'definition_')}"
            )


def compare_skipped(sample):
    sites = objects([os.environ["SOURCEPRINT"], "sites", "--skipped", "--format=json", "recorded"])
    got = collections.Counter((place_of(site), site["skipped"]) for site in sites)
    for place, reason in sorted((sample.skipped - got).elements()):
        yield f"{place}: not in the list of skipped statements: {reason}"
    for place, reason in sorted((got - sample.skipped).elements()):
        yield f"{place}: skipped, not expected: {reason}"


def skip_reason(sample):
    """Why this compiler cannot compile the sample, or None."""
    match = re.match(r"clang (\d+), for (.*)", sample.needs or "")
    if match and int(os.environ["LLVM_MAJOR"]) < int(match.group(1)):
        return f"clang {match.group(1)} is needed for {match.group(2)}"
    return None


def main():
    path = sys.argv[1]
    sample = Sample(path)
    if skip_reason(sample):
        print(f"SKIPPED: {skip_reason(sample)}")
        return
    complaints = sample.check_itself()
    for level in LEVELS:
        compile_both(sample, path, level)
        runs = os.path.abspath(f"runs{level}")
        found = list(run_both(sample, runs)) + list(compare_records(sample, runs)) + list(compare_skipped(sample))
        complaints += [f"{level}: {complaint}" for complaint in found]
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)


main()

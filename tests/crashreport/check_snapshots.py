#!/usr/bin/env python3
"""Runs the cases of a program, plain and recorded: the same words and end, and the crash snapshot that they state.

Usage: check_snapshots.py SOURCE PLAIN RECORDED [CASE...]

A case is announced in SOURCE by lines with three slashes:

    /// NAME [VARIABLE=VALUE...]: HOW    both builds end like this: `exit N` or a signal's name
    ///   title WORDS                    the snapshot's first line begins with these
    ///   way MARK...                    its last statements are at lines with `// MARK`; @a|@b: at one of them
    ///   other MARK                     another thread's is there; alone: there is no other thread
    ///   has WORDS, lacks WORDS         somewhere in the snapshot
    ///   ends WORDS                     what `sourceprint last` says of the end
    ///   nothing, any                   in the place of these: there is none; there may be one

VARIABLE is of the environment; $RUNS is the folder of runs. MOUNT=OPTIONS stands for a tmpfs there, and is left out
where none can be mounted.
"""

import glob
import os
import re
import resource
import shutil
import signal
import subprocess
import sys

LIMIT_SECONDS = 60
CASE = re.compile(r"^/// (\w+)((?: \w+=\S*)*): (exit \d+|SIG\w+)$")
PART = re.compile(r"^///   (\w+)(?: (.*))?$")
PLACE = re.compile(r"^(\S+?):(\d+)(?::\d+)? in ")


class Case:
    def __init__(self, name, settings, how):
        self.name = name
        self.settings = dict(s.split("=", 1) for s in settings.split())
        self.how = how
        self.parts = []


def read_source(path):
    """The cases, and the line of each mark."""
    cases, marks = [], {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file.read().split("\n"), 1):
            found, part, mark = CASE.match(line), PART.match(line), re.search(r"// (@\w+)$", line)
            if found:
                cases.append(Case(*found.groups()))
            elif part:
                cases[-1].parts.append(part.groups())
            elif line.startswith("///"):
                sys.exit(f"{path}: not understood: {line}")
            if mark:
                if mark[1] in marks:
                    sys.exit(f"{path}:{number}: {mark[1]} is at {marks[mark[1]]} already")
                marks[mark[1]] = number
    return cases, marks


def run(program, case, folder):
    """How the program ended, its stdout and stderr."""
    environment = dict(os.environ, SOURCEPRINT_OUTPUT_DIR=folder)
    environment.update({name: value.replace("$RUNS", folder) for name, value in case.settings.items()})
    command = [program, case.name]
    done = subprocess.run(
        command, capture_output=True, timeout=LIMIT_SECONDS, check=False, env=environment, stdin=subprocess.DEVNULL
    )
    code = done.returncode
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name, done.stdout, done.stderr


class Snapshot:
    """A snapshot's parts; complaints about its form."""

    def __init__(self, text):
        self.text, self.complaints, lines = text, [], text.split("\n")
        if not (lines[0].startswith("sourceprint: ") and lines[1].startswith("  in thread ")):
            self.complaints.append("it has no title")
        if not (lines[-1] == "" and re.match(r"more: sourceprint last /\S+$", lines[-2])):
            self.complaints.append("it has no end")
        self.title = lines[0].removeprefix("sourceprint: ")
        middle = lines[3:-2]
        border = next((i for i, line in enumerate(middle) if line.startswith("the statement that each other")), len(middle))
        self.own = [line[2:] for line in middle[:border]]
        if self.own and [line[:2] for line in middle[:border]] != ["  "] * (border - 1) + ["> "]:
            self.complaints.append("the newest statement is not marked")
        self.others = [re.sub(r'^  \d+ "[^"]*" ', "", line) for line in middle[border + 1 :]]


def is_at(line, choice, marks, source):
    place = PLACE.match(line)
    return bool(place) and place[1] == source and int(place[2]) in [marks[m] for m in choice.split("|")]


def compare(case, snapshot, marks, source):
    """Complaints about what the snapshot says."""
    for kind, words in case.parts:
        good = True
        if kind == "title":
            good = snapshot.title.startswith(words)
        elif kind == "way":
            way = words.split(" ")
            last = snapshot.own[-len(way) :]
            good = len(last) == len(way) and all(is_at(line, m, marks, source) for line, m in zip(last, way))
        elif kind == "other":
            good = any(is_at(line, words, marks, source) for line in snapshot.others)
        elif kind == "alone":
            good = not snapshot.others
        elif kind == "has":
            good = words in snapshot.text
        elif kind == "lacks":
            good = words not in snapshot.text
        if not good:
            yield f"not fulfilled: {kind} {words}"


def last(folder):
    command = [os.environ["SOURCEPRINT"], "last", folder]
    return subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, check=False).stdout.decode(errors="replace")


def check_runs(case, folder, marks, source):
    kinds = [kind for kind, _ in case.parts]
    paths = glob.glob(os.path.join(glob.escape(folder), "*", "crash"))
    for kind, words in case.parts:
        if kind == "ends" and words not in last(folder):
            yield f"`last` does not say {words}: {last(folder)}"
    if "any" in kinds:
        return
    if len(paths) != (0 if "nothing" in kinds else 1):
        yield f"there are {len(paths)} snapshots"
        return
    for path in paths:
        mode = os.stat(path).st_mode & 0o777
        with open(path, encoding="utf-8") as file:
            snapshot = Snapshot(file.read())
        complaints = snapshot.complaints + list(compare(case, snapshot, marks, source))
        if mode != 0o600:
            complaints.append(f"its mode is {mode:o}")
        if complaints:
            yield from complaints
            yield f"the snapshot is\n{snapshot.text}"


def check(case, marks, source, plain, recorded):
    folder = os.path.abspath(f"runs-{case.name}")
    shutil.rmtree(folder, ignore_errors=True)
    options = case.settings.pop("MOUNT", None)
    os.makedirs(folder, mode=0o700)
    if options and subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False).returncode != 0:
        print(f"{case.name} SKIPPED: mounting a disk takes root")
        return
    try:
        expected = run(plain, case, folder)
        for left in os.listdir(folder):
            os.unlink(os.path.join(folder, left))
        if expected[0] != case.how:
            yield f"the plain program ends with {expected}"
        got = run(recorded, case, folder)
        if got != expected:
            yield f"ends with\n  {got}, but plain with\n  {expected}"
        yield from check_runs(case, folder, marks, source)
    finally:
        if options:
            subprocess.run(["umount", folder], check=True)


def main():
    source, plain, recorded = sys.argv[1:4]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cases, marks = read_source(source)
    failed = 0
    for case in cases:
        if len(sys.argv) > 4 and case.name not in sys.argv[4:]:
            continue
        complaints = list(check(case, marks, os.path.basename(source), plain, recorded))
        for complaint in complaints:
            print(f"{case.name}: {complaint}")
        failed += bool(complaints)
    print(f"{len(cases)} cases, {failed} of them failed")
    sys.exit(failed > 0 or not cases)


main()

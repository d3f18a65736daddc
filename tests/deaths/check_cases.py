#!/usr/bin/env python3
"""Runs the cases of a program, plain and recorded: the same words and end, and the run that the comments state.

Usage: check_cases.py SOURCE PLAIN RECORDED SOURCEPRINT [CASE...]

A case is announced in SOURCE by lines with three slashes:

    /// NAME [VARIABLE=VALUE...]: HOW        both builds end like this: `exit N` or a signal's name
    ///   END: THREAD, THREAD...             a process of the run, in any order
    ///   note WORDS                         one of its notes has these words; other processes have no notes
    ///   nothing                            in the place of END: there is no run

END is what `sourceprint last` says: `exit N`, a signal's name, `silent`, `exec`, and of
a fault that was caught `called exit(N)` or `raised SIGNAL`. THREAD is `[NAME] STATE MARK`: its
name if that is worth a look, one of the words in STATES, and where its last record is: a line with `// MARK`, or one of
several, as in @wait|@loop. `lost N` stands for N threads that are said to be missing.

VARIABLE is of the environment; $RUNS is the folder of runs. MOUNT=OPTIONS stands for a tmpfs there, with these options.
Where the environment has MEMORY_GROUP, programs run in this control group.
"""

import contextlib
import glob
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

LIMIT_SECONDS = 60
STATES = {
    "crashed": "crashed here",
    "faulted": "faulted here",
    "ended": "ended the process",
    "exited": "exited",
    "stopped": "stopped with the process",
}
CASE = re.compile(r"^/// (\w+)((?: \w+=\S*)*): (exit \d+|SIG\w+)$")
PART = re.compile(r"^///   (\S.*)$")
MARK = re.compile(r"// (@\w+)$")
PROCESS = re.compile(
    r"^\S.* \(pid \d+\): (?:(exit \d+)|killed by (SIG\w+)|(ended without a)|(replaced by)|(still running)"
    r"|SIG.* caught by \w+, which (called exit\(\d+\)|raised SIG\w+))"
)
THREAD = re.compile(r'^  thread \d+(?: "(.*)")?: ([a-z ]+)')
PLACE = re.compile(r"^    (\S+?):(\d+)(?::\d+)? in ")


class Case:
    def __init__(self, name, settings, how):
        self.name = name
        self.settings = dict(s.split("=", 1) for s in settings.split())
        self.how = how
        self.processes = []

    def add(self, part):
        if part == "nothing":
            return
        if part.startswith("note "):
            self.processes[-1]["note"] = part[5:]
            return
        end, _, threads = part.partition(": ")
        process = {"end": end, "lost": 0, "note": None, "threads": []}
        for thread in filter(None, threads.split(", ")):
            words = thread.split()
            if words[0] == "lost":
                process["lost"] = int(words[1])
            else:
                process["threads"].append(words if len(words) == 3 else [None, *words])
        self.processes.append(process)


def read_source(path):
    """The cases, and where each mark is, in the source and what stands beside it."""
    cases, marks = [], {}
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            found = CASE.match(line)
            part = PART.match(line)
            if found:
                cases.append(Case(*found.groups()))
            elif part:
                cases[-1].add(part[1])
            elif line.startswith("///"):
                sys.exit(f"{path}: not understood: {line}")
    beside = os.path.dirname(path)
    for name in [path, *glob.glob(os.path.join(beside, "*.h")), *glob.glob(os.path.join(beside, "part.c"))]:
        with open(name, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                mark = MARK.search(line.rstrip("\n"))
                if mark and mark[1] in marks:
                    sys.exit(f"{name}:{number}: {mark[1]} is at {marks[mark[1]]} already")
                if mark:
                    marks[mark[1]] = (os.path.basename(name), number)
    return cases, marks


@contextlib.contextmanager
def mounted(case, folder):
    """The folder of runs as the case wants it. The mount is seen here alone: the caller gave us a namespace."""
    options = case.settings.get("MOUNT")
    if options:
        os.makedirs(folder)
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        if options:
            subprocess.run(["umount", folder], check=True)


def enter_group():
    group = os.environ.get("MEMORY_GROUP")
    if group:
        with open(os.path.join(group, "cgroup.procs"), "w", encoding="ascii") as file:
            file.write(str(os.getpid()))


def run(program, case, folder):
    """How the program ended, its stdout and stderr."""
    environment = dict(os.environ, SOURCEPRINT_OUTPUT_DIR=folder)
    environment.update({name: value.replace("$RUNS", folder) for name, value in case.settings.items()})
    done = subprocess.run(
        [program, case.name],
        capture_output=True,
        timeout=LIMIT_SECONDS,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=enter_group,
    )
    code = done.returncode
    how = f"exit {code}" if code >= 0 else signal.Signals(-code).name
    return how, done.stdout, done.stderr


def last(sourceprint, folder):
    """What `sourceprint last` says about the newest family, when none of it runs any more."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        command = [sourceprint, "last", "--context=0", folder]
        done = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, check=False)
        if b": still running" not in done.stdout or time.monotonic() > deadline:
            return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        time.sleep(0.05)


def parse(text):
    processes = []
    for line in text.split("\n"):
        process, thread, place = PROCESS.match(line), THREAD.match(line), PLACE.match(line)
        lost = re.match(r"^  (\d+) threads are missing", line)
        if process:
            end = process[1] or process[2] or (process[3] and "silent") or (process[4] and "exec") or process[6] or "running"
            processes.append({"end": end, "lost": 0, "note": None, "threads": []})
        elif not processes:
            continue
        elif thread:
            state = re.sub(r", seq.*", "", thread[2]).rstrip(", ")
            processes[-1]["threads"].append([thread[1], state.removesuffix(", seq"), None])
        elif place and processes[-1]["threads"] and processes[-1]["threads"][-1][2] is None:
            processes[-1]["threads"][-1][2] = (os.path.basename(place[1]), int(place[2]))
        elif lost:
            processes[-1]["lost"] = int(lost[1])
        elif line.startswith("  note: "):
            processes[-1]["note"] = (processes[-1]["note"] or "") + line[8:]
    return processes


def pair(wanted, got, fits):
    """True if each wanted one has a partner of its own that fits, and none is left."""
    if len(wanted) != len(got):
        return False
    if not wanted:
        return True
    return any(fits(wanted[0], one) and pair(wanted[1:], got[:i] + got[i + 1 :], fits) for i, one in enumerate(got))


def compare_runs(case, marks, got):
    def thread_fits(want, one):
        name, state, where = want
        places = [marks[mark] for mark in where.split("|")]
        return name in (None, one[0]) and STATES[state] == one[1] and one[2] in places

    def process_fits(want, one):
        note = want["note"] in one["note"] if want["note"] and one["note"] else want["note"] == one["note"]
        return note and all(want[k] == one[k] for k in ("end", "lost")) and pair(want["threads"], one["threads"], thread_fits)

    return pair(case.processes, got, process_fits)


def check(case, marks, plain, recorded, sourceprint):
    """Complaints about one case."""
    folder = os.path.abspath(f"runs-{case.name}")
    shutil.rmtree(folder, ignore_errors=True)
    with mounted(case, folder):
        yield from compare(case, folder, marks, plain, recorded, sourceprint)


def compare(case, folder, marks, plain, recorded, sourceprint):
    expected = run(plain, case, folder)
    if expected[0] != case.how:
        yield f"the plain program ends with {expected}"
    got = run(recorded, case, folder)
    if got != expected:
        yield f"ends with\n  {got}, but plain with\n  {expected}"
    status, out, err = last(sourceprint, folder)
    if (status, err != "") != ((0, False) if case.processes else (1, True)):
        yield f"`last` ends with status {status}: {err}"
    elif not compare_runs(case, marks, parse(out)):
        places = {v: k for k, v in marks.items()}
        for process in parse(out):
            process["threads"] = [[*t[:2], places.get(t[2], t[2])] for t in process["threads"]]
            yield f"the run has {process}"
        yield f"instead of {case.processes}"


def main():
    source, plain, recorded, sourceprint = sys.argv[1:5]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cases, marks = read_source(source)
    if not cases:
        sys.exit(f"{source} has no cases")
    failed = 0
    for case in cases:
        if len(sys.argv) > 5 and case.name not in sys.argv[5:]:
            continue
        complaints = list(check(case, marks, plain, recorded, sourceprint))
        for complaint in complaints:
            print(f"{case.name}: {complaint}")
        failed += bool(complaints)
    print(f"{len(cases)} cases, {failed} of them failed")
    sys.exit(failed > 0)


main()

#!/usr/bin/env python3
"""A crash snapshot follows a sanitizer's report, with its address, and changes nothing about the report.

Usage: sanitizers.py SANITIZER PLAIN RECORDED

Both are builds of sanitized.c, which is beside this file.
"""

import glob
import os
import re
import resource
import shutil
import subprocess
import sys

LIMIT_SECONDS = 120
RUNS = os.path.abspath("runs")
SANITIZER, PLAIN, RECORDED = sys.argv[1:4]
SOURCE = os.path.join(os.path.dirname(os.path.realpath(__file__)), "sanitized.c")

# What is done, options of the sanitizer, the first line of the snapshot, where the thread was, and another one.
ADDRESS = (
    ("freed", "", "AddressSanitizer ends the process: heap-use-after-free at address 0x", "@use", "@join"),
    ("segv", "", "AddressSanitizer ends the process: SIGSEGV (no memory there) at address 0x0", "@segv", None),
    ("segv", "handle_segv=0", "SIGSEGV (no memory there) at address 0x0", "@segv", None),
    ("segv", "handle_segv=2", "AddressSanitizer ends the process: ", "@segv", None),
    ("segv", "abort_on_error=1", "AddressSanitizer ends the process: SIGSEGV (no memory there)", "@segv", None),
    ("overflow", "", "AddressSanitizer ends the process: SIGSEGV (stack overflow: ", "@store|@deeper", None),
    ("abort", "", "SIGABRT (abort()", "@abort", None),
    ("abort", "handle_abort=1", "AddressSanitizer ends the process: SIGABRT (abort()", "@abort", None),
    ("leak", "", None, None, None),
    ("nothing", "", None, None, None),
)
UNDEFINED = (
    ("sum", "", "UndefinedBehaviorSanitizer ends the process", "@sum", None),
    ("segv", "", "UndefinedBehaviorSanitizer ends the process", "@segv", None),
    ("overflow", "", "UndefinedBehaviorSanitizer ends the process: SIGSEGV (stack overflow: ", "@store|@deeper", None),
    ("abort", "", "SIGABRT (abort()", "@abort", None),
    ("nothing", "", None, None, None),
)
BOTH = (
    ("freed", "", "AddressSanitizer ends the process: heap-use-after-free at address 0x", "@use", "@join"),
    ("sum", "", "a sanitizer ends the process", "@sum", None),
)
THREAD = (("segv", "", "ThreadSanitizer ends the process: SIGSEGV (no memory there) at address 0x0", "@segv", None),)
CASES = {"address": ADDRESS, "undefined": UNDEFINED, "address,undefined": BOTH, "thread": THREAD}


def expect(what, condition, *shown):
    if not condition:
        print(f"FAIL: {SANITIZER}, {what}: ")
        print(*(str(one)[:2000] for one in shown), sep="\n")
        sys.exit(1)


def without_numbers(words):
    """What differs from run to run taken out: addresses, also in a dump of memory, processes and threads."""
    return re.sub(r"0x[0-9a-f]+|\b[0-9a-f]{12}\b|==\d+==|\bT?\d{3,}\)", "NUMBER", words)


def run(program, what, options, report):
    """Status, stderr without numbers and with them, and the snapshot."""
    shutil.rmtree(RUNS, ignore_errors=True)
    names = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")
    values = dict(os.environ, SOURCEPRINT_OUTPUT_DIR=RUNS, SOURCEPRINT_CRASH_REPORT=report, PAD="x" * (8 - len(report)))
    values.update({name: options for name in names})
    command = [*FIXED_ADDRESSES, os.path.abspath(program), what]
    done = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, check=False, env=values)
    words = done.stderr.decode()
    paths = glob.glob(RUNS + "/*/crash")
    return done.returncode, without_numbers(words), words, open(paths[0], encoding="utf-8").read() if paths else None


def is_at(line, choice):
    with open(SOURCE, encoding="utf-8") as file:
        marks = {n: line.rstrip() for n, line in enumerate(file, 1)}
    place = re.search(r"sanitized\.c:(\d+)(?::\d+)? in ", line)
    return bool(place) and any(marks[int(place[1])].endswith("// " + mark) for mark in choice.split("|"))


def check_snapshot(name, snapshot, words, title, own, other):
    lines = snapshot.split("\n")
    expect(f"{name}: title", lines[0].startswith("sourceprint: " + title), snapshot)
    expect(f"{name}: end", lines[-2].startswith("more: "), snapshot)
    marked = [line for line in lines if line.startswith("> ")]
    expect(f"{name}: last statement", len(marked) == 1 and is_at(marked[0], own), snapshot)
    rest = lines[lines.index(marked[0]) :]
    expect(f"{name}: other thread", not other or any(is_at(line, other) for line in rest[1:]), snapshot)
    place = re.search(r"it is at (0x[0-9a-f]+)", words)
    if place:
        expect(f"{name}: address", lines[0].endswith(" at address " + place[1]), snapshot, words)


def first_line(words):
    """What was found. The rest has columns, and offsets in the program."""
    found = re.search(r"^.*(ERROR: \w+Sanitizer: \S+ |runtime error: ).*$", words, re.M)
    return found and re.sub(r":\d+:\d+:|\S*NUMBER\S*|T\d+", "", found[0])


def check_end(name, title):
    """What `sourceprint last` says of the run, and of the thread."""
    command = [os.environ["SOURCEPRINT"], "last", "--context=0", RUNS]
    words = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, check=False).stdout.decode()
    wanted = "ended by a sanitizer" if "ends the process" in title else "killed by SIG"
    expect(f"{name}: the end", wanted in words.split("\n")[0], words)
    expect(f"{name}: the thread", ": crashed here, seq " in words.split("\n")[2], words)


def check(what, options, title, own, other):
    name = f"{what} {options}"
    plain = run(PLAIN, what, options, "off")
    off = run(RECORDED, what, options, "off")
    kept = run(RECORDED, what, options, "file")
    expect(f"{name}: status", plain[0] == off[0] == kept[0], plain[0], off, kept)
    expect(f"{name}: report", first_line(plain[1]) == first_line(off[1]), plain[1], off[1])
    expect(f"{name}: with snapshot and without", off[1] == kept[1], off[1], kept[1])
    expect(f"{name}: off", off[3] is None, off[3])
    if title is None:
        expect(f"{name}: no snapshot", kept[3] is None, kept[3])
        return
    expect(f"{name}: snapshot", kept[3] is not None, kept[2])
    check_snapshot(name, kept[3], kept[2], title, own, other)
    check_end(name, title)
    status, _, words, snapshot = run(RECORDED, what, options, "stderr")
    expect(f"{name}: status with stderr", status == plain[0], status, words)
    expect(f"{name}: snapshot behind the report", snapshot and words.endswith(snapshot), words, snapshot)
    report = without_numbers(words[: -len(snapshot)])
    expect(f"{name}: the report before it", report == off[1], report, off[1])


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
# So that a stack ends at the same statement each time.
FIXED_ADDRESSES = ["setarch", "-R"]
if subprocess.run([*FIXED_ADDRESSES, "true"], capture_output=True, check=False).returncode != 0:
    FIXED_ADDRESSES = []
for case in CASES[SANITIZER]:
    check(*case)
print(f"{SANITIZER}: {len(CASES[SANITIZER])} cases")

#!/usr/bin/env python3
"""Compares the calls that `sourceprint path` and `last` find at a crash with gdb's backtrace of that same process.

Usage: compare_stack.py equal|within SOURCEPRINT RUNS PROGRAM [ARGUMENT...]

RUNS is made. equal: the same frames in the program's own sources, each at a line of the same statement. within: gdb
may have fewer frames, as where the compiler has made a jump of a call at a function's end.
"""

import json
import os
import re
import subprocess
import sys

GDB_SECONDS = 60
MOST_LINES = 8  # of a statement
SHOWN = 50
FRAME = re.compile(r"^#\d+ .*?([\w.]+) \(.*\) at (\S+):(\d+)$")


def environment(runs):
    return dict(os.environ, SOURCEPRINT_OUTPUT_DIR=runs, LC_ALL="C")


def by_gdb(runs, program):
    """[(function, line)] of the frames in sources beside the program, outermost first"""
    options = ["-nx", "-batch", "-ex", "set print frame-arguments none", "-ex", "set debuginfod enabled off"]
    # gdb stops at the signal before the program's handler sees it, and again behind the handler.
    steps = ["-ex", "run", "-ex", "bt 10000", "-ex", "continue", "-ex", "continue"]
    done = subprocess.run(
        ["gdb"] + options + steps + ["--args"] + program, env=environment(runs), capture_output=True, timeout=GDB_SECONDS, check=False
    )
    frames = []
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        match = FRAME.match(line)
        if match and os.path.exists(os.path.join(os.path.dirname(program[0]), os.path.basename(match[2]))):
            frames.append((match[1], int(match[3])))
    return frames[::-1]


def command(sourceprint, words, runs):
    done = subprocess.run([sourceprint] + words + ["--format=json", runs], capture_output=True, timeout=GDB_SECONDS, check=False)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"{words}: status {done.returncode}: {done.stderr.decode()}")
    (process,) = json.loads(done.stdout)["processes"]
    return process["threads"][0]


def same(ours, gdbs):
    return ours["function"] == gdbs[0] and ours["line"] <= gdbs[1] <= ours["line"] + MOST_LINES


def main():
    how, sourceprint, runs, program = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    wanted = by_gdb(runs, program)
    thread = command(sourceprint, ["path"], runs)
    frames = thread["frames"]
    last = command(sourceprint, ["last"], runs)
    is_fine = len(wanted) > 0 and len(frames) > 0 and same(frames[-1], wanted[-1])
    if thread["callers_before_window"]:  # the outermost ones are not known
        wanted = wanted[-len(frames) :]
    at = 0
    for frame in frames:
        if at < len(wanted) and same(frame, wanted[at]):
            at += 1
        elif how == "equal":
            is_fine = False
    is_fine = is_fine and at == len(wanted)
    print(f"{len(wanted)} frames by gdb, {len(frames)} by path")
    if not is_fine:
        print("gdb: ", wanted[-SHOWN:])
        print("path:", [(frame["function"], frame["line"]) for frame in frames[-SHOWN:]])
    calls = [(call["function"], call["line"]) for call in last["path"]]
    if calls != [(frame["function"], frame["line"]) for frame in frames[:-1]]:
        print("last has others:", calls[-SHOWN:])
        is_fine = False
    sys.exit(not is_fine)


main()

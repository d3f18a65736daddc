#!/usr/bin/env python3
"""Crashes a Lua interpreter in its C code and compares the run's last statement with the line that gdb shows.

Usage: crash_places.py LUA SCRIPT SOURCEPRINT PLACES

Runs LUA SCRIPT 1, 2, 3... until it has crashed by SIGSEGV at so many different places. Each crash happens again under gdb,
and it is that very process whose run is read.
"""

import json
import os
import re
import subprocess
import sys

MOST_TRIES = 400
SEARCH_SECONDS = 1
GDB_SECONDS = 60

FRAME = re.compile(r"^#\d+ .*?([\w.]+) \(.*\) at (\S+):(\d+)$")
ANY_FRAME = re.compile(r"^#(\d+) ")

# Addresses as in gdb, so that what a wrong index hits is the same each time.
FIXED_ADDRESSES = ["setarch", "-R"]


def run(command, runs, seconds):
    environment = dict(os.environ, SOURCEPRINT_OUTPUT_DIR=runs, LC_ALL="C")
    try:
        return subprocess.run(command, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None  # changed bytecode may also loop for ever


def last(sourceprint, runs):
    done = subprocess.run([sourceprint, "last", "--format=json", runs], capture_output=True, timeout=60, check=False)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"{runs} cannot be read: {done.stderr.decode()}")
    (process,) = json.loads(done.stdout)["processes"]
    (thread,) = process["threads"]
    return process["signal"], thread


def by_gdb(lua, script, number, runs):
    """(function, file, line) of the innermost frame that is in Lua's own code, and whether it is the innermost of all.

    None if there is none: a jump to a wild address leaves nothing that gdb could name.
    """
    gdb = ["gdb", "-nx", "-batch", "-ex", "set print frame-arguments none", "-ex", "set debuginfod enabled off"]
    # gdb stops at the fault before the program's handler sees it, and at the fault again behind the handler.
    to_the_end = ["-ex", "continue", "-ex", "continue"]
    done = run(gdb + ["-ex", "run", "-ex", "bt 30"] + to_the_end + ["--args", lua, script, str(number)], runs, GDB_SECONDS)
    if done is None:
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if not any("SIGSEGV" in line for line in lines):
        return None
    for line in lines:
        match = FRAME.match(line)
        # The C library's sources are named, too, where its debug information is installed.
        if match and os.path.exists(os.path.join(os.path.dirname(lua), match[2])):
            return match[1], os.path.basename(match[2]), int(match[3]), line.startswith("#0 ")
    return None


def site_lines(sourceprint, lua):
    """file -> lines where statements and evaluations begin"""
    done = subprocess.run([sourceprint, "sites", lua, "--format=json"], capture_output=True, timeout=60, check=True)
    found = {}
    for line in done.stdout.splitlines():
        site = json.loads(line)
        found.setdefault(site["file"], set()).add(site["line"])
    return found


def same_statement(thread, file, line, known):
    """gdb's line is the record's, or a later one of the same statement: no other begins between them."""
    if os.path.basename(thread["file"]) != file or thread["line"] > line:
        return False
    return not any(thread["line"] < begin <= line for begin in known[thread["file"]])


def main():
    lua, script, sourceprint, wanted = sys.argv[1:4] + [int(sys.argv[4])]
    os.makedirs("runs", exist_ok=True)
    known = site_lines(sourceprint, lua)
    places, compared, mismatches = set(), 0, 0
    for number in range(1, MOST_TRIES + 1):
        done = run(FIXED_ADDRESSES + [lua, script, str(number)], f"runs/{number}", SEARCH_SECONDS)
        if done is None or done.returncode != -11:
            continue
        signal, thread = last(sourceprint, f"runs/{number}")
        place = (thread["file"], thread["line"])
        if place in places:
            continue
        places.add(place)
        shown = by_gdb(lua, script, number, f"runs/{number}-gdb")
        if shown is None:
            print(f"{number}: gdb cannot tell; last {thread['file']}:{thread['line']}: {thread['snippet']}")
            continue
        compared += 1
        function, file, line, innermost = shown
        _, again = last(sourceprint, f"runs/{number}-gdb")
        good = signal == 11 and same_statement(again, file, line, known)
        mismatches += not good
        where = "" if innermost else " (calls the C library)"
        print(
            f"{number}: {'same' if good else 'DIFFERENT'}: gdb {file}:{line} {function}{where}, "
            f"last {again['file']}:{again['line']} {again['function']}: {again['snippet']}"
        )
        if compared == wanted:
            break
    print(f"{compared} places compared, {mismatches} mismatches")
    sys.exit(mismatches > 0 or compared < wanted)


main()

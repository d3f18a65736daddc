#!/usr/bin/env python3
"""Runs a program on disks that are full at each possible place: it must end as the plain one, with the same words.

Usage: full_disk.py PLAIN RECORDED SOURCEPRINT

The folder of runs is a tmpfs of 1, 2, ... pages, until nothing is missing any more, and then one of 1, 2, ...
files. So each reservation and each write that the runtime makes meets the end of the disk once. In the last part the
rings grow meanwhile, and it takes larger steps.
"""

import json
import os
import subprocess
import sys

PAGE = 4096
MOST = 400
RUNS = os.path.abspath("disk")
LIMIT_SECONDS = 60


def run(program, sink, ring_bytes):
    environment = dict(os.environ, SOURCEPRINT_OUTPUT_DIR=RUNS, SOURCEPRINT_SINK=sink, SOURCEPRINT_RING_BYTES=ring_bytes)
    done = subprocess.run([program, ring_bytes], capture_output=True, timeout=LIMIT_SECONDS, check=False, env=environment)
    return done.returncode, done.stdout, done.stderr


def shown(sourceprint):
    """The processes, or None if there is no run; and complaints."""
    command = [sourceprint, "last", "--format=json", RUNS]
    done = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, check=False)
    words = done.stderr.decode()
    if done.returncode == 1 and "there is no run" in words:
        return None, []
    # What did not fit is told: a table of sites, and then which statement is not known.
    strange = [w for w in words.splitlines() if "could not keep the site tables" not in w and "no known site" not in w]
    if done.returncode not in (0, 2) or strange:
        return None, [f"`last` ends with {done.returncode}: {words}"]
    return json.loads(done.stdout)["processes"], []


def is_whole(processes, sink):
    """Are all four threads there with all that they did, and in the text sink all their lines?"""
    if processes is None or sorted(len(p["threads"]) for p in processes) != [1, 3]:
        return False
    if any(t["line"] is None or t["first"] != 1 for p in processes for t in p["threads"]):
        return False
    texts = 0
    for folder, _, names in os.walk(RUNS):
        for name in filter(lambda n: n.endswith(".txt"), names):
            with open(os.path.join(folder, name), "rb") as file:
                texts += file.read().count(b"\n")
    return sink == "ring" or texts == sum(t["seq"] for p in processes for t in p["threads"])


def try_once(option, sink, ring_bytes, expected, recorded, sourceprint):
    """Whether nothing was missing, and complaints."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", option, "tmpfs", RUNS], check=True)
    try:
        got = run(recorded, sink, ring_bytes)
        processes, complaints = shown(sourceprint)
        if got != expected:
            complaints.append(f"ends with {got}, but plain with {expected}")
        return is_whole(processes, sink), [f"{sink}, {option}: {c}" for c in complaints]
    finally:
        subprocess.run(["umount", RUNS], check=True)


def main():
    plain, recorded, sourceprint = sys.argv[1:4]
    os.makedirs(RUNS, exist_ok=True)
    failed = 0
    # size=0 would be no limit; the folder itself is the first file.
    for sink, ring_bytes, name, unit in (
        ("ring", "32768", "size", PAGE),
        ("ring", "32768", "nr_inodes", 1),
        ("text", "32768", "size", PAGE),
        ("text", "32768", "nr_inodes", 1),
        ("ring", "262144", "size", 4 * PAGE),
    ):
        expected = run(plain, "ring", ring_bytes)
        number, whole = 1, False
        while not whole:
            option = f"{name}={number * unit}"
            whole, complaints = try_once(option, sink, ring_bytes, expected, recorded, sourceprint)
            print("\n".join(complaints), end="\n" if complaints else "")
            failed += len(complaints)
            number += 1
            if number > MOST:
                sys.exit(f"{sink}: with {name}={number * unit} something is missing still")
        print(f"{sink}: whole from {name}={(number - 1) * unit}")
        if number <= 2:
            sys.exit("the disk was never full: nothing was tried")
    sys.exit(failed > 0)


main()

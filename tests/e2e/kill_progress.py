#!/usr/bin/env python3
"""Kills examples/progress at random moments and compares its own word on where it was with the run's last records.

Usage: kill_progress.py PROGRAM SOURCE SOURCEPRINT KILLS

Each thread publishes its line in a shared file by the very statement of that line. So when it dies, its last record is
that statement, or one that comes after it up to the statement that publishes next, which may have begun.

Each fourth process is killed while it starts, when there may be no run yet; what there is must be readable.
"""

import json
import os
import random
import re
import struct
import subprocess
import sys
import time

THREADS = 4
SEED = 20
START_SECONDS = 20
EARLY_SECONDS = 0.004  # all threads have begun after 2 ms, or after some more on a busy machine


class Lines:
    """The lines of progress.c that a thread passes, by their text."""

    def __init__(self, source):
        with open(source, encoding="utf-8") as file:
            self.text = [""] + file.read().split("\n")
        work = self.numbers(r"^static uint32_t work")[0]
        self.work = self.numbers(r"^  (x [<>^]|x \^=|return x;)", work, work + 6)
        begin = self.numbers(r"^static void \*run")[0]
        self.tid = self.numbers(r"mine->tid = x;", begin)[0]
        self.loop = self.numbers(r"for \(;;\)", begin)[0]
        first, second, odd, even, last = self.numbers(r"mine->line = __LINE__;", begin)
        call = self.numbers(r"x = work\(x\);", begin)[0]
        branch = self.numbers(r"if \(x & 1\)", begin)[0]
        add = self.numbers(r"x \+= 3;", begin)[0]
        # What may be the last record when this line is published.
        self.allowed = {
            0: {self.tid, self.loop, first},
            first: {first, call, second, *self.work},
            second: {second, branch, odd, even},
            odd: {odd, add, last},
            even: {even, add, last},
            last: {last, first},
        }
        # When all threads have begun, main is behind the last pthread_create, at most in it.
        self.main = set(self.numbers(r"if \(pthread_create\(|for \(int i = 0; i < threads|pause\(\);"))
        if len(self.work) != 4 or len(self.main) != 3:
            sys.exit(f"{source} is not the program that this test knows: {vars(self)}")

    def numbers(self, pattern, begin=1, end=None):
        found = [n for n in range(begin, end or len(self.text)) if re.search(pattern, self.text[n])]
        if not found:
            sys.exit(f"progress.c has no line with {pattern}")
        return found


def published(path):
    """tid -> line"""
    try:
        with open(path, "rb") as file:
            raw = file.read(12 * THREADS)
    except FileNotFoundError:
        return {}
    if len(raw) < 12 * THREADS:
        return {}
    triples = list(struct.iter_unpack("=III", raw))
    return {tid: line for tid, line, _ in triples if tid}


def kill_once(program, seconds, is_early, folder):
    """Returns the pid and what was published. seconds: from the start, or from when all threads have begun."""
    path = os.path.join(folder, "progress")
    environment = dict(os.environ, SOURCEPRINT_OUTPUT_DIR=os.path.join(folder, "runs"))
    with subprocess.Popen([program, path, str(THREADS)], env=environment) as process:
        try:
            deadline = time.monotonic() + START_SECONDS
            while not is_early and len(published(path)) < THREADS:
                if time.monotonic() > deadline or process.poll() is not None:
                    sys.exit("the program did not start its threads")
                time.sleep(0.001)
            time.sleep(seconds)
        finally:
            process.kill()
        if process.wait() != -9:
            sys.exit(f"the program ended by itself with {process.returncode}")
    return process.pid, published(path)


def last(sourceprint, folder):
    """None if there is no run, or none that has a header."""
    command = [sourceprint, "last", "--format=json", os.path.join(folder, "runs")]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    words = done.stderr.decode()
    if done.returncode == 1 and ("No such file" in words or "there is no run" in words):
        return None
    if done.returncode != 0 or words:
        sys.exit(f"the run is not readable: status {done.returncode}: {words}")
    (process,) = json.loads(done.stdout)["processes"]
    return process


def compare(lines, pid, words, is_early, process):
    """Complaints about one run."""
    if process is None:
        if words or not is_early:
            yield f"there is no run, but published was {words}"
        return
    if (process["pid"], process["signal"], process["exit"]) != (pid, None, None):
        yield f"process {process['pid']}: {process['signal']}, {process['exit']}"
    threads = {t["tid"]: t for t in process["threads"]}
    if not set(words) <= set(threads) or (set(threads) != {pid, *words} and not is_early):
        yield f"threads {set(threads)}, published {words}"
        return
    if not is_early and threads[pid]["line"] not in lines.main:
        yield f"main is at {threads[pid]}"
    for tid, line in words.items():
        thread = threads[tid]
        if thread["line"] not in lines.allowed[line]:
            yield f"published {line}, so one of {sorted(lines.allowed[line])}, but the run has {thread}"
        if thread["function"] != ("work" if thread["line"] in lines.work else "run"):
            yield f"function: {thread}"


def main():
    program, source, sourceprint, kills = sys.argv[1:4] + [int(sys.argv[4])]
    lines = Lines(source)
    chance = random.Random(SEED)
    checked = complaints = without = 0
    seen = set()
    for number in range(kills):
        folder = f"kill{number}"
        os.mkdir(folder)
        is_early = number % 4 == 0
        seconds = chance.uniform(0, EARLY_SECONDS) if is_early else chance.uniform(0.005, 0.060)
        pid, words = kill_once(program, seconds, is_early, folder)
        process = last(sourceprint, folder)
        bad = list(compare(lines, pid, words, is_early, process))
        for complaint in bad:
            print(f"kill {number}: {complaint}")
        complaints += bool(bad)
        checked += len(words)
        without += process is None
        seen |= {t["line"] for t in process["threads"] if not is_early} if process else set()
        if not bad:
            subprocess.run(["rm", "-rf", folder], check=True)
    print(f"{kills} kills, {without} of them before there was a run, {checked} threads checked")
    print(f"{complaints} kills with complaints; lines seen: {sorted(seen)}")
    # Were the moments all the same, little would have been compared.
    if len(seen) < 6:
        sys.exit("too few different lines")
    sys.exit(complaints > 0)


main()

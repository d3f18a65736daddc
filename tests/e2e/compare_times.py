#!/usr/bin/env python3
"""Times of a run of times.c: each must hold the moment that the program measured itself.

Usage: compare_times.py NOTED LOG RESOLUTION_NS
NOTED: what the program printed; LOG: `sourceprint log --format=json` of its run.
"""

import calendar
import functools
import json
import re
import sys
import time

UNITS = {"ns": 1, "us": 1000, "ms": 1000000, "s": 1000000000}
# A time is written in units of 2^16 ns, and "within" with one digit behind the point, or three.
SLACK = 65536


@functools.lru_cache
def seconds(stamp):
    return calendar.timegm(time.strptime(stamp, "%Y-%m-%dT%H:%M:%S"))


def nanoseconds(stamp):
    whole, _, fraction = stamp.partition(".")
    return seconds(whole) * 10**9 + int(fraction[:9])


def duration(text):
    """The longest time that is cut to this text."""
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()
    digits = len(number.partition(".")[2])
    return int((float(number) + (10**-digits if digits else 0)) * UNITS[unit])


class Record:
    def __init__(self, line):
        fields = json.loads(line)
        self.thread, self.function, self.snippet = (fields[key] for key in ("tid", "function", "snippet"))
        self.first = nanoseconds(fields["ts"])
        self.last = self.first + (duration(fields["within"]) if fields["within"] != "0ns" else 0) + SLACK


def of(records, function, snippet):
    return [r for r in records if r.function == function and r.snippet.startswith(snippet)]


def check(condition, words):
    if not condition:
        sys.exit(f"compare_times.py: {words}")


def between(records, noted, what):
    """Each record was made between two moments that the program noted."""
    check(len(records) == len(noted), f"{what}: {len(records)} records for {len(noted)} moments")
    for record, (before, after) in zip(records, noted):
        check(record.first <= after, f"{what}: recorded {record.first - after} ns after what followed it")
        check(record.last >= before, f"{what}: recorded {before - record.last} ns before what it followed")


def main():
    noted = {0: [], 1: []}
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            kind, before, after = map(int, line.split())
            noted[kind].append((before, after))
    with open(sys.argv[2], encoding="utf-8") as file:
        records = [Record(line) for line in file]
    resolution = int(sys.argv[3])
    for thread in {r.thread for r in records}:
        own = [r for r in records if r.thread == thread]
        check(all(a.first <= b.first for a, b in zip(own, own[1:])), "a thread's time goes back")

    naps = of(records, "naps", "usleep")
    between(naps, noted[0], "naps")
    widest = max(r.last - r.first for r in naps)
    check(widest <= resolution + 3 * SLACK, f"a statement that waits is told to {widest} ns")
    between(of(records, "computes", "compute()"), noted[1], "computes")
    work = of(records, "compute", "work += 1")
    check(sum(r.last - r.first for r in work) / len(work) < 5 * 10**6, "chunks of what computes last for long")

    # Two threads: a question comes before its answer, and an answer, after a nap, before the next question.
    questions, answers = of(records, "play", 'write(there[1], "q", 1)'), of(records, "answers", "write(back[1]")
    check(len(questions) == len(answers) == len(noted[0]), "questions or answers are missing")
    for i, (question, answer) in enumerate(zip(questions, answers)):
        check(question.first <= answer.last, f"answer {i} comes before its question")
        check(i == 0 or answers[i - 1].first <= question.last, f"question {i} comes before the answer to the last one")
    told_apart = sum(q.last < a.first for q, a in zip(questions, answers))
    check(told_apart > len(questions) * 2 / 3, f"only {told_apart} of {len(questions)} naps between threads can be seen")


main()

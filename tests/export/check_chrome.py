#!/usr/bin/env python3
"""Compares trace events with the other exports of the same runs. usage: check_chrome.py TRACE FOLDED DATABASE

Calls are nested; each time is one at which the database says that the statement may have been executed; and the
statements of each stack are as many as in the folded stacks.
"""

import collections
import json
import re
import sqlite3
import sys


def walk(events, origin, when):
    """(names by kind and thread, statements by thread and stack). Times are looked at on the way."""
    names, stacks, newest, sums = {}, collections.defaultdict(list), {}, collections.Counter()
    for event in events:
        tid = event["tid"]
        if event["ph"] == "M":
            names[event["name"], tid] = event["args"]["name"]
        if event["ph"] in ("M", "i"):
            continue
        ns = origin + round(event["ts"] * 1000)
        assert ns >= newest.get(tid, 0), event
        newest[tid] = ns
        if event["ph"] == "B":
            stacks[tid].append((event["name"], ns))
        else:
            sums[tid, tuple(name for name, _ in stacks[tid])] += event["args"]["statements"]
            name, ns = stacks[tid].pop()
            first, last = when[tid, event["args"]["seq"]]
            assert name == event["name"]
            assert first is None or first - 1 <= ns <= (last or ns) + 1, (event, first, ns, last)
    assert not any(stacks.values()), "a call that has no end"
    return names, sums


def main():
    trace, folded, database = sys.argv[1:]
    with open(trace, encoding="utf-8") as file:
        events = json.load(file)["traceEvents"]
    ask = sqlite3.connect(database).execute
    when = {(tid, seq): times for tid, seq, *times in ask("SELECT tid, seq, from_ns, to_ns FROM history")}
    (origin,) = ask("SELECT started_ns FROM runs WHERE id = 1").fetchone()
    names, sums = walk(events, origin, when)
    wanted = collections.Counter()
    with open(folded, encoding="utf-8") as file:
        for line in file:
            stack, count = line.rstrip("\n").rsplit(" ", 1)
            thread, *stack = stack.split(";")
            name, tid = re.match(r"(.*)-(\d+)$", thread).groups()
            assert names["thread_name", int(tid)] == name
            wanted[int(tid), tuple(name for name in stack if name != "[unknown callers]")] += int(count)
    sums += collections.Counter()  # a function that executed nothing more has no line
    assert sums and sums == wanted, (sums - wanted, wanted - sums)
    assert sum(sums.values()) == len(when)
    assert {tid for what, tid in names if what == "thread_name"} >= {tid for tid, _ in when}
    assert {pid for what, pid in names if what == "process_name"} == {pid for (pid,) in ask("SELECT pid FROM runs")}


main()

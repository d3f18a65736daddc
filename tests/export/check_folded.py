#!/usr/bin/env python3
"""Compares folded stacks with what the reader has. usage: check_folded.py FOLDED RECORDS

RECORDS is of `sourceprint log --format=json`.
"""

import collections
import json
import re
import sys

# As flamegraph.pl and others read it: what is before the last blank is a stack.
LINE = re.compile(r"^([^;]+-(\d+)(?:;[^;]+)+) (\d+)$")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [LINE.match(line.rstrip("\n")) for line in file]
    with open(sys.argv[2]) as file:
        records = [json.loads(line) for line in file]
    assert lines and all(lines), "a line that is no stack"
    assert len({match[1] for match in lines}) == len(lines), "a stack that is told twice"
    got = collections.Counter()
    for match in lines:
        got[int(match[2]), match[1].split(";")[-1]] += int(match[3])
    wanted = collections.Counter((record["tid"], record["function"]) for record in records)
    assert sum(got.values()) == len(records) > 0, (sum(got.values()), len(records))
    assert got == wanted, (got - wanted, wanted - got)


main()

#!/usr/bin/env python3
"""Compares the executed lines that runs recorded with those that clang's --coverage counted, at the starts of statements.

Usage: compare_lines.py RUNS CLANG_COUNTS GCC_COUNTS KINDS OBJECT SOURCE [OBJECT SOURCE...] -- FLAG...
RUNS is the folder of runs of the recorded build. The counts are what `llvm-cov gcov -t` and `gcov -t` wrote about the same
runs of plain builds. KINDS are the kinds of differences that may occur, with commas, or "any". OBJECT was compiled by
instr-cc from SOURCE with the flags; the statements are those of clang's own list.
The environment: REAL_CLANG, SOURCEPRINT.

A statement that is a constant, such as what assert() leaves with NDEBUG, executes nothing, and is not compared; nor is a
line for which neither has anything. Each other line is executed or not by both, or differs in one of these ways, of which
tests/lines/samples has one each:

  miscounted      clang's counters are wrong, which gcc's show: they agree with the record
  shared line     the end of another statement is on the line; gcc says that only a part of the line was executed
  unreachable     clang makes no code for the line, and it is not executed
  folded          clang makes no code for the line, as what stands there needs none: a constant condition, a mere name
"""

import collections
import os
import re
import subprocess
import sys

import count_statements
import read_run

YES, NO, UNKNOWN = "executed", "not executed", "not known"
KINDS = ("miscounted", "shared line", "unreachable", "folded")
MOST_PERCENT = 1  # of the lines, for each kind

COUNT = re.compile(r"^ *([0-9]+|#####|=====|-)(\*?): *(\d+):(.*)$")


def counted(path):
    """({(file, line): YES or NO} of the lines that have code, {(file, line)} that were executed in part)"""
    known, partial, source = {}, set(), None
    with open(path, errors="replace") as file:
        for match in filter(None, map(COUNT.match, file)):
            count, star, line, rest = match.groups()
            place = (source, int(line))
            if line == "0":
                source = os.path.normpath(rest[7:]) if rest.startswith("Source:") else source
            elif count.isdigit():
                known[place] = YES
                partial |= {place} if star else set()
            elif count != "-":
                known.setdefault(place, NO)
    return known, partial


def recorded(runs, objects):
    """({(file, line): YES or NO} of the lines that have a site, how many records)"""
    found = set().union(*(count_statements.sites(os.environ["SOURCEPRINT"], name) for name in objects))
    known = {(file, line): NO for file, line, _ in found}
    results = [read_run.executed(run) for run in read_run.runs(runs)]
    for sites, _ in results:
        known.update({(site.file, site.line): YES for site in sites})
    return known, sum(records for _, records in results)


def starts(source, flags):
    """{(file, line): whether all that begins there is constant} where statements or conditions are evaluated"""
    found = {}
    for kind, places in count_statements.listed(os.environ["REAL_CLANG"], source, flags).values():
        file, line, _ = places[-1]
        place = (os.path.normpath(file), line)
        found[place] = found.get(place, True) and kind == "constant"
    return found


def kind_of(our, clang, gcc, partial):
    """The name of a difference, or None."""
    if our == UNKNOWN:
        return None
    if clang == UNKNOWN:
        return "folded" if our == YES else "unreachable"
    if our == gcc:
        return "miscounted"
    return "shared line" if our == NO and partial else None


def show(kind, places):
    print(f"  {kind}: {len(places)}")
    for file, line in places[:: max(1, len(places) // 5)]:
        with open(file, errors="replace") as text:
            source = text.read().split("\n")[line - 1].strip()
        print(f"    {file}:{line}: {source[:90]}")


def main():
    runs, by_clang, by_gcc, allowed = sys.argv[1:5]
    allowed = KINDS if allowed == "any" else allowed.split(",")
    end = sys.argv.index("--")
    names, flags = sys.argv[5:end], sys.argv[end + 1 :]
    lines, objects = {}, []
    for object_file, source in zip(names[::2], names[1::2]):
        found = starts(source, flags)
        lines.update(found)
        objects += [object_file] if found else []  # without statements there is no table either
    ours, records = recorded(runs, objects)
    clang, _ = counted(by_clang)
    gcc, partial = counted(by_gcc)

    compared = sorted(p for p, constant in lines.items() if not constant and (p in ours or p in clang))
    differences, equal = collections.defaultdict(list), collections.Counter()
    for place in compared:
        our, their = ours.get(place, UNKNOWN), clang.get(place, UNKNOWN)
        if our == their != UNKNOWN:
            equal[our] += 1
        else:
            kind = kind_of(our, their, gcc.get(place, UNKNOWN), place in partial)
            differences[kind or f"NOT EXPLAINED, recorded {our}, clang {their}"].append(place)
    print(f"{len(compared)} lines compared, {len(lines) - len(compared)} without code left out; {records} records")
    print(f"  equal: {equal.total()} ({equal[YES]} executed, {equal[NO]} not)")
    for kind, places in sorted(differences.items()):
        show(kind, places)
    wrong = [k for k, p in differences.items() if k not in allowed or (allowed is KINDS and len(p) * 100 > MOST_PERCENT * len(compared))]
    if wrong or not equal[YES] or not equal[NO] or (allowed is not KINDS and set(allowed) != set(differences)):
        sys.exit(f"wrong: {wrong or 'not the differences that were expected'}")


if __name__ == "__main__":
    main()

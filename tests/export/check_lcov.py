#!/usr/bin/env python3
"""Compares a tracefile with what the reader has. usage: check_lcov.py TRACEFILE RECORDS SITES FOLDER

RECORDS is of `sourceprint log --format=json`, SITES of `sourceprint sites --format=json`. FOLDER is where the sources are.
Prints how many lines there are, how many were executed, and the same of functions.
"""

import collections
import json
import os
import sys


def read(name):
    """path -> {line: count}, {function: (line, count)}, {key: number} of the totals"""
    files = {}
    with open(name) as file:
        for text in file:
            key, _, value = text.strip().partition(":")
            if key == "SF":
                assert value not in files and os.path.isabs(value), value
                lines, functions, totals = files[value] = {}, {}, {}
            elif key == "DA":
                line, count = map(int, value.split(","))
                assert line not in lines
                lines[line] = count
            elif key == "FN":
                line, function = value.split(",", 1)
                functions[function] = (int(line), None)
            elif key == "FNDA":
                count, function = value.split(",", 1)
                functions[function] = (functions[function][0], int(count))
            elif key in ("FNF", "FNH", "LF", "LH"):
                totals[key] = int(value)
            else:
                assert text in ("TN:\n", "end_of_record\n"), text
    return files


def main():
    tracefile, records, sites, folder = sys.argv[1:]
    with open(records) as file:
        records = [json.loads(line) for line in file]
    with open(sites) as file:
        sites = [json.loads(line) for line in file]

    def path(entry):
        return os.path.normpath(os.path.join(folder, entry["file"]))

    def statement(entry):
        return path(entry), entry["line"], entry["column"], entry["function"], entry["snippet"]

    executed = collections.Counter(statement(record) for record in records)
    lines, functions = collections.defaultdict(dict), collections.defaultdict(dict)
    for site in sorted(sites, key=lambda site: (site["line"], site["column"])):
        here, count = path(site), executed[statement(site)]
        lines[here][site["line"]] = max(count, lines[here].get(site["line"], 0))
        functions[here].setdefault(site["function"], (site["line"], count))
    found = read(tracefile)
    assert {os.path.normpath(name) for name in found} == set(lines), (set(found), set(lines))
    sums = collections.Counter()
    for name, (got_lines, got_functions, totals) in found.items():
        here = os.path.normpath(name)
        assert got_lines == lines[here], (here, set(got_lines.items()) ^ set(lines[here].items()))
        assert got_functions == functions[here], (here, got_functions, functions[here])
        assert totals == {
            "LF": len(got_lines),
            "LH": sum(count > 0 for count in got_lines.values()),
            "FNF": len(got_functions),
            "FNH": sum(count > 0 for _, count in got_functions.values()),
        }, (here, totals)
        sums.update(totals)
    print(f"({sums['LH']} of {sums['LF']} lines)\n({sums['FNH']} of {sums['FNF']} functions)")


main()

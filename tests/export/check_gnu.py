#!/usr/bin/env python3
"""Compares what editors make of messages with the reader's last statements; see check_gnu.sh."""

import json
import os
import re
import sys

# The problem matcher $gcc of VS Code's extension for C, and the same with notes.
MATCHER = r"^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$"
WITH_NOTES = MATCHER.replace("|error", "|error|note")


def main():
    errors, last, folder = sys.argv[1:]
    with open(last) as file:
        processes = json.load(file)["processes"]
    threads = [(process, thread) for process in processes for thread in process["threads"] if thread["file"]]
    with open(errors) as file:
        lines = file.read().splitlines()
    with open("quickfix.json") as file:
        quickfix = json.load(file)
    assert threads and len(lines) == len(quickfix) == len(threads), (len(lines), len(quickfix), len(threads))
    for line, entry, (process, thread) in zip(lines, quickfix, threads):
        path = os.path.normpath(os.path.join(folder, thread["file"]))
        place = (path, thread["line"], thread["column"])
        assert (entry["valid"], os.path.normpath(os.path.join(os.getcwd(), entry["file"]))) == (1, path), (entry, path)
        assert (entry["line"], entry["column"]) == place[1:], (entry, place)
        match = re.match(WITH_NOTES, line)
        assert match and (match[1], int(match[2]), int(match[3])) == place, (line, place)
        crashed = thread["state"] in ("crashed", "faulted")
        assert bool(re.match(MATCHER, line)) == crashed == (entry["type"] == "e"), (line, entry)
        assert f'[thread {thread["tid"]}' in entry["text"], entry
        assert entry["text"].endswith(f'function {thread["function"]}]') and thread["snippet"] in entry["text"], entry
        if crashed:
            assert f'killed by SIG{({11: "SEGV", 6: "ABRT"})[process["signal"]]}' in entry["text"], entry
    with open("jumped.txt") as file:
        jumped = file.read().strip()
    wanted = "%s:%d:%d" % (os.path.join(folder, threads[0][1]["file"]), threads[0][1]["line"], threads[0][1]["column"])
    assert os.path.normpath(jumped) == os.path.normpath(wanted), (jumped, wanted)


main()

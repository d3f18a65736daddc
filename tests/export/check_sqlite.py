#!/usr/bin/env python3
"""Compares a database with what the reader has. usage: check_sqlite.py DATABASE RECORDS LAST

RECORDS is of `sourceprint log --format=json`, LAST of `sourceprint last --format=json`.
"""

import datetime
import json
import subprocess
import sys

COLUMNS = ("pid", "tid", "seq", "file", "line", "column", "function", "macro", "definition_file", "definition_line", "snippet")


def ask(database, question):
    done = subprocess.run(["sqlite3", "-json", database, question], stdout=subprocess.PIPE, check=True, timeout=120)
    return json.loads(done.stdout or "[]")


def nanoseconds(ts):
    seconds = datetime.datetime.strptime(ts[:19] + "+0000", "%Y-%m-%dT%H:%M:%S%z").timestamp()
    return int(seconds) * 10**9 + int(ts[20:29])


def main():
    database, records, last = sys.argv[1:]
    with open(records) as file:
        records = [json.loads(line) for line in file]
    with open(last) as file:
        processes = json.load(file)["processes"]
    assert ask(database, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert ask(database, "PRAGMA foreign_key_check") == []
    rows = ask(database, "SELECT * FROM history ORDER BY id")
    assert len(rows) == len(records) > 0, (len(rows), len(records))
    for row, record in zip(rows, records):
        assert all(row[name] == record[name] for name in COLUMNS), (row, record)
        assert row["from_ns"] == (nanoseconds(record["ts"]) if record["ts"] else None), (row, record)
        assert (row["to_ns"] is None) == (record["within"] is None), (row, record)
        assert row["to_ns"] is None or (row["to_ns"] == row["from_ns"]) == (record["within"] == "0ns"), (row, record)
    threads = ask(database, "SELECT pid, tid, name, state FROM threads JOIN runs ON run = runs.id ORDER BY 1, 2")
    wanted = sorted((p["pid"], t["tid"], t["name"], t["state"]) for p in processes for t in p["threads"])
    assert [tuple(row.values()) for row in threads] == wanted, (threads, wanted)
    lines = ask(database, "SELECT DISTINCT file, line FROM history ORDER BY 1, 2")
    assert len(lines) == len({(record["file"], record["line"]) for record in records})


main()

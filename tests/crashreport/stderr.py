#!/usr/bin/env python3
"""Where a crash snapshot goes, by SOURCEPRINT_CRASH_REPORT and by what stderr is.

Usage: stderr.py PROGRAM

PROGRAM says `before` on stderr and dies of SIGSEGV. With FILL it fills the pipe that is its stderr first.
"""

import glob
import os
import pty
import shutil
import signal
import subprocess
import sys
import time

LIMIT_SECONDS = 60
RUNS = os.path.abspath("runs")
PROGRAM = os.path.abspath(sys.argv[1])


def environment(report, **more):
    shutil.rmtree(RUNS, ignore_errors=True)
    values = dict(os.environ, SOURCEPRINT_OUTPUT_DIR=RUNS, **more)
    if report:
        values["SOURCEPRINT_CRASH_REPORT"] = report
    return values


def text(paths):
    if len(paths) > 1:
        sys.exit(f"there are several: {paths}")
    return open(paths[0], encoding="utf-8").read() if paths else None


def expect(what, condition, *shown):
    if not condition:
        sys.exit(f"FAIL: {what}: {shown}")


def expect_snapshot(what, words):
    expect(what, words.startswith("sourceprint: SIGSEGV (no memory there) at address 0x0\n") and "\nmore: " in words, words)


def through_pipe(report):
    """What is in stderr, and in the run's file."""
    done = subprocess.run([PROGRAM], capture_output=True, timeout=LIMIT_SECONDS, check=False, env=environment(report))
    expect(f"{report}: status", done.returncode == -signal.SIGSEGV, done.returncode)
    expect(f"{report}: stdout", done.stdout == b"", done.stdout)
    return done.stderr.decode(), text(glob.glob(RUNS + "/*/crash"))


def through_terminal(report):
    master, slave = pty.openpty()
    process = subprocess.Popen([PROGRAM], stderr=slave, env=environment(report))
    os.close(slave)
    words = b""
    deadline = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < deadline:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the last one that had it open is gone
            break
        words += piece
    os.close(master)
    status = process.wait(timeout=LIMIT_SECONDS)
    expect(f"{report} on a terminal: status", status == -signal.SIGSEGV, status)
    return words.decode().replace("\r\n", "\n"), text(glob.glob(RUNS + "/*/crash"))


def check_places():
    # The setting, and whether the snapshot is in a pipe, on a terminal, and in the run.
    for report, in_pipe, on_terminal, in_file in (
        (None, False, True, True),
        ("auto", False, True, True),
        ("stderr", True, True, True),
        ("file", False, False, True),
        ("off", False, False, False),
    ):
        for name, way, is_wanted in (("pipe", through_pipe, in_pipe), ("terminal", through_terminal, on_terminal)):
            words, kept = way(report)
            expect(f"{report}, {name}: the program's own words", words.startswith("before\n"), words)
            rest = words.removeprefix("before\n")
            if is_wanted:
                expect_snapshot(f"{report}, {name}", rest)
            else:
                expect(f"{report}, {name}: nothing more", rest == "", rest)
            expect(f"{report}, {name}: the file", (kept is not None) == in_file, kept)
            if kept:
                expect_snapshot(f"{report}, {name}, file", kept)
            if kept and is_wanted:
                expect(f"{report}, {name}: both are the same", kept == rest, kept, rest)


def check_nobody_reads():
    """Neither SIGPIPE nor a writer that waits for ever takes the place of the death."""
    for name, more in (("closed", {}), ("full", {"FILL": "1"})):
        reader, writer = os.pipe()
        if name == "closed":
            os.close(reader)
        began = time.monotonic()
        process = subprocess.Popen([PROGRAM], stderr=writer, env=environment("stderr", **more))
        os.close(writer)
        status = process.wait(timeout=LIMIT_SECONDS)
        expect(f"a pipe that is {name}: status", status == -signal.SIGSEGV, status, time.monotonic() - began)
        expect_snapshot(f"a pipe that is {name}, file", text(glob.glob(RUNS + "/*/crash")) or "none")
        if name == "full":
            os.close(reader)


def check_wrong_settings():
    words, kept = through_pipe("screen")
    expect("a wrong word", words == "before\n" and kept is not None, words, kept)
    notes = text(glob.glob(RUNS + "/*/notes"))
    expect("its note", notes and "SOURCEPRINT_CRASH_REPORT is none of auto, stderr, file and off" in notes, notes)


check_places()
check_nobody_reads()
check_wrong_settings()

#!/usr/bin/env python3
"""Interrupts make -j2 at several moments, as Ctrl-C does: the whole group gets the signal, and nothing is left behind.

Usage: interrupt_make.py BUILD CACHE      a folder with a makefile that takes seconds; the cache that its compiler uses
"""

import glob
import os
import signal
import subprocess
import sys
import time

from interrupt_compile import MARK, marked

DELAYS = (0.1, 0.4, 0.9)  # seconds


def interrupt(build, delay):
    """Complaints about one try."""
    os.mkdir("temporary")
    process = subprocess.Popen(
        ["make", "-s", "-j2", "-C", build],
        env=dict(os.environ, TMPDIR=os.path.abspath("temporary"), **{MARK: str(delay)}),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        time.sleep(delay)
        if process.poll() is not None:
            yield f"it was done before the signal, with {process.returncode}: nothing was tested"
        else:
            os.killpg(process.pid, signal.SIGINT)
        try:
            status = process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            yield "it did not end"
            return
    if status not in (-signal.SIGINT, 2):
        yield f"it ended with {status}"
    for pid in marked(str(delay)):
        yield f"process {pid} is left"
    if os.listdir("temporary"):
        yield f"left in TMPDIR: {os.listdir('temporary')}"


def main():
    build, cache = sys.argv[1:]
    bad = False
    for delay in DELAYS:
        for complaint in interrupt(build, delay):
            print(f"after {delay} s: {complaint}")
            bad = True
        subprocess.run(["rm", "-rf", "temporary", *glob.glob(build + "/*.o")], check=True)
    for unfinished in glob.glob(cache + "/*/.new-*"):
        print(f"left in the cache: {unfinished}")
        bad = True
    sys.exit(bad)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Interrupts a long compile at several moments: it must die by that signal and leave nothing behind.

Usage: interrupt_compile.py COMPILER ARGUMENT...     run in an empty folder, which is to stay empty
"""

import os
import signal
import subprocess
import sys
import time

DELAYS = (0.01, 0.1, 0.4, 1.0, 2.0)  # seconds; the compile takes longer than the last
MARK = "INTERRUPT_COMPILE_MARK"


def marked(value):
    """Processes that have our mark in their environment."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                if f"{MARK}={value}".encode() in file.read().split(b"\0"):
                    found.append(int(pid))
        except OSError:
            pass  # it has ended
    return found


def interrupt(command, number, delay, whole_group):
    """Complaints about one try."""
    value = f"{os.getpid()}-{number}-{delay}-{whole_group}"
    os.mkdir("temporary")
    environment = dict(os.environ, TMPDIR=os.path.abspath("temporary"), **{MARK: value})
    process = subprocess.Popen(
        command,
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        # A shell may have made us ignore SIGINT, and that would be inherited.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    with process:
        time.sleep(delay)
        if process.poll() is not None:
            yield f"it was done before the signal, with {process.returncode}: nothing was tested"
        elif whole_group:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        start = time.monotonic()
        try:
            status = process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            yield "it did not end"
            return
    if status != -number:
        yield f"it ended with {status}"
    if time.monotonic() - start > 1.5:
        yield f"it took {time.monotonic() - start:.1f} s to end"
    for pid in marked(value):
        yield f"process {pid} is left"
    if os.listdir("temporary"):
        yield f"left in TMPDIR: {os.listdir('temporary')}"
    else:
        os.rmdir("temporary")
    if os.listdir("."):
        yield f"left here: {os.listdir('.')}"


def main():
    bad = False
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for whole_group in (False, True):
            for delay in DELAYS:
                for complaint in interrupt(sys.argv[1:], number, delay, whole_group):
                    print(f"{number.name} to the {'group' if whole_group else 'process'} after {delay} s: {complaint}")
                    bad = True
                subprocess.run(["rm", "-rf", "temporary"], check=True)
    sys.exit(bad)


if __name__ == "__main__":
    main()

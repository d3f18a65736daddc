#!/usr/bin/env python3
"""Runs a command slowly, with stderr on a terminal. usage: on_terminal.py [--stdout FILE] PATTERN COMMAND...

The command is stopped for more than a second in the midst of its work. Ends well if a line of progress that the pattern
describes, a regular expression, stood on the terminal and was taken away. What else was written there is printed;
without --stdout FILE, that is the command's output, too. If the pattern is empty, there must not be any such line.
"""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

SECONDS = 60
PAUSE = 1.2  # longer than what is silent
LINE = rb"\r\x1b\[K([^\r\n]*)(?=\r\x1b\[K)"


def spawn(command, stdout):
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        if stdout:
            os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.execv(command[0], command)
    return pid, terminal


def read(pid, terminal, stop_after):
    """What is written to the terminal until the command has ended."""
    written, begin, is_stopped = b"", time.monotonic(), False
    while time.monotonic() - begin < SECONDS:
        wait = 1 if is_stopped else max(0, begin + stop_after - time.monotonic())
        if select.select([terminal], [], [], wait)[0]:
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # the terminal's other side is closed
                piece = b""
            written += piece
            if not piece:
                break
        elif not is_stopped:
            os.kill(pid, signal.SIGSTOP)
            time.sleep(PAUSE)
            os.kill(pid, signal.SIGCONT)
            is_stopped = True
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(pid, 0)
    return written


def duration(command):
    begin = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False)
    return time.monotonic() - begin


def main():
    words = sys.argv[1:]
    stdout = None
    if words[0] == "--stdout":
        stdout, words = words[1], words[2:]
    pattern, command = words[0].encode(), words[1:]
    takes = duration(command)
    for part in (0.5, 0.3, 0.7, 0.4, 0.6, 0.2, 0.8, 0.15, 0.5, 0.1, 0.9, 0.3):
        written = read(*spawn(command, stdout), stop_after=part * takes)
        lines = re.findall(LINE, written)
        if not pattern:
            sys.exit(f"on_terminal.py: {lines!r}" if lines else 0)
        if any(re.fullmatch(pattern, line) for line in lines):
            sys.stdout.buffer.write(re.sub(LINE, b"", written).replace(b"\r\x1b[K", b"").replace(b"\r\n", b"\n"))
            return
    sys.exit(f"on_terminal.py: no line of progress, in {takes:.3f} s: {written[-2000:]!r}")


main()

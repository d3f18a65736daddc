#!/usr/bin/env python3
"""Runs a command on a terminal. usage: terminal.py PATTERN COMMAND...

Ends well if it writes what the pattern, a regular expression, says: then the command is ended, too; or if it writes
nothing, where the pattern is empty.
"""

import os
import pty
import re
import select
import signal
import sys
import time

SECONDS = 60


def main():
    pattern, command = sys.argv[1], sys.argv[2:]
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(command[0], command)
    written, end = b"", time.monotonic() + SECONDS
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the terminal's other side is closed
            break
        written += piece
        if not piece or (pattern and re.search(pattern.encode(), written)):
            break
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
    if (not re.search(pattern.encode(), written)) if pattern else written:
        sys.exit(f"terminal.py: {written!r}")


main()

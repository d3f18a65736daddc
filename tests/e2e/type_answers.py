#!/usr/bin/env python3
"""Runs a command at a terminal of its own and types an answer to each of its questions, which end in "] ".

usage: type_answers.py ANSWER... -- COMMAND...

An answer "^D" is the end of the input. What the terminal shows goes to stdout; the status is the command's, or 99 if it
takes longer than a minute.
"""

import os
import pty
import select
import signal
import sys
import time

SECONDS = 60


def run(answers, command):
    """Returns the exit status."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    end = time.monotonic() + SECONDS
    shown = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        if not ready:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return 99
        try:
            text = os.read(terminal, 4096)
        except OSError:  # what Linux says where the other end is closed
            text = b""
        if not text:
            break
        sys.stdout.buffer.write(text)
        shown += text
        if shown.endswith(b"] ") and answers:
            answer = answers.pop(0)
            os.write(terminal, b"\x04" if answer == "^D" else answer.encode() + b"\n")
            shown = b""
    sys.stdout.flush()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


SPLIT = sys.argv.index("--")
sys.exit(run(sys.argv[1:SPLIT], sys.argv[SPLIT + 1 :]))

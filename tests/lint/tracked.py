"""What the lints share: the tracked files, and how to end."""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))

C_FAMILY = (".c", ".h", ".cc", ".cpp", ".inc")


def files(*suffixes):
    """The tracked files with one of these endings, or all of them, relative to the top."""
    # The checkout may belong to somebody else than the one who tests it.
    command = ["git", "-c", "safe.directory=*", "-C", ROOT, "ls-files", "-z"]
    listed = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=60).stdout
    names = [name for name in listed.decode().split("\0") if name]
    # A file removed but not yet committed is no matter for a lint.
    names = [name for name in names if os.path.isfile(os.path.join(ROOT, name))]
    return [name for name in names if not suffixes or name.endswith(suffixes)]


def text(name):
    """Its text, or "" when it is not text."""
    with open(os.path.join(ROOT, name), "rb") as file:
        raw = file.read()
    return "" if b"\0" in raw else raw.decode("utf-8", "replace")


def shell_scripts():
    return [f for f in files() if f.endswith(".sh") or text(f).startswith(("#!/usr/bin/env bash", "#!/bin/sh"))]


def run(command, names):
    """Runs a linter on some files from the top; its words are the complaint."""
    if not names:
        sys.exit("no files to look at: the lint would not notice anything")
    done = subprocess.run(command + names, cwd=ROOT, timeout=3000, check=False)
    sys.exit(done.returncode)


def finish(complaints):
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)

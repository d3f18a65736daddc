#!/usr/bin/env python3
"""Nothing is left open in the code, and no line ends in spaces."""

import re

import tracked

# Spelled so that this file does not find itself.
OPEN = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")


def check(name):
    for number, line in enumerate(tracked.text(name).split("\n"), 1):
        if OPEN.search(line):
            yield f"{name}:{number}: left open: {line.strip()}"
        if line.rstrip("\r") != line.rstrip("\r").rstrip() and not name.endswith((".md", ".patch")):
            yield f"{name}:{number}: spaces at the end of the line"


tracked.finish([complaint for name in tracked.files() if name != "LICENSE" for complaint in check(name)])

#!/usr/bin/env python3
"""docs/environment.md is what docs/settings.py makes of runtime/settings.def, and that is sorted by name."""

import re
import subprocess

import tracked

PRINTED = subprocess.run(["docs/settings.py"], cwd=tracked.ROOT, stdout=subprocess.PIPE, check=True, timeout=60).stdout
NAMES = re.findall(r"^SP_SETTING\((\w+)", tracked.text("runtime/settings.def"), re.M)
COMPLAINTS = []
if not NAMES or NAMES != sorted(NAMES):
    COMPLAINTS.append("runtime/settings.def: there are no settings, or they are not sorted by name")
if any(f"`SOURCEPRINT_{name}`" not in PRINTED.decode() for name in NAMES):
    COMPLAINTS.append("docs/settings.py does not understand a line of runtime/settings.def")
if PRINTED.decode() != tracked.text("docs/environment.md"):
    COMPLAINTS.append("docs/environment.md is not up to date: docs/settings.py > docs/environment.md")
tracked.finish(COMPLAINTS)

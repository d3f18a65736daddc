#!/usr/bin/env python3
"""packages.txt covers the commands that the repository's scripts and build files call.

Each word where a command can stand is looked up on PATH; the Debian package that it comes from must be listed, be a
dependency of one that is, or be part of every Debian.
"""

import re
import shutil
import subprocess

import tracked

BEFORE = r"(?:^|[|&;(!]|\b(?:exec|then|do|else|if|xargs(?: -\S+)*|timeout \d+|[A-Z_]+=\S+))"
COMMAND = re.compile(BEFORE + r"\s*([a-z][\w.+-]*)\b(?!=)", re.M)
QUOTED = re.compile(r'\b(?:run|execute|_run|command =)[^\[\n]*\[\s*"([a-z][\w.+-]*)"')


def listed():
    # Whatever version @LLVM@ comes to, LLVM 14's packages have the same commands.
    names = re.findall(r"^([\w.+@-]+)", tracked.text("packages.txt"), re.M)
    return {name.replace("@LLVM@", "14") for name in names}


def installed():
    """package -> (names of its dependencies, whether every Debian has it)"""
    query = ["dpkg-query", "-W", "-f", "${Package}\t${Pre-Depends}, ${Depends}\t${Essential} ${Priority}\n"]
    lines = subprocess.run(query, check=True, stdout=subprocess.PIPE, timeout=60).stdout.decode().splitlines()
    return {
        name: (set(re.findall(r"(?:^|[,|])\s*([\w.+-]+)", depends)), bool(re.search("yes|required", rank)))
        for name, depends, rank in (line.split("\t") for line in lines)
    }


def covered():
    known = installed()
    todo = listed() | {name for name, (_, always) in known.items() if always}
    reached = set()
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo |= known.get(name, (set(), False))[0]
    return reached


def commands():
    """command -> one file that calls it"""
    found = {}
    for name in tracked.shell_scripts() + tracked.files(".bzl", ".py", "BUILD.bazel"):
        text = re.sub(r"(^|\s)#.*", "", tracked.text(name))
        pattern = COMMAND if name in tracked.shell_scripts() else QUOTED
        for command in pattern.findall(text):
            found.setdefault(command, name)
    return found


def owner(command):
    path = shutil.which(command, path="/usr/bin:/bin:/usr/sbin:/sbin")
    if not path:
        return None
    for candidate in (path, "/usr" + path if path.startswith("/bin") else path.replace("/usr/", "/", 1)):
        done = subprocess.run(["dpkg", "-S", candidate], capture_output=True, timeout=60, check=False)
        if done.returncode == 0:
            lines = [line for line in done.stdout.decode().splitlines() if not line.startswith("diversion")]
            if lines:
                return lines[0].split(":")[0]
    return None


COVERED = covered()
COMPLAINTS = []
for name, where in sorted(commands().items()):
    package = owner(name)
    if package and package not in COVERED:
        COMPLAINTS.append(f"{where}: {name} is in the package {package}, which packages.txt does not list")
tracked.finish(COMPLAINTS)

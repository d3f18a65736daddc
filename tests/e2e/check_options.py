#!/usr/bin/env python3
"""Each command's page lists the options that --help lists, and no others. usage: check_options.py SOURCEPRINT DOCS

It also has a section on the exit status.
"""

import pathlib
import re
import subprocess
import sys

OF_ARGP = {"--help", "-?", "--usage", "--version", "-V"}
# Pages say in one row that a command has the options by which one chooses what is shown.
CHOICE_ROW = "| `--thread`, `--include` and others |"


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def helped(text):
    """The options of --help: an indented line that begins with one."""
    found = set()
    for short, name in re.findall(r"^ {2}(?:(-\w|-\?), | {4})(--[\w-]+)", text, re.M):
        found |= {short, name} - {""}
    return found - OF_ARGP


def words(text):
    """The options among the words in backquotes."""
    return {word for quoted in re.findall(r"`([^`]+)`", text) for word in re.findall(r"^--?[a-z][\w-]*", quoted)}


def tabled(page):
    """The options of the first column of the tables whose head says so."""
    found = set()
    for table in re.findall(r"^\| option \|.*\n\|[-|]+\n((?:\|.*\n)+)", page, re.M):
        for row in table.splitlines():
            found |= words(row.split(" | ")[0]) if not row.startswith(CHOICE_ROW) else set()
    return found


def used(command, page):
    """The options of the usage lines, which are the first that are indented."""
    usage = re.search(rf"(?:^ {{4}}sourceprint {command}\b.*\n(?: {{5,}}.*\n)*)+", page, re.M)
    return set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", re.sub(r"\[--\] .*|-- .*", "", usage.group()))) if usage else set()


def problems(command, binary, docs):
    page = (docs / f"sourceprint-{command}.md").read_text()
    options = helped(run(binary, command, "--help"))
    listed = tabled(page)
    if CHOICE_ROW in page:
        listed |= tabled((docs / "sourceprint.md").read_text())
    yield from (f"{command}: the page does not list {option}" for option in sorted(options - listed))
    yield from (f"{command}: the page lists {option}, which there is not" for option in sorted(listed - options))
    yield from (f"{command}: its usage has {option}, which there is not" for option in sorted(used(command, page) - options))
    if "\n## Exit status\n" not in page:
        yield f"{command}: the page does not tell the exit status"


def main():
    binary, docs = sys.argv[1], pathlib.Path(sys.argv[2])
    listed = run(binary, "--help").split("Commands:\n")[1].split("\n\n")[0]
    commands = re.findall(r"^  (\w+) ", listed, re.M)
    assert len(commands) > 15, listed
    overview = (docs / "sourceprint.md").read_text()
    found = [f"{c}: sourceprint.md has no line for it" for c in commands if f"`sourceprint {c}`" not in overview]
    for command in commands:
        if command == "env":  # it has no page, as it has no options
            found += [f"env has {option}" for option in helped(run(binary, "env", "--help"))]
            continue
        found += problems(command, binary, docs)
    sys.exit("\n".join(found) or 0)


main()

#!/usr/bin/env python3
"""What the documents point at exists: links and their headings, commands, environment variables, reasons.

And docs/architecture.md has a line for each source file.
"""

import fnmatch
import os
import re

import tracked

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^(?: {4}|\$ )(?:[A-Z_]+=\S+ )*(\S.*)$|`(?:[A-Z_]+=\S+ )*([^`\n]+)`", re.M)
# Headers and tables of code that name what the documents list.
COMMANDS = set(re.findall(r"^  X\((\w+), \"", tracked.text("report/commands/commands.h"), re.M))
SETTINGS = set(re.findall(r"^SP_SETTING\((\w+)", tracked.text("runtime/settings.def"), re.M))
# The public header's macros have the same prefix.
SETTINGS |= set(re.findall(r"define SOURCEPRINT_(\w+)", tracked.text("runtime/include/sourceprint/sourceprint.h")))
FOLDERS = ("common", "driver", "rewriter", "runtime", "report")
FALLBACKS = re.findall(r'^ +X\(\w+, "([\w-]+)"', tracked.text("driver/fallback.h"), re.M)
KEYS = re.findall(r'^ +X\(\w+, "(\w+)", \w+, (\w+),', tracked.text("driver/config_schema.h"), re.M)


def anchors(name):
    """The names that GitHub gives to a document's headings."""
    headings = re.findall(r"^#+ (.*)$", tracked.text(name), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def links(name):
    for target in LINK.findall(tracked.text(name)):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name
        if not os.path.exists(os.path.join(tracked.ROOT, path)):
            yield f"{name}: no such file: {target}"
        elif anchor and anchor not in anchors(path):
            yield f"{name}: no such heading: {target}"


def label_exists(label):
    package, _, target = label[2:].partition(":")
    build = os.path.join(package, "BUILD.bazel")
    if "..." in label:
        return os.path.isdir(os.path.join(tracked.ROOT, package.replace("...", "")))
    # A name in capitals is a place for one.
    return target.startswith("NAME") or f'"{target or os.path.basename(package)}"' in tracked.text(build)


def commands(name):
    for indented, quoted in CODE.findall(tracked.text(name)):
        words = (indented or quoted).split("#")[0].split()
        if not words:
            continue
        ours = words[0].startswith("./") or re.match(r"(tests|tools|docs)/\w.*[^/]$", words[0])
        if name in ("README.md", "CONTRIBUTING.md") and ours and not re.search(r"[*_]$|YOUR|\.md$", words[0]):
            if not os.path.exists(os.path.join(tracked.ROOT, words[0])):
                yield f"{name}: there is no {words[0]}"
        if words[0] == "sourceprint" and len(words) > 1 and words[1].isalpha() and words[1].islower():
            if words[1] not in COMMANDS:
                yield f"{name}: there is no command sourceprint {words[1]}"
        if words[0] == "bazel":
            yield from (f"{name}: no such target: {w}" for w in words if w.startswith("//") and not label_exists(w))


def variables(name):
    for setting in re.findall(r"(?<![\w_])SOURCEPRINT_([A-Z_]+)\b", tracked.text(name)):
        if setting not in SETTINGS:
            yield f"{name}: there is no variable SOURCEPRINT_{setting}"


def undescribed():
    """Source files that no row of the table names; a row may name several, and use patterns."""
    rows = re.findall(r"^\| (`.*?) \|", tracked.text("docs/architecture.md"), re.M)
    named = set()
    for row in rows:
        names = re.findall(r"`([^`]+)`", row)
        named |= {os.path.join(os.path.dirname(names[0]), os.path.basename(name)) for name in names}
    sources = [name for name in tracked.files(".c", ".cc") if name.split("/")[0] in FOLDERS]
    return [name for name in sources if not any(fnmatch.fnmatch(name, pattern) for pattern in named)]


def check():
    documents = tracked.files(".md")
    if not (documents and COMMANDS and SETTINGS and FALLBACKS and KEYS):
        yield "there are no documents, or the tables of the code are not where they were"
    for name in documents:
        yield from links(name)
        yield from commands(name)
        yield from variables(name)
    for word in FALLBACKS:
        if f"`{word}`" not in tracked.text("docs/instr-cc.md"):
            yield f"docs/instr-cc.md does not say what the fallback {word} is"
    for key, scope in KEYS:
        path = f"cache.{key}" if scope == "CACHE" else key
        if f"`{path}`" not in tracked.text("docs/configuration.md"):
            yield f"docs/configuration.md does not say what the key {path} is"
    for name in undescribed():
        yield f"docs/architecture.md has no line for {name}"


tracked.finish(list(check()))

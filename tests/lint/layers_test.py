#!/usr/bin/env python3
"""Folders with code see only the folders that their BUILD files name, and none of these sees them.

The packages of a folder's library are what Bazel links it with. A header can be included without that: so each include
must lead to the same folder, or to one that the library depends on. With no circle among the folders there is none
among files of different folders either.
"""

import os
import re

import tracked

TOPS = ("common", "driver", "report", "rewriter", "runtime")
INCLUDE = re.compile(r'^\s*#\s*include "([^"]+)"', re.M)
# Headers alone, or code that is no library of a room: what runs in programs shares its format with everybody.
SHARED = {"runtime"}


def package_of(label):
    """The folder that a label names: //report/text, //runtime:format."""
    return label[2:].split(":")[0]


def dependencies():
    """{folder: folders that its targets depend on}"""
    found = {}
    for name in tracked.files("BUILD.bazel"):
        folder = os.path.dirname(name)
        if folder.split("/")[0] not in TOPS:
            continue
        # What it loads, and who may see it, is not what it depends on.
        text = re.sub(r"^(package|load)\(.*?\)\n", "", tracked.text(name), flags=re.S | re.M)
        labels = re.findall(r'"(//[\w/]+(?::[\w.-]+)?)"', text)
        found[folder] = {package_of(label) for label in labels if package_of(label).split("/")[0] in TOPS} - {folder}
    return found


def circles(graph):
    """Each folder that can be reached from itself."""
    for start in graph:
        seen, todo = set(), list(graph[start])
        while todo:
            folder = todo.pop()
            if folder == start:
                yield start
                break
            if folder not in seen:
                seen.add(folder)
                todo += graph.get(folder, ())


def includes():
    """(file, its folder, folder of what it includes)"""
    headers = set(tracked.files(".h", ".def", ".inc"))
    for name in tracked.files(".c", ".cc", ".h"):
        folder = os.path.dirname(name)
        if folder.split("/")[0] not in TOPS:
            continue
        for included in INCLUDE.findall(tracked.text(name)):
            beside = os.path.normpath(os.path.join(folder, included))
            path = beside if beside in headers else included
            if path in headers and path.split("/")[0] in TOPS:
                yield name, folder, os.path.dirname(path)


def check():
    graph = dependencies()
    seen = 0
    for folder in circles(graph):
        yield f"{folder}/BUILD.bazel: it depends on itself, by way of {', '.join(sorted(graph[folder]))}"
    for name, folder, other in includes():
        seen += 1
        if other == folder or other.split("/")[0] in SHARED or other.startswith(folder + "/"):
            continue
        if other not in graph.get(folder, ()):
            yield f"{name}: it includes a header of {other}, which {folder}/BUILD.bazel does not depend on"
    if seen < 500:
        yield f"only {seen} includes were found: the lint would not notice anything"


tracked.finish(list(check()))

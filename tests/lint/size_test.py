#!/usr/bin/env python3
"""Files have at most 400 lines and functions at most 60: what grows beyond is two things."""

import ast
import re

import tracked

FILE_LINES = 400
FUNCTION_LINES = 60
CODE = tracked.C_FAMILY + (".py", ".bzl", ".js", ".css", ".html", ".sh")

# `name(...) {` or `(...) => {` at the end of a line, but no statement with a block. The formatters make the indentation
# reliable.
OPENING = re.compile(r"(\)[\w\s]*|=> *)\{$")
STATEMENT = re.compile(r"^\W*(if|else|for|while|switch|do|catch)\b")


def indent(line):
    return len(line) - len(line.lstrip())


def braced(lines):
    """(first line, length) of each function that ends with a brace further left than its body."""
    for start, line in enumerate(lines):
        if not OPENING.search(line) or STATEMENT.match(line):
            continue
        body = next((x for x in lines[start + 1 :] if x.strip() and not x.startswith("#")), "")
        for end in range(start + 1, len(lines)):
            if lines[end].lstrip().startswith("}") and indent(lines[end]) < indent(body):
                yield start, end - start + 1
                break


def python(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            yield node.lineno - 1, node.end_lineno - node.lineno + 1


def check(name):
    text = tracked.text(name)
    lines = text.splitlines()
    if len(lines) > FILE_LINES:
        yield f"{name}: {len(lines)} lines, more than {FILE_LINES}"
    if name.endswith((".css", ".html", ".bzl")):
        return
    is_python = name.endswith(".py") or text.startswith("#!/usr/bin/env python3")
    for start, length in python(text) if is_python else braced(lines):
        if length > FUNCTION_LINES:
            yield f"{name}:{start + 1}: function of {length} lines, more than {FUNCTION_LINES}: {lines[start].strip()}"


NAMES = set(tracked.files(*CODE)) | set(tracked.shell_scripts())
tracked.finish([complaint for name in sorted(NAMES) for complaint in check(name)])

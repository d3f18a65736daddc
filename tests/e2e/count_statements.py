#!/usr/bin/env python3
"""Counts the executable statements of C sources by clang's own list, and how many of them have a site.

Usage: count_statements.py CLANG SOURCEPRINT LEAST_PERCENT OBJECT SOURCE [OBJECT SOURCE...] -- FLAG...
Each OBJECT was compiled by instr-cc from its SOURCE with the flags. Fails if less than LEAST_PERCENT have a site.

The list is `clang -Xclang -ast-dump=json`, read as a stream: it can be gigabytes. It leaves out "file" and "line" where
they are those of the location printed before, so every location is followed. Statements of the same place, such as
those of one macro's expansion, count once.
"""

import collections
import json
import os
import re
import subprocess
import sys

CHUNK = 1 << 22

# The lines that matter. A node at depth d has its "kind" indented by 4d+2, and a missing child is "{}" at 4d.
LINE = re.compile(
    rb'^( *)(?:"(kind|line|col|file|includedFrom|begin|end|storageClass|init|hasElse|presumedLine)": (.*?),?'
    rb"|(\{\}),?)$",
    re.M,
)

JUMPS = {"ReturnStmt", "GotoStmt", "IndirectGotoStmt", "BreakStmt", "ContinueStmt", "GCCAsmStmt"}
CONTROLS = {"IfStmt", "SwitchStmt", "WhileStmt", "DoStmt", "ForStmt"}
EXPRESSION = ("Expr", "Operator", "Literal")
STATIC = (b'"static"', b'"extern"')
# Around a literal, these leave it a constant.
TRANSPARENT = {"ParenExpr", "ImplicitCastExpr", "CStyleCastExpr", "ConstantExpr"}
# The kinds of nodes whose children are looked at through their parent; others drop them, as the tree is large.
KEPT = CONTROLS | TRANSPARENT | {"DeclStmt"}


class Node:
    """A node of the tree, with what is asked of it once its children are known."""

    __slots__ = ("kind", "begin", "children", "storage", "init", "has_else")

    def __init__(self, kind):
        self.kind = kind
        self.begin = None  # (file, line, column) of the expansion
        self.children = []
        self.storage = None
        self.init = False
        self.has_else = False

    def is_constant(self):
        if self.kind in TRANSPARENT and len(self.children) == 1:
            return self.children[0] is not None and self.children[0].is_constant()
        return self.kind in ("IntegerLiteral", "CharacterLiteral")

    def is_executable(self):
        if self.kind == "DeclStmt":
            return any(c and c.kind == "VarDecl" and c.init and c.storage not in STATIC for c in self.children)
        if self.kind == "DoStmt":
            return not self.condition().is_constant()  # `do ... while (0)` executes nothing but its body
        if self.kind.endswith(EXPRESSION):
            return not self.is_constant()  # `((void)0);` is what asserts leave
        return self.kind in JUMPS or self.kind in CONTROLS

    def condition(self):
        if self.kind == "ForStmt":
            return self.children[2]
        if self.kind == "DoStmt":
            return self.children[1]
        return self.children[-3 if self.has_else else -2]

    def statements(self):
        """Its children in the position of a statement, and whether each follows an `else`."""
        real = [c for c in self.children if c]
        if self.kind == "CompoundStmt":
            return [(c, False) for c in real]
        if self.kind == "IfStmt" and self.has_else:
            return [(self.children[-2], False), (self.children[-1], True)]
        if self.kind == "DoStmt":
            return [(self.children[0], False)]
        if self.kind in CONTROLS or self.kind in ("LabelStmt", "CaseStmt", "DefaultStmt", "AttributedStmt"):
            return [(c, False) for c in self.children[-1:] if c]
        return []

    def places(self, after_else):
        """Where its record may be: by its first token, or where its condition is evaluated each time."""
        at_condition = (
            self.kind in ("WhileStmt", "DoStmt")
            or (self.kind == "IfStmt" and after_else)
            or (self.kind == "ForStmt" and self.children[0] is None and self.condition() is not None)
        )
        return [self.begin] + ([self.condition().begin] if at_condition else [])


class Reader:
    """Follows the dump's lines, and hands over each node that is complete."""

    def __init__(self, on_node):
        self.on_node = on_node
        self.path = []  # the open nodes, from the root
        self.file = None
        self.line = 0
        self.column = None
        self.in_range = False
        self.in_include = False

    def close_to(self, depth):
        while len(self.path) > depth:
            node = self.path.pop()
            self.on_node(node)
            if node.kind not in KEPT:
                node.children = []

    def add(self, depth, node):
        self.close_to(depth)
        if self.path:
            self.path[-1].children.append(node)
        if node:
            self.path.append(node)

    def location(self, key, value):
        if self.in_include:  # the file that included this one, which is no location
            self.in_include = False
            return
        if key == "file":
            self.file = json.loads(value)
        elif key == "line":
            self.line = int(value)
        else:
            self.column = int(value)

    def feed(self, chunk):
        for match in LINE.finditer(chunk):
            indent, key, value, empty = match.groups()
            if empty:
                if len(indent) % 4 == 0:
                    self.add(len(indent) // 4, None)
                continue
            key = key.decode()
            if key in ("line", "col", "file"):
                self.location(key, value)
            elif key == "includedFrom":
                self.in_include = True
            elif key == "begin":
                self.column = None
            elif key == "end":
                node = self.path[-1]
                if node.begin is None and self.column is not None:
                    node.begin = (self.file, self.line, self.column)
            elif key == "presumedLine" and not self.file.startswith(("<", "/")):
                sys.exit("count_statements.py: the source has #line, which is not handled")
            elif len(indent) % 4 == 2:
                self.note(key, value, len(indent) // 4)

    def note(self, key, value, depth):
        if key == "kind":
            self.add(depth, Node(value.strip(b'"').decode()))
        elif depth == len(self.path) - 1:
            node = self.path[-1]
            if key == "storageClass":
                node.storage = value
            elif key == "init":
                node.init = True
            elif key == "hasElse":
                node.has_else = True


def dump(clang, source, flags, reader):
    command = [clang, "-w", "-fsyntax-only", "-Xclang", "-ast-dump=json", *flags, source]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        rest = b""
        while True:
            chunk = process.stdout.read(CHUNK)
            text = rest + chunk
            cut = text.rfind(b"\n") + 1 if chunk else len(text)
            reader.feed(text[:cut])
            rest = text[cut:]
            if not chunk:
                break
        reader.close_to(0)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}")


def listed(clang, source, flags):
    """place -> (kind, places where the record may be) of each statement of the user's own files"""
    found = {}

    def on_node(node):
        for child, after_else in node.statements():
            if child.begin is None or not child.is_executable():
                continue
            file, line, column = child.begin
            if not file.startswith("/"):  # headers of the system are not the user's
                kind = "constant" if child.is_constant() else child.kind
                found.setdefault((os.path.normpath(file), line, column), (kind, child.places(after_else)))

    dump(clang, source, flags, Reader(on_node))
    return found


def sites(sourceprint, object_file):
    command = [sourceprint, "sites", object_file, "--format=json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=300)
    records = map(json.loads, done.stdout.splitlines())
    return {(os.path.normpath(r["file"]), r["line"], r["column"]) for r in records}


def main():
    clang, sourceprint, least = sys.argv[1], sys.argv[2], float(sys.argv[3])
    end = sys.argv.index("--")
    names, flags = sys.argv[4:end], sys.argv[end + 1 :]
    total, missing = 0, []
    for object_file, source in zip(names[::2], names[1::2]):
        statements = listed(clang, source, flags)
        if not statements:  # then there is no table either
            continue
        known = sites(sourceprint, object_file)
        total += len(statements)
        for place, (kind, places) in sorted(statements.items()):
            if not any((os.path.normpath(p[0]), p[1], p[2]) in known for p in places if p):
                missing.append((place, kind))
    if total == 0:
        sys.exit("no statements found: nothing was compared")
    percent = 100 * (total - len(missing)) / total
    print(f"{total} statements, {total - len(missing)} with a site: {percent:.3f} %")
    print("without:", dict(collections.Counter(kind for _, kind in missing)))
    for (file, line, column), kind in missing[:20]:
        print(f"  {file}:{line}:{column}: {kind}")
    sys.exit(percent < least)


if __name__ == "__main__":
    main()

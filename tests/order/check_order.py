#!/usr/bin/env python3
"""Lists the instructions of an instrumented program that can trap while another statement's record is the last one.

Usage: check_order.py SOURCEPRINT LLVM_BIN PROGRAM
PROGRAM was built by instr-cc with -g, for x86-64, from sources in the current folder. LLVM_BIN holds llvm-objdump and llvm-symbolizer.

For each instruction that touches memory other than the stack, or divides, the records that can be the last one before
it are followed through the function's jumps. Each must be of the instruction's own statement, by the line tables: the
statement of a line is the last one that begins at it or before; where the line begins with the end of an earlier
statement, as in `if (a &&\\n b) return;`, it can be that one too. A record inside an inlined call stands for the call's
statement too. Prints each instruction for which that does not hold, as one of

  ahead   its own statement's record comes behind it
  late    its own statement's record was made, but another statement's is between
  other   neither can be seen from the code

and a last line with the counts. A load that is ahead has, as a rule, the line of the statement that uses what the one
before it has read, as in `int n = p->n; if (n > 1)`: line tables are like that. The exit status is 1 if a store or a
division is ahead or late, or more loads than that explains.
"""

import bisect
import collections
import json
import os
import subprocess
import sys

import instructions

FAR = 3  # blocks to look ahead for a record
MOST_LOADS = 3  # in 1000 instructions; a load that several statements share has the line of one of them


class Lines:
    """Where instructions come from, and the statement of a line."""

    def __init__(self, sourceprint, symbolizer, program):
        self.symbolizer = [symbolizer, "--output-style=JSON", "--inlines", f"--obj={program}"]
        done = subprocess.run([sourceprint, "sites", "--format=json", program], check=True, stdout=subprocess.PIPE, timeout=600)
        columns = collections.defaultdict(dict)
        paths = {}
        for line in done.stdout.splitlines():
            site = json.loads(line)
            file = os.path.basename(site["file"])
            paths[file] = site["file"]
            columns[file][site["line"]] = min(site["column"] or 1, columns[file].get(site["line"], 1 << 16))
        self.begins = {file: sorted(lines) for file, lines in columns.items()}
        self.inside = {(file, line) for file, path in paths.items() for line in self.shared(path, columns[file])}
        self.frames = {}

    @staticmethod
    def shared(path, columns):
        """The lines that begin with the end of an earlier statement."""
        with open(path, encoding="utf-8", errors="replace") as source:
            for number, text in enumerate(source, 1):
                if number in columns and text[: columns[number] - 1].strip():
                    yield number

    def look_up(self, addresses):
        text = "".join(f"{address:#x}\n" for address in addresses)
        done = subprocess.run(self.symbolizer, input=text.encode(), check=True, stdout=subprocess.PIPE, timeout=1200)
        for address, line in zip(addresses, done.stdout.splitlines()):
            symbols = json.loads(line).get("Symbol", [])
            self.frames[address] = [self.statements(s.get("FileName", ""), s.get("Line", 0)) for s in symbols]

    def statements(self, path, line):
        """Those that the line can be of, the likeliest last."""
        file = os.path.basename(path)
        begins = self.begins.get(file, [])
        at = bisect.bisect_right(begins, line)
        if not line or not at:
            return ()
        found = ((file, begins[at - 1]),)
        return found if at < 2 or found[0] not in self.inside else ((file, begins[at - 2]), *found)


def last_records(parts, before):
    """For each block the addresses of the records that can be the last ones when it begins; None stands for none yet."""
    made = [[i.address for i in part if i.starts_record] for part in parts]
    states = [set() for _ in parts]
    states[0].add(None)
    changed = True
    while changed:
        changed = False
        for i, earlier in enumerate(before):
            for b in earlier or ():
                out = {made[b][-1]} if made[b] else states[b]
                if not out <= states[i]:
                    states[i] |= out
                    changed = True
    return states


def following(parts, before):
    after = [set() for _ in parts]
    for i, earlier in enumerate(before):
        for b in earlier or ():
            after[b].add(i)
    return after


def next_records(parts, after, block, position):
    """The records behind a place, on ways that are not too long."""
    found = {i.address for i in parts[block][position + 1 :] if i.starts_record}
    todo, seen = [(b, 1) for b in after[block]], {block}
    while todo:
        b, distance = todo.pop()
        if b in seen or distance > FAR:
            continue
        seen.add(b)
        found |= {i.address for i in parts[b] if i.starts_record}
        todo += [(n, distance + 1) for n in after[b]]
    return found


class Checker:
    """Judges the instructions of one function after the other."""

    def __init__(self, lines):
        self.lines = lines
        self.counts = collections.Counter()

    def is_of(self, record, statements):
        return record is not None and any(set(statements) & set(f) for f in self.lines.frames[record])

    def verdict(self, last, earlier, coming, statements):
        if last and all(self.is_of(r, statements) for r in last):
            return "good"
        if any(self.is_of(r, statements) for r in coming) and not any(self.is_of(r, statements) for r in last):
            return "ahead"
        if any(self.is_of(r, statements) for r in earlier):
            return "late"
        return "other"

    def check(self, name, parts, before):
        states, after = last_records(parts, before), following(parts, before)
        for b, part in enumerate(parts):
            last, earlier = states[b], []
            for position, instruction in enumerate(part):
                if instruction.starts_record:
                    earlier += last
                    last = {instruction.address}
                if not instruction.can_trap():
                    continue
                frames = self.lines.frames[instruction.address]
                if not frames or not frames[0]:
                    self.counts["no line"] += 1
                    continue
                verdict = self.verdict(last, earlier, next_records(parts, after, b, position), frames[0])
                self.counts[verdict] += 1
                if verdict != "good":
                    self.counts[f"{verdict} {instruction.kind()}"] += 1
                    place = f"{frames[0][-1][0]}:{frames[0][-1][1]}"
                    print(f"{verdict}: {instruction.address:x} {name} {place}: {instruction.name} {instruction.operands}")


def main():
    sourceprint, llvm, program = sys.argv[1:4]
    lines = Lines(sourceprint, os.path.join(llvm, "llvm-symbolizer"), program)
    found = []
    for name, body in instructions.functions(os.path.join(llvm, "llvm-objdump"), program):
        if any(i.starts_record for i in body):
            found.append((name, *instructions.blocks(body)))
    lines.look_up([i.address for _, parts, _ in found for part in parts for i in part if i.starts_record or i.can_trap()])
    checker = Checker(lines)
    for name, parts, before in found:
        checker.check(name, parts, before)
    counts = checker.counts
    total = sum(counts[v] for v in ("good", "ahead", "late", "other", "no line"))
    print(f"{total} instructions that can trap, in {len(found)} functions:", dict(counts))
    if total == 0:
        sys.exit("nothing was checked")
    wrong = sum(counts[f"{v} {k}"] for v in ("ahead", "late") for k in ("store", "division"))
    loads = counts["ahead load"] + counts["late load"]
    sys.exit(wrong > 0 or loads * 1000 > MOST_LOADS * total)


main()

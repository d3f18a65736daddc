#!/usr/bin/env python3
"""The instructions of a program, as objdump prints them: functions, blocks, records, and what can trap.

x86-64 only, as the record's instruction sequence is.
"""

import re
import subprocess

FUNCTION = re.compile(r"^([0-9a-f]+) <([^>]+)>:$")
INSTRUCTION = re.compile(r"^\s*([0-9a-f]+):\s+(\S+)\s*(.*)$")
TARGET = re.compile(r"^0x([0-9a-f]+)\b")
MEMORY = re.compile(r"(%[a-z]s:)?(-?0x[0-9a-f]+|-?\d+)?\(([^)]*)\)")

# struct sp_ring: the clock's address, what is there, and the tick. Others' instructions may come between.
CLOCK = re.compile(r"(?:0x18|24)\((%\w+)\), (%\w+)$")
WORD = re.compile(r"\((%\w+)\), %\w+$")
TICK = re.compile(r"(?:0x10|16)\((%\w+)\), (%\w+)$")
MASK = re.compile(r"%\w+, (?:0x20|32)\(%\w+\)$")
CLOCK_REACH = 6
HEAD = ["addq", "testl", "je", "movq", "leal", "orq", "movq"]

INTEGER_DIVISION = re.compile(r"i?div[bwlq]$")
# These name an address and do not touch it.
NO_ACCESS = ("lea", "nop", "prefetch", "endbr")
# A stack that is there does not fault; the global offset table and constants are mapped.
SAFE_BASES = ("%rsp", "%rbp", "%rip")
ENDS = ("jmp", "ret", "ud2", "hlt")


class Instruction:
    """One instruction: address, mnemonic, operands, and whether it begins a record or belongs to one."""

    __slots__ = ("address", "name", "operands", "starts_record", "in_record")

    def __init__(self, address, name, operands):
        self.address = address
        self.name = name
        self.operands = operands
        self.starts_record = False
        self.in_record = False

    def target(self):
        match = TARGET.match(self.operands)
        return int(match.group(1), 16) if match and self.name.startswith("j") else None

    def is_jump(self):
        return self.name.startswith("j")

    def is_call(self):
        return self.name.startswith("call")

    def ends_block(self):
        return self.name.startswith(ENDS)

    def kind(self):
        """division, store or load, of one that can trap"""
        if INTEGER_DIVISION.match(self.name):
            return "division"
        reads = self.name.startswith(("cmp", "test", "bt", "ucomis", "comis"))
        return "store" if self.operands.split("#")[0].rstrip().endswith(")") and not reads else "load"

    def can_trap(self):
        if self.in_record:
            return False
        if INTEGER_DIVISION.match(self.name):
            return True
        if self.name.startswith(NO_ACCESS) or self.is_call() or self.is_jump():
            return False
        match = MEMORY.search(self.operands)
        if not match or match.group(1):  # thread-local storage is there
            return False
        return not match.group(3).split(",")[0] in SAFE_BASES


def mark_records(instructions):
    """Finds the heads of trees by their look at the ring's mask, and the steps by what stands before their store.

    A head has an addition and mostly a load before `test p, mask; je` and four instructions behind, a step is
    `test p, p; js; movb`. The last one of each makes the record: from there on it is there.
    """
    for i in range(2, len(instructions)):
        names = [instruction.name for instruction in instructions[i - 2 : i + 6]]
        if names[1:] == HEAD and MASK.match(instructions[i].operands):
            has_load = names[0] == "movq" and instructions[i - 2].operands.startswith("(")
            first, last = i - 2 if has_load else i - 1, i + 5
        elif names[0].startswith("test") and names[1:3] == ["js", "movb"] and any(place in instructions[i].operands for place in (" -0x4(", " -4(")):
            first, last = i - 2, i
        else:
            continue
        for instruction in instructions[first : last + 1]:
            instruction.in_record = True
        instructions[last].starts_record = True


def mark_clocks(instructions):
    """Finds where a record looks at the clock: the ring's pointer to it, the word there, and the comparison."""
    for i, begin in enumerate(instructions):
        pointer = CLOCK.match(begin.operands) if begin.name.startswith("mov") else None
        if not pointer:
            continue
        look = [begin]
        ring, address = pointer.groups()
        for instruction in instructions[i + 1 : i + CLOCK_REACH]:
            word = WORD.match(instruction.operands) if instruction.name.startswith("mov") else None
            tick = TICK.match(instruction.operands) if instruction.name.startswith("cmp") else None
            if len(look) == 1 and word and word.group(1) == address:
                look.append(instruction)
            elif len(look) == 2 and tick and tick.group(1) == ring and tick.group(2) in look[1].operands:
                look.append(instruction)
        if len(look) == 3:
            for instruction in look:
                instruction.in_record = True


def functions(objdump, program):
    """(name, instructions) of each function."""
    command = [objdump, "-d", "--no-show-raw-insn", "-M", "att", program]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=600)
    name, found = None, []
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        match = FUNCTION.match(line)
        if match:
            if found:
                mark_records(found)
                mark_clocks(found)
                yield name, found
            name, found = match.group(2), []
            continue
        match = INSTRUCTION.match(line)
        if match:
            found.append(Instruction(int(match.group(1), 16), match.group(2), match.group(3)))
    if found:
        mark_records(found)
        mark_clocks(found)
        yield name, found


def blocks(instructions):
    """(lists of instructions, for each the indexes of the blocks before it, or None where these are not known)"""
    starts = {instructions[0].address}
    known = {i.address for i in instructions}
    for i, instruction in enumerate(instructions):
        target = instruction.target()
        # The slow path's way out and back belongs to the record.
        if target in known and not instruction.in_record:
            starts.add(target)
        behind = (instruction.is_jump() and not instruction.in_record) or instruction.ends_block()
        if behind and i + 1 < len(instructions):
            starts.add(instructions[i + 1].address)
    parts, index = [], {}
    for instruction in instructions:
        if instruction.address in starts:
            index[instruction.address] = len(parts)
            parts.append([])
        parts[-1].append(instruction)
    before = [set() for _ in parts]
    for i, part in enumerate(parts):
        last = part[-1]
        if last.target() in index:
            before[index[last.target()]].add(i)
        if not last.ends_block() and i + 1 < len(parts):
            before[i + 1].add(i)
    # A block that nothing leads to is a case of a jump table.
    return parts, [b if b or i == 0 else None for i, b in enumerate(before)]

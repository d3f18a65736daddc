"""Puts a fault into the text of a program, inside or before a statement, on the statement's own line."""

import collections
import re

CONDITION, STEP = 1, 2  # enum sp_site_kind
INVOCATION = 2  # enum sp_macro_relation

# What a fault is: (signal, expressions with it inside, a declaration that fetches its operand, one that uses that)
FAULTS = {
    "load": (
        11,
        ("planted_keep = planted_keep * 5u + (**planted_next++ ^ 3u)", "planted_keep += **planted_next++ > 7u ? 2u : 1u"),
        ("unsigned *planted_p = *planted_next++;", "planted_keep = planted_keep * 5u + (*planted_p ^ 3u)"),
    ),
    "store": (
        11,
        ("**planted_next++ = planted_keep + 1u", "*(*planted_next++) = (planted_keep ^ 3u) * 2u"),
        ("unsigned *planted_p = *planted_next++;", "*planted_p = planted_keep + 1u"),
    ),
    "divide": (
        8,
        ("planted_keep += 1000u / *planted_divisor++ * 3u", "planted_keep = 7u + (planted_keep % *planted_divisor++ ^ 3u)"),
        ("unsigned planted_d = *planted_divisor++;", "planted_keep = planted_keep * 5u + (1000u / planted_d ^ 3u)"),
    ),
    "abort": (
        6,
        ("planted_keep += *planted_flag++ ? (abort(), 1u) : 2u", "(*planted_flag++ ? abort() : (void)planted_keep++)"),
        ("unsigned planted_f = *planted_flag++;", "planted_keep += planted_f ? (abort(), 1u) : 2u"),
    ),
}

# text: of the whole file; file, line, column: of the statement that must be reported
Planted = collections.namedtuple("Planted", "text file line column how")

DECLARATION = re.compile(r"(const|static|struct|enum|union|unsigned|signed|register)\b|\w+\s+\**\s*\w+\s*[=;,\[]|\w+\s*\*\s*\w+\s*=")
JUMP = re.compile(r"(break|continue|goto\b[^;]*|return)\s*;")
CONTROL = re.compile(r"(?:if|switch)\s*\(")
EXPRESSION = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|/\*.*?\*/|[^;{}"'#])*;""", re.S)
COMMENT = re.compile(r"/\*.*?\*/", re.S)


class Unsuitable(Exception):
    """Nothing of this kind can be planted there."""


def offset_of(text, site):
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: site.line - 1]) + site.column - 1


def token_before(text, offset):
    return COMMENT.sub(" ", text[:offset]).rstrip()[-1:]


def in_braces(text, offset):
    return token_before(text, offset) in ("{", "}", ";")


def is_unbraced(text, site):
    """Whether the statement is a body of its own."""
    return site.kind == 0 and token_before(text, offset_of(text, site)) in (")", "e", "o")


def braced_before(text, at, planted):
    """The fault as a statement of its own, and braces where the statement was alone."""
    if in_braces(text, at):
        return text[:at] + planted + "; " + text[at:]
    jump = JUMP.match(text, at)
    if not jump:
        raise Unsuitable
    return text[:at] + "{ " + planted + "; " + jump.group() + " }" + text[jump.end() :]


def inside(text, site, at, expression):
    """(text, how) with the expression evaluated first of all in the statement"""
    if site.kind in (CONDITION, STEP) or token_before(text, at) == "(":
        return text[:at] + expression + ", " + text[at:], "inside a condition or step"
    control = CONTROL.match(text, at)
    if control:
        return text[: control.end()] + expression + ", " + text[control.end() :], "inside a control statement"
    if JUMP.match(text, at) or site.macro == INVOCATION or re.match(r"(for|do|while)\b", text[at:]):
        raise Unsuitable
    if re.match(r"return\b", text[at:]):
        return text[: at + 6] + " " + expression + "," + text[at + 6 :], "inside a return"
    if DECLARATION.match(text, at):
        raise Unsuitable
    return text[:at] + expression + ", " + text[at:], "inside an expression"


def plant_behind_call(text, site, fault, random):
    """The fault comes at the end of a statement, when the calls that it makes have returned."""
    at = offset_of(text, site)
    statement = EXPRESSION.match(text, at)
    words = ("return", "if", "for", "while", "do", "switch", "break", "continue", "goto", "case", "default")
    plain = site.kind == 0 and site.macro != INVOCATION and token_before(text, at) != "("
    if not plain or not statement or re.match(rf"({'|'.join(words)})\b", statement.group()):
        raise Unsuitable
    if DECLARATION.match(text, at) or "(" not in statement.group():
        raise Unsuitable
    end = statement.end() - 1
    edited = text[:end] + ", " + random.choice(FAULTS[fault][1]) + text[end:]
    return Planted(edited, site.file, site.line, site.column, "behind a call")


def plant(text, site, fault, random):
    """A statement of the user's own that faults."""
    at = offset_of(text, site)
    _, expressions, (prelude, user) = FAULTS[fault]
    expression = random.choice(expressions)
    line, column, fetched = site.line, site.column, ""
    if site.kind == 0 and in_braces(text, at) and random.random() < 0.5:
        # On a line of its own, as a division ahead of its record is found by its line.
        fetched, expression = ", operand fetched before", user
        text, at = text[:at] + prelude + "\n" + text[at:], at + len(prelude) + 1
        line, column = site.line + 1, 1
    try:
        edited, how = inside(text, site, at, expression)
    except Unsuitable:
        column += 0 if in_braces(text, at) else 2
        edited, how = braced_before(text, at, expression), "before a statement"
    return Planted(edited, site.file, line, column, how + fetched)


def plant_in_macro(text, site, fault, random):
    at = offset_of(text, site)
    if site.kind != 0 or not in_braces(text, at):
        raise Unsuitable
    planted = f"PLANTED_IN_MACRO({random.choice(FAULTS[fault][1])})"
    return Planted(braced_before(text, at, planted), site.file, site.line, site.column, "in a macro")


def plant_in_header(text, site, fault, header):
    """A call of the inline function in the header's text that faults."""
    at = offset_of(text, site)
    call = f"planted_{fault}()"
    try:
        edited, _ = inside(text, site, at, call)
    except Unsuitable:
        edited = braced_before(text, at, call)
    lines = header.split("\n")
    (number,) = [n for n, line in enumerate(lines, 1) if f"// planted {fault}" in line]
    return Planted(edited, "planted.h", number, 3, "in a header function")

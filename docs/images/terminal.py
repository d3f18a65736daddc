#!/usr/bin/env python3
"""Turns what a program writes to a terminal, colours included, into an SVG picture.

usage: COMMAND | docs/images/terminal.py [PROMPT_LINE...] > PICTURE.svg

docs/images/last.svg was made in a copy of examples/crash, built with instr-cc and run once, by
  sourceprint last --color=always | docs/images/terminal.py 'sourceprint last'
"""

import re
import sys
from xml.sax.saxutils import escape

FONT = "ui-monospace, SFMono-Regular, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
SIZE = 14  # of the font, in pixels
ADVANCE = 8.4  # of one character
LINE = 19
MARGIN = 18
PAPER, INK = "#16191d", "#d5d9de"
PROMPT = "#7fb685"
# What is given for the codes that `sourceprint` uses; any other code stops the script.
CODES = {"1": 'font-weight="bold"', "2": 'opacity="0.6"', "31": 'fill="#ff6b68"', "33": 'fill="#f2c55c"'}


def spans(line):
    """(column, text, attributes) of each part of a line that looks alike."""
    column, look = 0, []
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if code:
            numbers = code[1].split(";")
            look = [] if numbers in ([""], ["0"]) else look + [CODES[number] for number in numbers]
        elif part:
            yield column, part, " ".join(look)
            column += len(part)


def draw(parts, y):
    """The width is given for each part, so that columns stand under each other in any font."""
    for column, text, look in parts:
        bare = text.strip(" ")
        if not bare:
            continue
        x = MARGIN + (column + len(text) - len(text.lstrip(" "))) * ADVANCE
        width = len(bare) * ADVANCE
        look = f" {look}" if look else ""
        print(f'<text x="{x:.1f}" y="{y}" textLength="{width:.1f}"{look} xml:space="preserve">{escape(bare)}</text>')


def main():
    prompts = [[(0, "$", f'fill="{PROMPT}"'), (2, command, 'font-weight="bold"')] for command in sys.argv[1:]]
    lines = prompts + [list(spans(line.rstrip("\n"))) for line in sys.stdin]
    columns = max(column + len(text) for line in lines for column, text, _ in line)
    width, height = round(columns * ADVANCE) + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">')
    print(f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>')
    print(f'<g font-family="{FONT}" font-size="{SIZE}" fill="{INK}">')
    for number, line in enumerate(lines):
        draw(line, MARGIN + number * LINE + SIZE)
    print("</g>\n</svg>")


main()

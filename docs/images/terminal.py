#!/usr/bin/env python3
"""Turns what a program writes to a terminal, colours included, into an SVG picture.

usage: COMMAND | docs/images/terminal.py [PROMPT_LINE...] > PICTURE.svg

docs/images/last.svg was made in a copy of examples/crash, built with instr-cc and run once, by
  sourceprint last --color=always | docs/images/terminal.py 'sourceprint last'
and tui.svg of the same run in a tmux of 110x34 by
  tmux capture-pane -p -e -N | docs/images/terminal.py
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
# What the codes that `sourceprint` uses change; any other code stops the script. 0 takes all back.
CODES = {
    "1": {"font-weight": "bold"},
    "2": {"opacity": "0.6"},
    "7": {"reverse": True},
    "31": {"fill": "#ff6b68"},
    "32": {"fill": "#7fb685"},
    "33": {"fill": "#f2c55c"},
    "34": {"fill": "#6f9fd8"},
    "36": {"fill": "#6aa5ab"},
    "39": {"fill": INK},
    "49": {},
}


def spans(line, look):
    """(column, text, look) of each part of a line that looks alike; look: as at the end of the line before, and changed."""
    column = 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if code:
            for number in code[1].split(";"):
                if number in ("", "0"):
                    look.clear()
                else:
                    look.update(CODES[number])
        elif part:
            yield column, part, dict(look)
            column += len(part)


def draw(parts, y):
    """The width is given for each part, so that columns stand under each other in any font."""
    for column, text, look in parts:
        if look.pop("reverse", False):
            x, width, paper = MARGIN + column * ADVANCE, len(text) * ADVANCE, look.get("fill", INK)
            print(f'<rect x="{x:.1f}" y="{y - SIZE}" width="{width:.1f}" height="{LINE}" fill="{paper}"/>')
            look["fill"] = PAPER
        bare = text.strip(" ")
        if not bare:
            continue
        x = MARGIN + (column + len(text) - len(text.lstrip(" "))) * ADVANCE
        width = len(bare) * ADVANCE
        how = "".join(f' {name}="{value}"' for name, value in look.items())
        print(f'<text x="{x:.1f}" y="{y}" textLength="{width:.1f}"{how} xml:space="preserve">{escape(bare)}</text>')


def main():
    prompts = [[(0, "$", {"fill": PROMPT}), (2, command, {"font-weight": "bold"})] for command in sys.argv[1:]]
    look = {}
    lines = prompts + [list(spans(line.rstrip("\n"), look)) for line in sys.stdin]
    columns = max(column + len(text) for line in lines for column, text, _ in line)
    width, height = round(columns * ADVANCE) + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">')
    print(f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>')
    print(f'<g font-family="{FONT}" font-size="{SIZE}" fill="{INK}">')
    for number, line in enumerate(lines):
        draw(line, MARGIN + number * LINE + SIZE)
    print("</g>\n</svg>")


main()

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The keys of the terminal viewer, as a window over the screen.

#include "tui.h"

#include <curses.h>
#include <string.h>

static const char *const lines[] = {
    "",
    "  Right, l, Space     the next statement; 100 Space: a hundred on",
    "  Left, h, Backspace  the one before",
    "  Up, Down, k, j      another thread",
    "  t                   step over all threads, in the order of time",
    "  g, G                the oldest and the newest statement",
    "  .                   back to where the thread stands",
    "  ] and [             when this statement was executed next, and before",
    "  / and n, N          search in functions, files and text; on, back",
    "  :                   go to the statement with a number",
    "  PgUp, PgDn          look at other lines of the source",
    "  f                   follow a running process",
    "  e                   open the line in $VISUAL or $EDITOR",
    "  q                   leave",
    "",
    "  Numbers at the left of the source: how often a line was executed, of",
    "  what is still kept; - : never.",
    "",
};
#define LINES_COUNT ((int)(sizeof lines / sizeof *lines))
#define HELP_WIDTH 74

void tui_draw_help(void) {
  int height, width;
  getmaxyx(stdscr, height, width);
  const int wide = width < HELP_WIDTH ? width : HELP_WIDTH, left = (width - wide) / 2;
  const int top = height > LINES_COUNT ? (height - LINES_COUNT) / 2 : 0;
  for (int i = 0; i < LINES_COUNT && top + i < height - 2; i++) {
    tui_begin(top + i, left, wide, A_REVERSE);
    tui_put(top + i, left, wide, lines[i]);
  }
}

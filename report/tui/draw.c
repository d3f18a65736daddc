// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The screen of the terminal viewer as a whole, and how text gets onto it.

#define _GNU_SOURCE

#include "tui.h"

#include "report/text/last_text.h"

#include "runtime/record_text.h"

#include <curses.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define TAB_COLUMNS 8
// Columns of the list of threads, and lines of the statements around the current one.
#define LIST_LEAST 24
#define LIST_MOST 46
#define STATEMENTS_LEAST 5
#define STATEMENTS_MOST 15

unsigned tui_color(enum tui_color color) { return has_colors() ? (unsigned)COLOR_PAIR(color) : 0; }

void tui_begin(int row, int column, int width, unsigned attributes) {
  attrset((int)attributes);
  mvhline(row, column, ' ', width);
  move(row, column);
}

// The character at *text, and how many bytes it takes; '?' for what cannot be shown.
static wchar_t next_character(const char **text, mbstate_t *state) {
  wchar_t character = 0;
  const size_t bytes = mbrtowc(&character, *text, MB_CUR_MAX, state);
  if (bytes == (size_t)-1 || bytes == (size_t)-2 || bytes == 0) {
    // One for the whole of what another locale would show.
    const unsigned whole = sp_text_utf8_bytes((const unsigned char *)*text);
    memset(state, 0, sizeof *state);
    *text += whole ? whole : 1;
    return L'?';
  }
  *text += bytes;
  return wcwidth(character) < 0 ? L'?' : character;
}

int tui_put(int row, int column, int width, const char *text) {
  mbstate_t state = {0};
  int used = 0;
  while (*text && used < width) {
    if (*text == '\t') {
      const int next = (used / TAB_COLUMNS + 1) * TAB_COLUMNS;
      used = next < width ? next : width;
      text++;
      continue;
    }
    const wchar_t character[2] = {next_character(&text, &state)};
    const int columns = wcwidth(character[0]);
    if (used + columns > width)
      break;
    mvaddwstr(row, column + used, character);
    used += columns;
  }
  return used;
}

void tui_count_text(char text[8], uint64_t count) {
  static const char units[] = "kMGTPE";
  if (count < 1000) {
    snprintf(text, 8, "%" PRIu64, count);
    return;
  }
  size_t unit = 0;
  double value = (double)count / 1000;
  for (; value >= 1000 && unit < sizeof units - 2; unit++)
    value /= 1000;
  snprintf(text, 8, value < 10 ? "%.1f%c" : "%.0f%c", value, units[unit]);
}

static void draw_title(struct tui *tui, int width) {
  char *text = NULL;
  size_t bytes;
  const size_t thread = tui_thread(tui);
  const size_t process = thread == VIEW_NONE ? 0 : tui->view.threads[thread].process;
  const struct reader_run *run = tui->view.processes[process].run;
  FILE *out = open_memstream(&text, &bytes);
  if (!out)
    return;
  const char *slash = strrchr(run->header.program, '/');
  fprintf(out, " %s (pid %d): ", slash ? slash + 1 : run->name, run->header.pid);
  last_put_cause(out, run);
  if (tui->view.process_count > 1)
    fprintf(out, "; %zu processes", tui->view.process_count);
  fclose(out);
  tui_begin(0, 0, width, A_REVERSE | A_BOLD);
  tui_put(0, 0, width, text);
  free(text);
}

// Where the viewer stands, in a line.
static void draw_position(struct tui *tui, int row, int width) {
  char *text = NULL;
  size_t bytes;
  FILE *out = open_memstream(&text, &bytes);
  if (!out)
    return;
  tui_begin(row, 0, width, A_REVERSE);
  if (tui->has_at) {
    const struct view_thread *t = &tui->view.threads[tui->at.thread];
    fprintf(out, " seq %" PRIu64 " of %" PRIu64 " to %" PRIu64, tui->at.number + 1, t->first + 1, t->loaded_end);
    if (tui->at.from_ns) {
      fputs("  ", out);
      output_time(out, tui->at.from_ns);
      if (tui->at.to_ns > tui->at.from_ns) {
        fputs(" + up to ", out);
        output_elapsed(out, tui->at.to_ns - tui->at.from_ns);
      }
    }
    fputs(tui->is_all ? "  all threads" : "", out);
    fputs(tui->is_following ? "  following" : "", out);
  } else {
    fputs(" no statement is known of this thread", out);
  }
  fclose(out);
  tui_put(row, 0, width, text);
  free(text);
}

static void draw_bottom(const struct tui *tui, int row, int width) {
  const char *const hints =
      MB_CUR_MAX > 1 ? " ←→ step  ↑↓ thread  t all threads  / search  [ ] same  e edit  ? keys  q leave"
                     : " left, right: step  up, down: thread  t all threads  / search  e edit  ? keys  q leave";
  tui_begin(row, 0, width, A_NORMAL);
  if (tui->mode == TUI_PROMPT) {
    const int begin = tui_put(row, 0, 2, (const char[]){tui->prompt, '\0'});
    move(row, begin + tui_put(row, begin, width - begin - 1, tui->input));
  } else if (tui->message[0]) {
    tui_put(row, 0, width, tui->message);
  } else {
    attrset((int)tui_color(TUI_DIM));
    tui_put(row, 0, width, hints);
  }
}

static int clamp(int value, int least, int most) { return value < least ? least : value > most ? most : value; }

void tui_draw(struct tui *tui) {
  int height, width;
  getmaxyx(stdscr, height, width);
  erase();
  curs_set(tui->mode == TUI_PROMPT);
  if (height < 8 || width < 40) {
    tui_put(0, 0, width, "the terminal is too small: 40 columns, 8 lines");
    refresh();
    return;
  }
  const int list = clamp(width / 3, LIST_LEAST, LIST_MOST);
  const int statements = clamp(height / 4, STATEMENTS_LEAST, STATEMENTS_MOST);
  const int body = height - 3;
  draw_title(tui, width);
  tui_draw_threads(tui, 1, 0, body, list);
  attrset((int)tui_color(TUI_DIM));
  mvvline(1, list, ACS_VLINE, body);
  tui_draw_source(tui, 1, list + 1, body - statements, width - list - 1);
  tui_draw_statements(tui, 1 + body - statements, list + 1, statements, width - list - 1);
  if (tui->mode == TUI_HELP)
    tui_draw_help();
  draw_position(tui, height - 2, width);
  draw_bottom(tui, height - 1, width);
  refresh();
}

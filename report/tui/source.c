// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The right side of the terminal viewer: the source with how often each line was executed, and the statements around
// the current one.

#define _GNU_SOURCE

#include "tui.h"

#include "report/model/source.h"

#include <curses.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_COLUMNS 7
// A line with so large a share of what the hottest one has is hot.
#define HOT_SHARE 4u

static void count_lines(struct tui *tui, size_t file) {
  const size_t thread = tui->is_all ? VIEW_NONE : tui->at.thread;
  const uint32_t generation = tui->view.threads[tui->at.thread].generation;
  if (tui->heat && tui->heat_file == file && tui->heat_thread == thread && tui->heat_generation == generation)
    return;
  free(tui->heat);
  tui->heat = NULL;
  tui->heat_lines = view_heat(&tui->view, file, thread, &tui->heat);
  tui->heat_file = file;
  tui->heat_thread = thread;
  tui->heat_generation = generation;
  tui->heat_most = 0;
  for (uint32_t i = 0; tui->heat && i < tui->heat_lines; i++)
    if (tui->heat[i].count > tui->heat_most)
      tui->heat_most = tui->heat[i].count;
}

static const struct view_line *line_counts(const struct tui *tui, uint32_t line) {
  static const struct view_line nothing;
  return tui->heat && line >= 1 && line <= tui->heat_lines ? &tui->heat[line - 1] : &nothing;
}

// Lines without statements, those that were not executed, and those that were.
static void put_count(const struct tui *tui, const struct view_line *counted, int row, int left, bool is_current) {
  char text[16] = "", count[8];
  enum tui_color color = TUI_DIM;
  if (counted->count) {
    tui_count_text(count, counted->count);
    snprintf(text, sizeof text, "%6s", count);
    color = counted->count >= tui->heat_most / HOT_SHARE ? TUI_HOT : TUI_WARM;
  } else if (counted->snippet) {
    snprintf(text, sizeof text, "%6s", "-");
  }
  tui_begin(row, left, COUNT_COLUMNS, is_current ? tui_color(TUI_MARK) | A_REVERSE : tui_color(color));
  tui_put(row, left, COUNT_COLUMNS, text);
}

static void draw_line(const struct tui *tui, const struct source_file *file, uint32_t line, uint32_t current, int row,
                      int left, int width) {
  const struct view_line *counted = line_counts(tui, line);
  const bool is_current = line == current;
  char number[16];
  size_t bytes = 0;
  const char *text = file ? source_line(file, line, &bytes) : counted->snippet;
  if (file && !text)
    return;
  put_count(tui, counted, row, left, is_current);
  const unsigned attributes = is_current         ? tui_color(TUI_MARK) | A_REVERSE | A_BOLD
                              : counted->count   ? 0
                              : counted->snippet ? tui_color(TUI_DIM)
                                                 : 0;
  const int begin = left + COUNT_COLUMNS, room = width - COUNT_COLUMNS;
  tui_begin(row, begin, room, attributes);
  snprintf(number, sizeof number, "%c%5" PRIu32 " ", is_current ? '>' : ' ', line);
  const int used = tui_put(row, begin, room, number);
  char *copy = text ? strndup(text, file ? bytes : strlen(text)) : NULL;
  if (copy)
    tui_put(row, begin + used, room - used, copy);
  free(copy);
}

static void draw_heading(struct tui *tui, const struct view_site *site, const char *why, int top, int left, int width) {
  char text[1024];
  tui_begin(top, left, width, tui_color(TUI_TITLE) | A_BOLD);
  snprintf(text, sizeof text, " %s:%" PRIu32 " in %s%s%s", site->file, site->line, site->function,
           why ? "  no source: " : "", why ? why : "");
  tui_put(top, left, width, text);
  const struct view_thread *t = &tui->view.threads[tui->at.thread];
  if (t->at.number != tui->at.number || t->place == VIEW_PLACE_NEWEST)
    return;
  tui_begin(top + 1, left, width, tui_color(TUI_DIM));
  tui_put(top + 1, left, width,
          t->place == VIEW_PLACE_RETURNED ? "  the call it had made has returned"
                                          : "  its division was executed ahead");
}

void tui_draw_source(struct tui *tui, int top, int left, int height, int width) {
  const char *why = NULL;
  if (!tui->has_at)
    return;
  const struct view_site *site = view_site(&tui->view, tui->at.site);
  const bool is_file = site->file_index != VIEW_NONE;
  const struct source_file *file = is_file ? view_source(&tui->view, site->file_index, &why) : NULL;
  if (is_file)
    count_lines(tui, site->file_index);
  const int lines = height - 1;
  const int64_t wanted = (int64_t)site->line - lines / 2 + tui->scroll;
  const int64_t most = (int64_t)(file ? source_line_count(file) : tui->heat_lines) - lines + 1;
  int64_t first = wanted > most ? most : wanted;
  first = first < 1 ? 1 : first;
  for (int i = 0; i < lines; i++)
    draw_line(tui, file, (uint32_t)(first + i), site->line, top + 1 + i, left, width);
  draw_heading(tui, site, file ? NULL : why, top, left, width);
}

static void draw_statement(struct tui *tui, const struct view_statement *statement, bool is_current, int row, int left,
                           int width) {
  const struct view_site *site = view_site(&tui->view, statement->site);
  char text[512];
  tui_begin(row, left, width, is_current ? tui_color(TUI_MARK) | A_REVERSE | A_BOLD : 0);
  if (tui->is_all)
    snprintf(text, sizeof text, "%c%8d ", is_current ? '>' : ' ', tui->view.threads[statement->thread].tid);
  else
    snprintf(text, sizeof text, "%c%8" PRIu64 " ", is_current ? '>' : ' ', statement->number + 1);
  int used = tui_put(row, left, width, text);
  if (statement->site == VIEW_LOST) {
    tui_put(row, left + used, width - used, "(lost)");
    return;
  }
  snprintf(text, sizeof text, "%s:%" PRIu32, site->function, site->line);
  tui_put(row, left + used, width / 3, text);
  used += width / 3 + 1;
  tui_put(row, left + used, width - used, site->snippet);
}

static bool neighbour(struct tui *tui, const struct view_statement *from, bool is_before,
                      struct view_statement *found) {
  if (tui->is_all)
    return view_next_in_time(&tui->view, from, is_before, found);
  if (is_before && from->number == 0)
    return false;
  return view_statement(&tui->view, from->thread, is_before ? from->number - 1 : from->number + 1, found);
}

void tui_draw_statements(struct tui *tui, int top, int left, int height, int width) {
  attrset((int)tui_color(TUI_DIM));
  mvhline(top, left, ACS_HLINE, width);
  if (!tui->has_at)
    return;
  const int middle = height / 2;
  struct view_statement statement = tui->at, next;
  draw_statement(tui, &statement, true, top + middle, left, width);
  for (int row = middle - 1; row >= 1 && neighbour(tui, &statement, true, &next); row--) {
    draw_statement(tui, &next, false, top + row, left, width);
    statement = next;
  }
  statement = tui->at;
  for (int row = middle + 1; row < height && neighbour(tui, &statement, false, &next); row++) {
    draw_statement(tui, &next, false, top + row, left, width);
    statement = next;
  }
}

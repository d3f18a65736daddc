// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The threads on the left of the terminal viewer: two lines each, who it is and where it stands.

#include "tui.h"

#include <curses.h>
#include <inttypes.h>

#define THREAD_LINES 2

static enum tui_color color_of(enum last_state state) {
  switch (state) {
  case LAST_CRASHED:
  case LAST_FAULTED:
    return TUI_ALARM;
  case LAST_RUNNING:
    return TUI_GOOD;
  case LAST_EXITED:
    return TUI_DIM;
  default:
    return TUI_PLAIN;
  }
}

static const char *state_word(enum last_state state) {
  static const char *const words[] = {
      [LAST_CRASHED] = "crashed", [LAST_FAULTED] = "faulted", [LAST_ENDED_PROCESS] = "ended", [LAST_EXITED] = "exited",
      [LAST_RUNNING] = "running", [LAST_STOPPED] = "stopped", [LAST_TEXT_ONLY] = "text",
  };
  return words[state];
}

static void draw_thread(struct tui *tui, size_t index, int row, int left, int width) {
  const struct view_thread *t = &tui->view.threads[tui->order[index]];
  const unsigned attributes = tui_color(color_of(t->state)) | (index == tui->selected ? A_REVERSE : 0);
  char text[128];
  tui_begin(row, left, width, attributes | A_BOLD);
  snprintf(text, sizeof text, "%s%d %s", index == tui->selected ? ">" : " ", t->tid, t->name);
  tui_put(row, left, width - 9, text);
  snprintf(text, sizeof text, "%8s", state_word(t->state));
  tui_put(row, left + width - 9, 8, text);
  tui_begin(row + 1, left, width, index == tui->selected ? attributes : tui_color(TUI_DIM));
  if (!t->has_last)
    return;
  const struct view_site *site = view_site(&tui->view, t->at.site);
  const int used = 3 + tui_put(row + 1, left + 3, width - 3, site->function);
  snprintf(text, sizeof text, ":%" PRIu32, site->line);
  tui_put(row + 1, left + used, width - used, text);
}

void tui_draw_threads(struct tui *tui, int top, int left, int height, int width) {
  char text[64];
  snprintf(text, sizeof text, " %zu thread%s", tui->order_count, tui->order_count == 1 ? "" : "s");
  tui_begin(top, left, width, tui_color(TUI_TITLE) | A_BOLD);
  tui_put(top, left, width, text);
  const size_t shown = (size_t)(height - 1) / THREAD_LINES;
  size_t first = tui->selected >= shown / 2 ? tui->selected - shown / 2 : 0;
  if (first + shown > tui->order_count)
    first = tui->order_count > shown ? tui->order_count - shown : 0;
  for (size_t i = first; i < tui->order_count && i < first + shown; i++)
    draw_thread(tui, i, top + 1 + (int)(i - first) * THREAD_LINES, left, width);
}

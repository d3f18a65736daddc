// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is typed at the bottom of the terminal viewer: a search, or the number of a statement. And the editor.

#define _GNU_SOURCE

#include "common/child.h"
#include "report/model/source.h"
#include "tui.h"

#include <curses.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ESCAPE 27
#define DELETE 127

void tui_prompt_open(struct tui *tui, char prompt) {
  tui->mode = TUI_PROMPT;
  tui->prompt = prompt;
  tui->input[0] = '\0';
}

void tui_search_next(struct tui *tui, bool is_backwards) {
  struct view_statement found;
  bool is_found;
  if (!tui->has_search || !tui->has_at) {
    tui_say(tui, "nothing is searched for; / begins");
    return;
  }
  if (tui->is_all) {
    is_found = view_search_all(&tui->view, &tui->search, &tui->at, is_backwards, &found);
  } else {
    const bool is_at_start = is_backwards && tui->at.number == 0;
    const uint64_t from = is_backwards ? tui->at.number - 1 : tui->at.number + 1;
    is_found = !is_at_start && view_search_thread(&tui->view, &tui->search, tui->at.thread, from, is_backwards, &found);
  }
  if (is_found)
    tui_go(tui, &found);
  else
    tui_say(tui, is_backwards ? "not found before" : "not found behind; N searches backwards");
}

static void search(struct tui *tui) {
  view_search_free(&tui->search);
  tui->has_search = view_search_text(&tui->search, tui->input, VIEW_SEARCH_TEXT);
  if (!tui->has_search)
    return;
  const uint64_t count = view_search_count(&tui->view, &tui->search, tui->is_all ? VIEW_NONE : tui_thread(tui));
  struct view_statement before = tui->at;
  tui_search_next(tui, true); // whoever looks at the end wants to know where that was last
  if (before.number == tui->at.number && before.thread == tui->at.thread)
    tui_search_next(tui, false);
  if (count)
    tui_say(tui, "%" PRIu64 " statements have it; N goes back, n on", count);
}

static void go_to_number(struct tui *tui) {
  struct view_statement statement;
  char *end;
  errno = 0;
  const unsigned long long number = strtoull(tui->input, &end, 10);
  const size_t thread = tui_thread(tui);
  if (!*tui->input || *end || errno || number == 0 || thread == VIEW_NONE) {
    tui_say(tui, "a statement's number is wanted, as seq shows it");
    return;
  }
  if (view_statement(&tui->view, thread, number - 1, &statement))
    tui_go(tui, &statement);
  else
    tui_say(tui, "seq %llu is not among the %" PRIu64 " to %" PRIu64 " that are left", number,
            tui->view.threads[thread].first + 1, tui->view.threads[thread].loaded_end);
}

// What was typed last is one character: its bytes but the first are 10xxxxxx.
static void remove_character(char *input) {
  size_t length = strlen(input);
  do
    length--;
  while (length > 0 && ((unsigned char)input[length] & 0xc0) == 0x80);
  input[length] = '\0';
}

void tui_prompt_key(struct tui *tui, int key) {
  const size_t length = strlen(tui->input);
  if (key == '\n' || key == '\r' || key == KEY_ENTER) {
    tui->mode = TUI_BROWSE;
    if (tui->prompt == ':')
      go_to_number(tui);
    else if (length)
      search(tui);
  } else if (key == ESCAPE || ((key == KEY_BACKSPACE || key == DELETE || key == '\b') && !length)) {
    tui->mode = TUI_BROWSE;
  } else if (key == KEY_BACKSPACE || key == DELETE || key == '\b') {
    remove_character(tui->input);
  } else if (key >= ' ' && key < 256 && length + 1 < sizeof tui->input) {
    tui->input[length] = (char)key;
    tui->input[length + 1] = '\0';
  }
}

static const char *editor(void) {
  const char *visual = getenv("VISUAL"), *plain = getenv("EDITOR");
  return visual && *visual ? visual : plain && *plain ? plain : "vi";
}

// The variable may hold options, as in EDITOR="emacs -nw", which is why a shell takes it apart.
void tui_edit(struct tui *tui) {
  if (!tui->has_at)
    return;
  const struct view_site *site = view_site(&tui->view, tui->at.site);
  const struct view_thread *thread = &tui->view.threads[tui->at.thread];
  char *path = *site->file ? source_path(tui->view.processes[thread->process].run, site->file) : NULL;
  char line[24];
  if (!path)
    return;
  snprintf(line, sizeof line, "+%" PRIu32, site->line);
  char *const argv[] = {"sh", "-c", "exec $0 \"$1\" \"$2\"", (char *)editor(), line, path, NULL};
  def_prog_mode();
  endwin();
  struct child child = {.argv = argv, .input = -1, .output = -1, .words = -1};
  const int status = child_run(&child, "sourceprint tui");
  reset_prog_mode();
  clearok(stdscr, TRUE);
  if (status != 0)
    tui_say(tui, "%s ended with status %d", editor(), status);
  free(path);
}

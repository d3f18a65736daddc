// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where the terminal viewer stands, and what keys do to that.

#define _GNU_SOURCE

#include "tui.h"

#include <curses.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define ESCAPE 27
#define CONTROL_L 12
#define PAGE 10

void tui_say(struct tui *tui, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(tui->message, sizeof tui->message, format, arguments);
  va_end(arguments);
}

size_t tui_thread(const struct tui *tui) {
  return tui->selected < tui->order_count ? tui->order[tui->selected] : VIEW_NONE;
}

static size_t place_of(const struct tui *tui, size_t thread) {
  for (size_t i = 0; i < tui->order_count; i++)
    if (tui->order[i] == thread)
      return i;
  return 0;
}

void tui_list(struct tui *tui) {
  const size_t thread = tui_thread(tui);
  free(tui->order);
  tui->order = view_display_order(&tui->view);
  tui->order_count = tui->order ? tui->view.thread_count : 0;
  tui->selected = place_of(tui, thread);
}

void tui_go(struct tui *tui, const struct view_statement *statement) {
  tui->at = *statement;
  tui->has_at = true;
  tui->scroll = 0;
  tui->selected = place_of(tui, statement->thread);
}

// Where a thread that crashed stands may be an older statement than its newest, or none that it recorded.
static void go_to_place(struct tui *tui, size_t thread) {
  const struct view_thread *t = &tui->view.threads[thread];
  struct view_statement statement;
  tui->has_at = false;
  if (t->has_last && t->has_number && view_statement(&tui->view, thread, t->at.number, &statement))
    return tui_go(tui, &statement);
  if (view_load(&tui->view, thread) && t->loaded_end > t->first &&
      view_statement(&tui->view, thread, t->loaded_end - 1, &statement))
    tui_go(tui, &statement);
}

void tui_select(struct tui *tui, size_t index) {
  if (tui->order_count == 0)
    return;
  tui->selected = index < tui->order_count ? index : tui->order_count - 1;
  go_to_place(tui, tui->order[tui->selected]);
}

static void step_one_thread(struct tui *tui, uint64_t count, bool is_backwards) {
  const struct view_thread *t = &tui->view.threads[tui->at.thread];
  struct view_statement statement;
  const uint64_t room = is_backwards ? tui->at.number - t->first : t->loaded_end - 1 - tui->at.number;
  const uint64_t by = count < room ? count : room;
  if (by == 0)
    tui_say(tui, is_backwards ? "the oldest statement that is left" : "the newest statement");
  else if (view_statement(&tui->view, tui->at.thread, is_backwards ? tui->at.number - by : tui->at.number + by,
                          &statement))
    tui_go(tui, &statement);
}

static void step_all_threads(struct tui *tui, uint64_t count, bool is_backwards) {
  struct view_statement next;
  for (; count > 0 && view_next_in_time(&tui->view, &tui->at, is_backwards, &next); count--)
    tui_go(tui, &next);
  if (count > 0)
    tui_say(tui, is_backwards ? "the oldest statement of all threads" : "the newest statement of all threads");
}

static void step(struct tui *tui, uint64_t count, bool is_backwards) {
  if (!tui->has_at || !view_load(&tui->view, tui->at.thread))
    return;
  tui->is_following = false;
  (tui->is_all ? step_all_threads : step_one_thread)(tui, count ? count : 1, is_backwards);
}

static void go_to_end(struct tui *tui, bool is_first) {
  const size_t thread = tui_thread(tui);
  struct view_statement statement;
  if (thread == VIEW_NONE || !view_load(&tui->view, thread))
    return;
  const struct view_thread *t = &tui->view.threads[thread];
  if (t->loaded_end > t->first &&
      view_statement(&tui->view, thread, is_first ? t->first : t->loaded_end - 1, &statement))
    tui_go(tui, &statement);
}

// The next time that the thread came to this statement.
static void go_to_same(struct tui *tui, bool is_backwards) {
  struct view_search same = {0};
  struct view_statement found;
  if (!tui->has_at || (is_backwards && tui->at.number == 0))
    return;
  view_search_site(&same, tui->at.site);
  const uint64_t from = is_backwards ? tui->at.number - 1 : tui->at.number + 1;
  if (view_search_thread(&tui->view, &same, tui->at.thread, from, is_backwards, &found))
    tui_go(tui, &found);
  else
    tui_say(tui, is_backwards ? "this statement was not executed before, as far as is known"
                              : "this statement was not executed again");
  view_search_free(&same);
}

static void toggle_all(struct tui *tui) {
  tui->is_all = !tui->is_all;
  if (tui->is_all)
    view_load_all(&tui->view);
  tui_say(tui, tui->is_all ? "steps go over all threads, in the order of time as far as it is known"
                           : "steps stay in one thread");
}

static void toggle_following(struct tui *tui) {
  if (!view_is_running(&tui->view)) {
    tui_say(tui, "no process is running");
    return;
  }
  tui->is_following = !tui->is_following;
  tui_say(tui, tui->is_following ? "following the thread" : "standing still");
}

static void move_about(struct tui *tui, int key) {
  const uint64_t count = tui->count ? tui->count : 1;
  const size_t back = tui->selected > count ? tui->selected - (size_t)count : 0;
  switch (key) {
  case KEY_DOWN:
  case 'j':
    return tui_select(tui, tui->selected + (size_t)count);
  case KEY_UP:
  case 'k':
    return tui_select(tui, back);
  case KEY_NPAGE:
    tui->scroll += PAGE;
    break;
  case KEY_PPAGE:
    tui->scroll -= PAGE;
    break;
  default:
    break;
  }
}

static void jump(struct tui *tui, int key) {
  switch (key) {
  case 'g':
  case KEY_HOME:
    return go_to_end(tui, true);
  case 'G':
  case KEY_END:
    return go_to_end(tui, false);
  case '.':
    return tui_select(tui, tui->selected);
  case ']':
    return go_to_same(tui, false);
  case '[':
    return go_to_same(tui, true);
  case 'n':
    return tui_search_next(tui, false);
  case 'N':
    return tui_search_next(tui, true);
  default:
    break;
  }
}

// Returns false if the key means nothing.
static bool act(struct tui *tui, int key) {
  switch (key) {
  case 'q':
    tui->is_done = true;
    return true;
  case KEY_RIGHT:
  case 'l':
  case ' ':
    step(tui, tui->count, false);
    return true;
  case KEY_LEFT:
  case 'h':
  case KEY_BACKSPACE:
    step(tui, tui->count, true);
    return true;
  case 't':
    toggle_all(tui);
    return true;
  case 'f':
    toggle_following(tui);
    return true;
  case 'e':
    tui_edit(tui);
    return true;
  case '/':
  case ':':
    tui_prompt_open(tui, (char)key);
    return true;
  case '?':
    tui->mode = TUI_HELP;
    return true;
  case CONTROL_L:
    clearok(stdscr, TRUE);
    return true;
  default:
    return key == KEY_RESIZE || key == ESCAPE;
  }
}

void tui_key(struct tui *tui, int key) {
  if (tui->mode == TUI_PROMPT)
    return tui_prompt_key(tui, key);
  if (tui->mode == TUI_HELP) {
    tui->mode = TUI_BROWSE;
    return;
  }
  tui->message[0] = '\0';
  if (key >= '0' && key <= '9' && tui->count < UINT64_MAX / 100) {
    tui->count = tui->count * 10 + (uint64_t)(key - '0');
    tui_say(tui, "%" PRIu64, tui->count);
    return;
  }
  if (!act(tui, key)) {
    move_about(tui, key);
    jump(tui, key);
  }
  tui->count = 0;
}

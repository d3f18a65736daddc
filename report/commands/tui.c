// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint tui`: the terminal viewer.

#define _GNU_SOURCE

#include "report/tui/tui.h"
#include "asked.h"
#include "report/archive/pack.h"

#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>

// How long to wait for a key before a running process is looked at again, and for the rest of an escape sequence.
#define LOOK_MS 200
#define ESCAPE_MS 25

// Whether the terminal can show a screen: curses itself would end the process, or show nothing.
static bool has_screen(void) {
  const char *name = getenv("TERM");
  int state;
  if (setupterm(NULL, STDOUT_FILENO, &state) == OK && tigetstr("cup") != NULL && tigetstr("cup") != (char *)-1)
    return true;
  fprintf(stderr,
          "sourceprint: tui needs a terminal that can move its cursor, and TERM is '%s'; set it to what the terminal "
          "is, such as xterm-256color; last, log and path need none\n",
          name ? name : "");
  return false;
}

static void begin_screen(void) {
  static const short colors[TUI_COLORS] = {
      [TUI_ALARM] = COLOR_RED, [TUI_GOOD] = COLOR_GREEN, [TUI_DIM] = COLOR_CYAN,   [TUI_MARK] = COLOR_YELLOW,
      [TUI_HOT] = COLOR_RED,   [TUI_WARM] = COLOR_GREEN, [TUI_TITLE] = COLOR_BLUE,
  };
  const char *no_color = getenv("NO_COLOR");
  initscr();
  cbreak();
  noecho();
  keypad(stdscr, TRUE);
  set_escdelay(ESCAPE_MS);
  timeout(LOOK_MS);
  if (no_color && *no_color)
    return;
  start_color();
  use_default_colors();
  for (int i = 1; i < TUI_COLORS; i++)
    init_pair((short)i, colors[i], -1);
}

// Of a running process: what is new, and the newest statement where it is followed.
static bool look_again(struct tui *tui, const struct asked *asked) {
  struct reader_problems silent = {0};
  struct find_runs found = {.archives = &pack_archives,
                            .relative = tui->view.process_count ? tui->view.processes[0].run->path : NULL};
  if (!view_is_running(&tui->view))
    return false;
  // To search again for an archive would unpack it again.
  if (!tui->runs->unpacked_count)
    find_runs(&found, asked->arguments, asked->argument_count, false, &silent);
  const bool is_changed = view_add(&tui->view, &found) | view_refresh(&tui->view);
  find_runs_free(&found);
  if (!is_changed)
    return false;
  tui_list(tui);
  if (tui->is_following && tui_thread(tui) != VIEW_NONE) {
    view_reload(&tui->view, tui_thread(tui));
    tui_select(tui, tui->selected);
  }
  return true;
}

static void run(struct tui *tui, const struct asked *asked) {
  bool is_drawn = false;
  tui_list(tui);
  tui_select(tui, 0);
  while (!tui->is_done) {
    if (!is_drawn)
      tui_draw(tui);
    const int key = getch();
    is_drawn = key == ERR && !look_again(tui, asked);
    if (key != ERR)
      tui_key(tui, key);
  }
}

static void finish(struct tui *tui) {
  view_search_free(&tui->search);
  free(tui->order);
  free(tui->heat);
}

// Returns the exit status.
static int show(struct tui *tui, struct asked *asked) {
  const bool is_shown = view_open(&tui->view, &asked->runs) && has_screen();
  if (is_shown) {
    tui->runs = &asked->runs;
    begin_screen();
    run(tui, asked);
    endwin();
  }
  fputs(view_words(&tui->view), stderr);
  const int damage = reader_problems_status(&tui->view.reader.problems);
  finish(tui);
  view_close(&tui->view);
  return is_shown || damage ? damage : COMMAND_FAILED;
}

int command_tui(int argc, char **argv) {
  static const struct asked_command command = {
      .parts = ASKED_RUNS | ASKED_SOURCE_ROOT,
      .args_doc = "[RUN...]",
      .doc = "Shows a run in the terminal: its threads, the source with what was executed, and each statement of the "
             "history, forth and back. ? shows the keys.\v" COMMAND_RUN_DOC,
  };
  struct asked asked;
  struct tui tui = {0};
  asked_parse(&asked, &command, NULL, argc, argv);
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
    fputs("sourceprint: tui needs a terminal; last, log and path do not\n", stderr);
    return COMMAND_FAILED;
  }
  setlocale(LC_ALL, "");
  const int status = asked_find_runs(&asked) ? show(&tui, &asked) : COMMAND_FAILED;
  asked_free(&asked);
  return status;
}

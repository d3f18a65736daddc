// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The terminal viewer: threads on the left, on the right the source with what was executed, and below it the statements
// around the current one. What is shown is view.h's; this is where the viewer stands in it, and how that is drawn.
#ifndef SOURCEPRINT_REPORT_TUI_H
#define SOURCEPRINT_REPORT_TUI_H

#include "report/model/view.h"

enum tui_color {
  TUI_PLAIN,
  TUI_ALARM,  // crashed
  TUI_GOOD,   // running
  TUI_DIM,    // exited, not executed
  TUI_MARK,   // the current statement
  TUI_HOT,    // executed most
  TUI_WARM,   // executed
  TUI_TITLE,  //
  TUI_COLORS, //
};

enum tui_mode { TUI_BROWSE, TUI_PROMPT, TUI_HELP };

struct tui {
  struct view view;
  const struct find_runs *runs; // borrowed

  size_t *order; // owned; threads as they are listed
  size_t order_count;
  size_t selected; // index of order

  bool has_at;
  struct view_statement at; // the current statement
  bool is_all;              // steps go over all threads, in the order of time
  bool is_following;        // the newest statement of the thread stays the current one
  int scroll;               // lines of the source above or below where the current one is in the middle

  struct view_search search;
  bool has_search;

  enum tui_mode mode;
  char prompt;     // '/' or ':'
  char input[256]; // what was typed at it
  uint64_t count;  // typed before a key; 0: none
  char message[256];
  bool is_done;

  // The counts of the lines of the file that was shown last.
  struct view_line *heat; // owned
  uint32_t heat_lines;
  uint64_t heat_most;
  size_t heat_file;
  size_t heat_thread;
  uint32_t heat_generation;
};

// The thread that is selected; VIEW_NONE if there is none.
size_t tui_thread(const struct tui *tui);

// Goes to a statement, and selects its thread.
void tui_go(struct tui *tui, const struct view_statement *statement);

// Selects the thread at that place in the list, and goes to where it stands.
void tui_select(struct tui *tui, size_t index);

// Lists the threads anew, and keeps the one that is selected.
void tui_list(struct tui *tui);

__attribute__((format(printf, 2, 3))) void tui_say(struct tui *tui, const char *format, ...);

// Carries out a key, as getch() gives it.
void tui_key(struct tui *tui, int key);

// Keys while something is typed at the bottom.
void tui_prompt_key(struct tui *tui, int key);
void tui_prompt_open(struct tui *tui, char prompt);
void tui_search_next(struct tui *tui, bool is_backwards);

// Opens the user's editor at the current line.
void tui_edit(struct tui *tui);

// Draws everything. The parts of the screen are as large as it allows.
void tui_draw(struct tui *tui);
void tui_draw_threads(struct tui *tui, int top, int left, int height, int width);
void tui_draw_source(struct tui *tui, int top, int left, int height, int width);
void tui_draw_statements(struct tui *tui, int top, int left, int height, int width);
void tui_draw_help(void);

// Text from files at a place: cut to the width in columns, its control characters replaced, a tab as spaces. Returns
// the columns used.
int tui_put(int row, int column, int width, const char *text);

// Clears a row's columns and switches the attributes of what follows; color: enum tui_color.
void tui_begin(int row, int column, int width, unsigned attributes);
unsigned tui_color(enum tui_color color);

// A count in at most 6 columns: 950, 12.3k, 4.5M.
void tui_count_text(char text[8], uint64_t count);

#endif

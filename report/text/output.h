// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Standard output of a command: fast, safe for terminals, and checked to the last byte.
#ifndef SOURCEPRINT_REPORT_OUTPUT_H
#define SOURCEPRINT_REPORT_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// To be called before the first byte is written to stdout.
void output_begin(void);

// True if no more output is wanted or possible: a loop over records may stop.
bool output_is_over(void);

// Writes what is buffered and closes stdout. Returns status, or 2 after a message if not all could be written; a
// reader that went away, as in `sourceprint log | head`, is no failure.
int output_finish(int status);

enum output_style { OUTPUT_TITLE, OUTPUT_ALARM, OUTPUT_MARK, OUTPUT_DIM, OUTPUT_STYLE_COUNT };

// The terminal's codes, or empty strings.
struct output_colors {
  const char *start[OUTPUT_STYLE_COUNT];
  const char *stop;
};

enum output_color_choice { OUTPUT_COLOR_AUTO, OUTPUT_COLOR_ALWAYS, OUTPUT_COLOR_NEVER };

// AUTO: colours if stdout is a terminal that can show them and NO_COLOR is not set.
struct output_colors output_choose_colors(enum output_color_choice choice);

// Writes text that comes from files: control characters, and what is not UTF-8, as '?'; a tab as spaces up to the
// next multiple of 8 columns from the text's start.
void output_text(FILE *out, const char *text, size_t bytes);

// UTC, as 2026-11-07T18:32:01.123Z.
void output_time(FILE *out, uint64_t realtime_ns);

// As 12.3ms.
void output_elapsed(FILE *out, uint64_t ns);

// A number for people, as 27,570.
void output_count(FILE *out, uint64_t number);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Escapes text, formats times and counts, and checks that all was written.

#include "output.h"

#include "runtime/record_text.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void output_begin(void) {
  static char buffer[1 << 18];
  signal(SIGPIPE, SIG_IGN);
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
}

bool output_is_over(void) { return ferror(stdout) != 0; }

// Whether whoever read the output went away, which errno may have told long ago.
static bool is_left_alone(void) {
  struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
  return poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP));
}

int output_finish(int status) {
  errno = 0;
  const bool was_broken = ferror(stdout) != 0, was_left_alone = was_broken && is_left_alone();
  const bool is_closed = fclose(stdout) == 0;
  if ((is_closed && !was_broken) || was_left_alone || errno == EPIPE)
    return status;
  // Where it was broken earlier, the reason is long gone, and this is what it mostly is.
  fprintf(stderr, "sourceprint: not all of the output could be written: %s\n", strerror(errno ? errno : ENOSPC));
  return 2;
}

struct output_colors output_choose_colors(enum output_color_choice choice) {
  static const struct output_colors none = {.start = {"", "", "", ""}, .stop = ""};
  static const struct output_colors ansi = {
      .start = {[OUTPUT_TITLE] = "\33[1m",
                [OUTPUT_ALARM] = "\33[1;31m",
                [OUTPUT_MARK] = "\33[1;33m",
                [OUTPUT_DIM] = "\33[2m"},
      .stop = "\33[0m",
  };
  const char *terminal = getenv("TERM");
  const char *no_color = getenv("NO_COLOR");
  const bool can_show = isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
  const bool is_wanted =
      choice == OUTPUT_COLOR_ALWAYS || (choice == OUTPUT_COLOR_AUTO && can_show && !(no_color && *no_color));
  return is_wanted ? ansi : none;
}

void output_text(FILE *out, const char *text, size_t bytes) {
  // The UTF-8 check stops at a NUL, which a line of a file does not end with: a character cut by `bytes` is one too.
  size_t column = 0;
  for (size_t i = 0; i < bytes; column++) {
    const unsigned char c = (unsigned char)text[i];
    char piece[5] = {0};
    memcpy(piece, text + i, bytes - i < 4 ? bytes - i : 4);
    const unsigned wide = sp_text_utf8_bytes((const unsigned char *)piece);
    if (c == '\t') {
      const int blanks = 8 - (int)(column % 8);
      fprintf(out, "%*s", blanks, "");
      column += (size_t)blanks - 1;
    } else if (wide) {
      fwrite(piece, 1, wide, out);
    } else {
      putc(c >= ' ' && c < 0x7f ? c : '?', out);
    }
    i += wide ? wide : 1;
  }
}

void output_time(FILE *out, uint64_t realtime_ns) {
  char text[40];
  struct sp_text_out o = {text, text + sizeof text};
  sp_text_time(&o, realtime_ns);
  const size_t below_ms = sizeof "456789Z" - 1;
  fwrite(text, 1, (size_t)(o.at - text) - below_ms, out);
  putc('Z', out);
}

void output_elapsed(FILE *out, uint64_t ns) {
  char text[40];
  struct sp_text_out o = {text, text + sizeof text};
  sp_text_elapsed(&o, ns);
  fwrite(text, 1, (size_t)(o.at - text), out);
}

void output_count(FILE *out, uint64_t number) {
  if (number >= 1000) {
    output_count(out, number / 1000);
    fprintf(out, ",%03u", (unsigned)(number % 1000));
  } else {
    fprintf(out, "%u", (unsigned)number);
  }
}

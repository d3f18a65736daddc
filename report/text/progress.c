// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Draws one line on stderr, which the next one replaces.

#define _GNU_SOURCE

#include "progress.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FIRST_NS UINT64_C(1000000000)
#define EACH_NS UINT64_C(100000000)

struct part {
  size_t at;
  size_t count;
};

static const char *beginning;
static bool is_shown; // there is a terminal to show it on
static bool has_line; // something stands there
static uint64_t next_ns;
static struct part run, thread;

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void progress_begin(const char *what, bool is_wanted) {
  const char *terminal = getenv("TERM");
  beginning = what;
  is_shown = is_wanted && isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
  next_ns = now_ns() + FIRST_NS;
}

void progress_run(size_t at, size_t count) {
  run = (struct part){at, count};
  thread = (struct part){0};
  progress_step(0);
}

void progress_thread(size_t at, size_t count) {
  thread = (struct part){at, count};
  progress_step(0);
}

// How much of the whole is done, from how much of a part is.
static double share(const struct part *part, double done) {
  return part->count ? ((double)part->at + done) / (double)part->count : done;
}

void progress_step(double done) {
  if (!is_shown)
    return;
  const uint64_t now = now_ns();
  if (now < next_ns)
    return;
  next_ns = now + EACH_NS;
  // What was written so far may end inside a line, and may go to the same terminal.
  if (!has_line)
    fflush(stdout);
  has_line = true;
  fprintf(stderr, "\r\33[K%s: %.0f %%", beginning, 100 * share(&run, share(&thread, done)));
}

const struct steps progress_steps = {progress_thread, progress_step};

void progress_end(void) {
  if (has_line)
    fputs("\r\33[K", stderr);
  has_line = false;
}

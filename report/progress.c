// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FIRST_NS UINT64_C(1000000000)
#define EACH_NS UINT64_C(100000000)

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

struct progress progress_begin(const char *what, bool is_wanted) {
  const char *terminal = getenv("TERM");
  return (struct progress){
      .what = what,
      .is_shown = is_wanted && isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0,
      .next_ns = now_ns() + FIRST_NS,
  };
}

void progress_step(struct progress *progress, uint64_t done, uint64_t total) {
  if (!progress->is_shown)
    return;
  const uint64_t now = now_ns();
  if (now < progress->next_ns)
    return;
  progress->next_ns = now + EACH_NS;
  progress->has_line = true;
  if (total)
    fprintf(stderr, "\r\33[K%s: %.0f %%", progress->what,
            100.0 * (double)(done < total ? done : total) / (double)total);
  else
    fprintf(stderr, "\r\33[K%s: %" PRIu64, progress->what, done);
}

void progress_end(struct progress *progress) {
  if (progress->has_line)
    fputs("\r\33[K", stderr);
  progress->has_line = false;
}

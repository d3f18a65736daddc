// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Searches for the shortest cycle of functions that repeats often enough to be worth a fold.

#include "fold.h"

// Shorter ones are worth their lines.
#define LEAST_FRAMES 8u

static uint32_t function_of(const struct reader_frames *frames, size_t i) { return frames->frames[i].function; }

// A signal handler that comes between was not called.
static bool repeats(const struct reader_frames *frames, size_t i, size_t functions) {
  return function_of(frames, i) == function_of(frames, i - functions) && !frames->frames[i].is_handler;
}

static const char *name_of(const struct reader_frames *frames, size_t i) {
  struct reader_site site;
  return reader_sites_find(&frames->run->sites, function_of(frames, i), &site) && *site.function ? site.function : "-";
}

struct fold fold_find(const struct reader_frames *frames, size_t begin) {
  const size_t end = frames->depth ? frames->depth - 1 : 0;
  for (size_t functions = 1; functions <= FOLD_FUNCTIONS_MAX; functions++) {
    size_t i = begin + functions;
    while (i < end && repeats(frames, i, functions))
      i++;
    if (i - begin < LEAST_FRAMES)
      continue;
    const bool goes_on = i == end && i < frames->depth && repeats(frames, i, functions);
    struct fold fold = {.begin = begin, .frames = i - begin, .functions = functions, .calls = i - begin - !goes_on};
    for (size_t k = 0; k < functions; k++)
      fold.names[k] = name_of(frames, begin + k);
    return fold;
  }
  return (struct fold){.begin = begin, .frames = 1, .functions = 1};
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "fold.h"

#include "json.h"
#include "output.h"

#include <string.h>

// Shorter ones are worth their lines.
#define LEAST_FRAMES 8u

static uint32_t function_of(const struct reader_frames *frames, size_t i) { return frames->frames[i].function; }

// A signal handler that comes between was not called.
static bool repeats(const struct reader_frames *frames, size_t i, size_t functions) {
  return function_of(frames, i) == function_of(frames, i - functions) && !frames->frames[i].is_handler;
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
    return (struct fold){i - begin, functions, i - begin - !goes_on};
  }
  return (struct fold){1, 1, 0};
}

static const char *name_of(const struct reader_frames *frames, size_t i) {
  struct reader_site site;
  return reader_sites_find(&frames->run->sites, function_of(frames, i), &site) && *site.function ? site.function : "-";
}

void fold_put(FILE *out, const struct reader_frames *frames, size_t begin, const struct fold *fold) {
  for (size_t i = 0; i < fold->functions; i++) {
    const char *name = name_of(frames, begin + i);
    fputs(i == 0 ? "" : i + 1 < fold->functions ? ", " : " and ", out);
    output_text(out, name, strlen(name));
  }
  fputs(fold->functions == 1 ? " called itself " : " called each other ", out);
  output_count(out, fold->calls);
  fputs(" times", out);
}

json_t *fold_json(const struct reader_frames *frames) {
  json_t *array = json_array();
  for (size_t i = 0; i + 1 < frames->depth;) {
    const struct fold fold = fold_find(frames, i);
    if (fold.frames > 1) {
      json_t *names = json_array();
      for (size_t k = 0; k < fold.functions; k++)
        json_array_append_new(names, report_json_text(name_of(frames, i + k)));
      json_array_append_new(array,
                            json_pack("{s:I, s:I, s:o, s:I}", "frame", (json_int_t)i, "frames", (json_int_t)fold.frames,
                                      "functions", names, "calls", (json_int_t)fold.calls));
    }
    i += fold.frames;
  }
  return array;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints a recursion.

#include "fold_text.h"

#include "json.h"
#include "output.h"

#include <string.h>

void fold_put(FILE *out, const struct fold *fold) {
  for (size_t i = 0; i < fold->functions; i++) {
    fputs(i == 0 ? "" : i + 1 < fold->functions ? ", " : " and ", out);
    output_text(out, fold->names[i], strlen(fold->names[i]));
  }
  fputs(fold->functions == 1 ? " called itself " : " called each other ", out);
  output_count(out, fold->calls);
  fputs(" times", out);
}

json_t *fold_json(const struct fold *fold) {
  json_t *names = json_array();
  for (size_t i = 0; i < fold->functions; i++)
    json_array_append_new(names, report_json_text(fold->names[i]));
  return json_pack("{s:I, s:I, s:o, s:I}", "frame", (json_int_t)fold->begin, "frames", (json_int_t)fold->frames,
                   "functions", names, "calls", (json_int_t)fold->calls);
}

json_t *fold_json_of_frames(const struct reader_frames *frames) {
  json_t *array = json_array();
  for (size_t i = 0; i + 1 < frames->depth;) {
    const struct fold fold = fold_find(frames, i);
    if (fold.frames > 1)
      json_array_append_new(array, fold_json(&fold));
    i += fold.frames;
  }
  return array;
}

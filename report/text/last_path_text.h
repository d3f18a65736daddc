// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The calls around a thread's last statement, as text and as JSON.
#ifndef SOURCEPRINT_REPORT_LAST_PATH_TEXT_H
#define SOURCEPRINT_REPORT_LAST_PATH_TEXT_H

#include "output.h"
#include "report/model/last_path.h"

#include <jansson.h>

// A line for each handler and one for the calls, or nothing if none are known.
void last_path_print(FILE *out, const struct last_path *path, const struct output_colors *colors);

// New references: arrays, of the calls, and of the recursions among them.
json_t *last_path_folds(const struct last_path *path);
json_t *last_path_json(const struct last_path *path);
json_t *last_handlers_json(const struct last_path *path);

#endif

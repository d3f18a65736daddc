// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// JSON lines: a statement each, as `sourceprint log --format=json` has it.

#include "export.h"
#include "report/text/json.h"

static bool put_record(struct export *export, const struct reader_record *record, uint32_t value) {
  (void)value;
  report_json_put_record(export->file.out, record);
  return true;
}

const struct export_format export_jsonl = {
    .name = "jsonl",
    .what = "JSON lines, an object for each statement",
    .record = put_record,
};

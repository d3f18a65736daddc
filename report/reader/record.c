// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fills the words of a record from its site.

#include "record.h"

void reader_record_set_site(struct reader_record *record, const struct reader_site *site) {
  record->text.file = site->file;
  record->text.function = site->function;
  record->text.snippet = site->snippet;
  record->text.line = site->line;
  record->text.column = site->column;
  record->text.macro = site->macro;
  record->text.def_file = *site->def_file ? site->def_file : NULL;
  record->text.def_line = site->def_line;
}

void reader_record_set_time(const struct reader_run *run, struct reader_record *record, struct reader_when when) {
  const uint64_t start = run->header.start_realtime_ns;
  record->text.realtime_ns = when.from_ns;
  record->text.elapsed_ns = when.from_ns > start ? when.from_ns - start : 0;
  if (when.from_ns)
    record->text.within_ns = when.to_ns >= when.from_ns ? when.to_ns - when.from_ns : SP_RECORD_OPEN;
}

bool reader_record_resolve(const struct reader_run *run, int tid, uint64_t number, uint32_t value,
                           struct reader_record *record) {
  struct reader_site site;
  *record = (struct reader_record){.text = {.pid = run->header.pid, .tid = tid, .seq = number + 1}};
  if (!reader_sites_find(&run->sites, value, &site))
    return false;
  reader_record_set_site(record, &site);
  return true;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "reader_record.h"

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

bool reader_record_resolve(const struct reader_run *run, int tid, uint64_t number, uint32_t value,
                           struct reader_record *record) {
  struct reader_site site;
  *record = (struct reader_record){.text = {.pid = run->header.pid, .tid = tid, .seq = number + 1}};
  if (!reader_sites_find(&run->sites, value, &site))
    return false;
  reader_record_set_site(record, &site);
  return true;
}

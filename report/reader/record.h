// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A record in words, from whatever sink.
#ifndef SOURCEPRINT_REPORT_READER_RECORD_H
#define SOURCEPRINT_REPORT_READER_RECORD_H

#include "runtime/record_text.h"
#include "times.h"

struct reader_record {
  struct sp_record_text text;
};

// The record number `number`, counted from 0, of thread tid, with its site's value. Always sets *record; returns
// false if the value belongs to no site, so that file, function and snippet are not known. The texts are borrowed
// from the run's reader.
bool reader_record_resolve(const struct reader_run *run, int tid, uint64_t number, uint32_t value,
                           struct reader_record *record);

// Sets the times in record->text.
void reader_record_set_time(const struct reader_run *run, struct reader_record *record, struct reader_when when);

// Makes *record that of another site.
void reader_record_set_site(struct reader_record *record, const struct reader_site *site);

#endif

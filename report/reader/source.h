// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The threads of a run with whatever each has left, a ring or text, and their statements one after the other.
#ifndef SOURCEPRINT_REPORT_READER_SOURCE_H
#define SOURCEPRINT_REPORT_READER_SOURCE_H

#include "history.h"
#include "record.h"
#include "text_quick.h"

#include <stdio.h>

struct reader_source {
  struct reader_thread thread; // of a thread that only has text: tid alone
  bool has_ring;               //
  bool has_text;               // there is text of its thread id, which an earlier thread may have had, too
  bool is_text;                // of the sources with that text this is the first: the whole text is read with it
};

// Lists the sources of a run: threads by number, then those that only have text. Problems are told. Returns how many,
// and an array that the caller frees.
size_t reader_sources(struct reader_run *run, struct reader_source **sources);

// {0} to begin with. May be opened again for another source.
struct reader_stream {
  struct reader_run *run;         // borrowed
  struct reader_source source;    //
  struct reader_history history;  // of a ring
  uint64_t number;                // of the next statement in it
  FILE *text;                     // owned; NULL for a ring
  const double *text_done;        // borrowed from that: how much of it is read
  char *line;                     // owned; read last
  size_t line_bytes;              //
  size_t room;                    //
  struct reader_text_quick quick; // takes it apart
  uint64_t unknown;               // statements so far whose values belong to no known site
  uint64_t bad;                   // lines so far that are no records
  bool is_cut;                    // the last line is not whole
};

// Begins with the oldest statement, or with the newest `newest` ones. A run with text is read from that alone: it has
// all that the rings have. Returns false if the source has nothing to read.
bool reader_stream_open(struct reader_stream *stream, struct reader_run *run, const struct reader_source *source,
                        uint64_t newest);

// The next statement; what is lost is passed over. *value: its site's, or 0 where it is of a text. The record is
// borrowed until the next call. Returns false at the end.
bool reader_stream_next(struct reader_stream *stream, struct reader_record *record, uint32_t *value);

// The line of the record read last as it stands in its text, newline included; NULL if it is of a ring.
const char *reader_stream_line(const struct reader_stream *stream, size_t *bytes);

// How much of it is read, from 0 to 1.
double reader_stream_part(const struct reader_stream *stream);

// Tells what was damaged; once, at the end.
void reader_stream_tell(const struct reader_stream *stream);
void reader_stream_free(struct reader_stream *stream);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the files of an archive are, at its end: neither tar nor zstd, as libarchive writes it, tells that a byte has
// changed.
#ifndef SOURCEPRINT_REPORT_PACK_SUMS_H
#define SOURCEPRINT_REPORT_PACK_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define PACK_SUMS_FILE "sums" // the last one: a line for each of the others, hash and name

struct pack_sums {
  void *state;     // owned; of the file that is being read
  FILE *out;       // owned; the lines
  char *text;      //
  size_t bytes;    //
  uint64_t length; // of the file so far
};

void pack_sums_begin(struct pack_sums *sums);

// More of a file's bytes, or of zeros where it has none up to an offset; then its name.
void pack_sums_add(struct pack_sums *sums, const void *bytes, size_t count);
void pack_sums_skip(struct pack_sums *sums, uint64_t offset);
void pack_sums_end(struct pack_sums *sums, const char *name);

// The lines; the caller frees them. sums is done with: what is added from then on does not count.
char *pack_sums_finish(struct pack_sums *sums);

uint64_t pack_hash(const void *bytes, size_t count);

#endif

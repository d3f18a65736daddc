// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file "check" of a result in the cache: what must still be so for it to be used. Lines that end with a NUL: a
// letter, a hash where there is one, and a name; the last is a hash of all before.
#ifndef SOURCEPRINT_DRIVER_CACHE_CHECK_H
#define SOURCEPRINT_DRIVER_CACHE_CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

// Whether a result is whole and all that it was made from is as it was.
bool driver_cache_check(const char *result);

// Writes the lines about the files that the rewriter has looked at, listed in its file list. Returns false if that
// cannot be said for sure, because one of them changed after the rewriter started.
bool driver_cache_list_inputs(FILE *check, const char *list, struct timespec started);

// Writes the line about a file of the result's own.
bool driver_cache_list_part(FILE *check, const char *folder, const char *name);

// Writes the last line, with the hash of the bytes before it.
void driver_cache_end_list(FILE *check, const char *bytes, size_t count);

// The content of a file, and its size, or NULL.
char *driver_cache_read(const char *path, size_t *count);

#endif

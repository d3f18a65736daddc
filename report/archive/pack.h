// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Archives of runs: a folder of runs with their sources in one file, to be kept by CI or sent. A tar file that zstd
// has compressed, which other programs can unpack, too.
#ifndef SOURCEPRINT_REPORT_PACK_H
#define SOURCEPRINT_REPORT_PACK_H

#include "report/model/find.h"
#include "report/reader/run.h"

// Writes an archive of the runs to path, which must not exist. with_sources: the sources that the runs' sites name and
// that can be read, as they are now. Problems are told. Returns how many runs are in it; 0 if it could not be written,
// and there is no file then.
size_t pack_write(struct reader *reader, const struct find_runs *runs, const char *path, bool with_sources);

// Writes a folder of the runs, in the same way; the folder may exist, and its runs stay.
size_t pack_copy(struct reader *reader, const struct find_runs *runs, const char *folder, bool with_sources);

struct archive;
// Why libarchive failed, in the system's words where it has them; valid until the next call.
const char *pack_why(struct archive *archive);

// Moves what a folder holds into another one of the same file system; a run, or a source, that is there already is
// replaced. Returns false with errno if that fails.
bool pack_move(const char *from, const char *to);

// Whether a file looks like an archive.
bool pack_is_one(const char *path);

// Unpacks an archive into a new temporary folder. Nothing gets out of that, whatever the archive says, and it takes no
// more than SOURCEPRINT_UNPACK_BYTES. A signal that ends this process removes it, too. Problems are told. Returns the
// folder's path, which the caller removes with pack_remove(), or NULL.
char *pack_unpack(const char *path, struct reader_problems *problems);
extern const struct find_archives pack_archives;
void pack_remove(char *folder);

#endif

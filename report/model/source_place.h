// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where the source files of a run may be, on this machine or unpacked beside the run.
#ifndef SOURCEPRINT_REPORT_SOURCE_PLACE_H
#define SOURCEPRINT_REPORT_SOURCE_PLACE_H

#include "report/reader/run.h"

#include <argp.h>

// In a folder of runs that was packed: their sources, by their absolute paths.
#define SOURCE_FOLDER "sources"

// The option --source-root, for a command's list of children. What it is given holds for the whole process.
extern const struct argp source_root_argp;

// A name as a run has it, as the absolute path that the compiler read: with the folder in which the compiler ran, or
// where that is not known, the process started; without "." and "..". The caller frees it; aborts if memory is short.
char *source_absolute(const struct reader_run *run, const char *name);

// Runs below the folder come out of an archive: somebody else wrote what they say of sources, which must not lead to a
// file of the reader's. Theirs are looked for where --source-root says, and in the archive. The same holds for runs
// that were packed once, which name their machine.
void source_confine(const char *folder);

// The places to try, the best first; NULL behind the last one. The caller frees them by source_places_free().
char **source_places(const struct reader_run *run, const char *name);
void source_places_free(char **places);

// The absolute path of a source: where it is, by the same places; NULL if it is in none of them. The caller frees it.
char *source_existing(const struct reader_run *run, const char *name);

// The same to be shown, not to be read: if it is in none, where the compiler read it.
char *source_path(const struct reader_run *run, const char *name);

#endif

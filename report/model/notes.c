// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the notes file of a run.

#define _GNU_SOURCE

#include "notes.h"

#include "report/reader/file.h"

#include <string.h>
#include <unistd.h>

static bool is_about_filters(const char *line) {
  return strstr(line, "matches nothing in this run") || strstr(line, "nothing is recorded, the filters");
}

FILE *notes_open(const struct reader_run *run) {
  struct stat status;
  const int fd = reader_file_open(run->directory_fd, SP_NOTES_FILE, &status);
  FILE *notes = fd >= 0 ? fdopen(fd, "r") : NULL;
  if (!notes && fd >= 0)
    close(fd);
  return notes;
}

void notes_repeat_filters(struct reader_run *run) {
  static const char prefix[] = "sourceprint: ";
  char line[4096];
  FILE *notes = notes_open(run);
  while (notes && fgets(line, sizeof line, notes)) {
    line[strcspn(line, "\n")] = 0;
    if (is_about_filters(line))
      reader_remark(&run->reader->problems, "%s: %s", run->path,
                    line + (strncmp(line, prefix, sizeof prefix - 1) == 0 ? sizeof prefix - 1 : 0));
  }
  if (notes)
    fclose(notes);
}

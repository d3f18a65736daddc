// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Moves runs and their sources to their place, once all of them are written.

#define _GNU_SOURCE

#include "pack.h"

#include "common/memory.h"
#include "common/temporary.h"
#include "report/model/source_place.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_sources(const char *name) { return strncmp(name, SOURCE_FOLDER, strcspn(SOURCE_FOLDER, "/")) == 0; }

// A run as a whole: the one that is there goes away.
static bool move_run(const char *from, const char *to) {
  if (rename(from, to) == 0)
    return true;
  if (errno != ENOTEMPTY && errno != EEXIST)
    return false;
  temporary_remove(to);
  return rename(from, to) == 0;
}

// Folders are merged, files replaced.
static bool move_entry(const FTSENT *entry, const char *target) {
  switch (entry->fts_info) {
  case FTS_D:
    return mkdir(target, 0700) == 0 || errno == EEXIST;
  case FTS_F:
    return rename(entry->fts_accpath, target) == 0;
  case FTS_DP:
    return true;
  default:
    errno = entry->fts_errno;
    return false;
  }
}

static bool move_below(FTS *tree, size_t skipped, const char *to) {
  bool is_moved = true;
  for (FTSENT *entry; is_moved && (entry = fts_read(tree));) {
    char *target;
    if (asprintf(&target, "%s%s", to, entry->fts_path + skipped) < 0)
      memory_is_short();
    if (entry->fts_level == 1 && entry->fts_info == FTS_D && !is_sources(entry->fts_name)) {
      is_moved = move_run(entry->fts_accpath, target);
      fts_set(tree, entry, FTS_SKIP);
    } else if (entry->fts_level > 0) {
      is_moved = move_entry(entry, target);
    }
    free(target);
  }
  return is_moved;
}

bool pack_move(const char *from, const char *to) {
  char *const roots[] = {(char *)from, NULL};
  FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  if (!tree)
    return false;
  const bool is_moved = move_below(tree, strlen(from), to);
  const int error = errno;
  fts_close(tree);
  errno = error;
  return is_moved;
}

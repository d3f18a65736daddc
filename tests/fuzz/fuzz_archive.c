// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An archive of any bytes is unpacked: nothing comes out of it but into its folder, no more than its limit, and that
// folder goes away. For libFuzzer. The input is what zstd is made of, so that it need not learn that first; where its
// first byte is odd, it is the archive itself.

#define _GNU_SOURCE

#include "report/archive/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT 4000000 // of what is unpacked, in bytes

static char folder[64], *path;

static void must(int is_so) {
  if (!is_so)
    abort();
}

static void write_archive(const uint8_t *data, size_t size) {
  struct archive *out = archive_write_new();
  struct archive_entry *entry = archive_entry_new();
  archive_write_set_format_raw(out);
  if (size == 0 || data[0] % 2 == 0)
    archive_write_add_filter_zstd(out);
  must(archive_write_open_filename(out, path) == ARCHIVE_OK);
  archive_entry_set_filetype(entry, AE_IFREG);
  must(archive_write_header(out, entry) == ARCHIVE_OK);
  if (size > 1)
    must(archive_write_data(out, data + 1, size - 1) == (la_ssize_t)size - 1);
  must(archive_write_close(out) == ARCHIVE_OK);
  archive_entry_free(entry);
  archive_write_free(out);
}

// Only plain files and folders, and their blocks within the limit.
static void check(char *unpacked) {
  char *const roots[] = {unpacked, NULL};
  FTS *tree = fts_open(roots, FTS_PHYSICAL, NULL);
  long long blocks = 0;
  for (FTSENT *entry; tree && (entry = fts_read(tree));) {
    must(entry->fts_info == FTS_D || entry->fts_info == FTS_DP || entry->fts_info == FTS_F);
    must(entry->fts_info != FTS_F || (entry->fts_statp->st_nlink == 1 && (entry->fts_statp->st_mode & 07077) == 0));
    blocks += entry->fts_info == FTS_F ? entry->fts_statp->st_blocks : 0;
  }
  if (tree)
    fts_close(tree);
  must(blocks * 512 < 2 * LIMIT + (8 << 20)); // a block for each file's end, too
}

static size_t count_entries(void) {
  size_t count = 0;
  DIR *names = opendir(folder);
  while (names && readdir(names))
    count++;
  if (names)
    closedir(names);
  return count;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  const char *given = getenv("FUZZ_FOLDER");
  if (!given || strlen(given) >= sizeof folder || asprintf(&path, "%s/archive", given) < 0)
    abort();
  strcpy(folder, given);
  setenv("TMPDIR", folder, 1);
  setenv("SOURCEPRINT_UNPACK_BYTES", "4000000", 1);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct reader_problems problems = {0};
  write_archive(data, size);
  const size_t before = count_entries();
  if (pack_is_one(path)) {
    char *unpacked = pack_unpack(path, &problems);
    must(count_entries() == before + (unpacked != NULL));
    if (unpacked) {
      check(unpacked);
      pack_remove(unpacked);
    }
  }
  must(count_entries() == before);
  return 0;
}

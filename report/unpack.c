// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Unpacks archives of runs. They come from other people and machines, so nothing but plain files and folders comes out
// of them, and only below the folder that was made for it.

#define _GNU_SOURCE

#include "pack.h"

#include "reader_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool pack_is_one(const char *path) {
  static const char magic[] = "\x28\xb5\x2f\xfd"; // of zstd
  char begin[sizeof magic - 1] = "";
  struct stat status;
  const int fd = reader_file_open(AT_FDCWD, path, &status);
  if (fd < 0)
    return false;
  reader_file_read(fd, begin, sizeof begin, 0);
  close(fd);
  return memcmp(begin, magic, sizeof begin) == 0;
}

// Whether a name stays below the folder that it is put into.
static bool is_below(const char *name) {
  if (!name || !*name || *name == '/')
    return false;
  for (const char *part = name; part; part = strchr(part, '/')) {
    part += *part == '/';
    if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || !part[2]))
      return false;
  }
  return true;
}

static bool copy_data(struct archive *from, struct archive *to) {
  const void *block;
  size_t bytes;
  la_int64_t offset;
  int state;
  while ((state = archive_read_data_block(from, &block, &bytes, &offset)) == ARCHIVE_OK)
    if (archive_write_data_block(to, block, bytes, offset) < ARCHIVE_WARN)
      return false;
  return state == ARCHIVE_EOF;
}

// Returns NULL, or what went wrong.
static const char *unpack_entry(struct archive *from, struct archive *to, struct archive_entry *entry,
                                const char *folder) {
  const mode_t type = archive_entry_filetype(entry);
  char *path;
  if (!is_below(archive_entry_pathname(entry)) || (type != AE_IFREG && type != AE_IFDIR) ||
      archive_entry_hardlink(entry))
    return "it holds what is no file of a run";
  if (asprintf(&path, "%s/%s", folder, archive_entry_pathname(entry)) < 0)
    abort();
  archive_entry_set_pathname(entry, path);
  archive_entry_set_perm(entry, type == AE_IFDIR ? 0700 : 0600);
  free(path);
  if (archive_write_header(to, entry) < ARCHIVE_WARN || !copy_data(from, to) ||
      archive_write_finish_entry(to) < ARCHIVE_WARN)
    return archive_error_string(to) ? archive_error_string(to) : archive_error_string(from);
  return NULL;
}

// Returns how many files were unpacked; what is behind a damaged place is lost.
static size_t unpack_all(struct archive *from, struct archive *to, const char *folder, const char *path,
                         struct reader_problems *problems) {
  struct archive_entry *entry;
  size_t count = 0;
  int state;
  while ((state = archive_read_next_header(from, &entry)) == ARCHIVE_OK || state == ARCHIVE_WARN) {
    const char *wrong = unpack_entry(from, to, entry, folder);
    count += !wrong;
    if (!wrong)
      continue;
    reader_problem(problems, "%s: %s; what was unpacked so far is read", path, wrong);
    return count;
  }
  if (state != ARCHIVE_EOF)
    reader_problem(problems, "%s: %s; what was unpacked so far is read", path, archive_error_string(from));
  return count;
}

static char *make_folder(struct reader_problems *problems) {
  const char *place = getenv("TMPDIR");
  char *folder;
  if (asprintf(&folder, "%s/sourceprint-pack.XXXXXX", place && *place ? place : "/tmp") < 0)
    abort();
  if (mkdtemp(folder))
    return folder;
  reader_problem(problems, "%s: %s; set TMPDIR to a folder with room", folder, strerror(errno));
  free(folder);
  return NULL;
}

char *pack_unpack(const char *path, struct reader_problems *problems) {
  struct archive *from = archive_read_new(), *to = archive_write_disk_new();
  char *folder = make_folder(problems);
  if (!from || !to)
    abort();
  archive_read_support_filter_zstd(from);
  archive_read_support_format_tar(from);
  archive_write_disk_set_options(to, ARCHIVE_EXTRACT_SPARSE | ARCHIVE_EXTRACT_SECURE_SYMLINKS);
  size_t count = 0;
  if (folder && archive_read_open_filename(from, path, 1 << 16) == ARCHIVE_OK)
    count = unpack_all(from, to, folder, path, problems);
  else if (folder)
    reader_problem(problems, "%s: %s", path, archive_error_string(from));
  archive_read_free(from);
  archive_write_free(to);
  if (folder && !count) {
    pack_remove(folder);
    folder = NULL;
  }
  return folder;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
  (void)status;
  (void)type;
  (void)place;
  return remove(path);
}

void pack_remove(char *folder) {
  nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  free(folder);
}

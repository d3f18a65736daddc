// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Unpacks archives of runs. They come from other people and machines, so nothing but plain files and folders comes out
// of them, and only below the folder that was made for it.

#define _GNU_SOURCE

#include "pack.h"

#include "common/memory.h"
#include "common/temporary.h"
#include "pack_sums.h"
#include "report/model/source_place.h"
#include "report/reader/file.h"

#include "runtime/place.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// More than any archive of ours has.
#define SUMS_MAX (64u << 20)
#define ENTRIES_MAX 1000000u
// A ring that was never full is a hole for the most part: what files seem to have may be so many times what they take.
#define HOLES_MOST 16u
#define DEFAULT_BYTES UINT64_C(4000000000)

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

// What is being unpacked.
struct unpacker {
  struct archive *from;
  struct archive *to;
  const char *folder;
  struct pack_sums sums; // of the files so far
  size_t count;          // of them
  uint64_t limit;        // of their bytes
  uint64_t written;      // bytes so far,
  uint64_t seeming;      // and with holes
  bool is_too_large;     //
  bool is_unwritable;    // the disk is full, say
  bool is_whole;         // the sums were there, and are the same
};

static bool is_within(struct unpacker *u) {
  u->is_too_large |= u->written > u->limit || u->seeming / HOLES_MOST > u->limit || u->count >= ENTRIES_MAX;
  return !u->is_too_large;
}

static bool copy_data(struct unpacker *u, uint64_t size) {
  const void *block;
  size_t bytes;
  la_int64_t offset;
  int state;
  while ((state = archive_read_data_block(u->from, &block, &bytes, &offset)) == ARCHIVE_OK) {
    u->written += bytes;
    // A write that failed is no more than a warning to libarchive.
    u->is_unwritable = is_within(u) && archive_write_data_block(u->to, block, bytes, offset) < ARCHIVE_OK;
    if (u->is_too_large || u->is_unwritable)
      return false;
    pack_sums_skip(&u->sums, (uint64_t)offset);
    pack_sums_add(&u->sums, block, bytes);
  }
  pack_sums_skip(&u->sums, size);
  return state == ARCHIVE_EOF;
}

// Compares what stands at the archive's end with what came out of it.
static void check_sums(struct unpacker *u, struct archive_entry *entry) {
  const size_t bytes = (size_t)archive_entry_size(entry);
  char *wanted = pack_sums_finish(&u->sums), *found = bytes < SUMS_MAX ? calloc(1, bytes + 1) : NULL;
  u->is_whole = found && archive_read_data(u->from, found, bytes) == (la_ssize_t)bytes && strcmp(found, wanted) == 0;
  free(wanted);
  free(found);
}

static const char *why_unwritable(struct unpacker *u) {
  static char why[PATH_MAX + 256];
  snprintf(why, sizeof why, "it cannot be unpacked into %s: %s; set TMPDIR to a folder with room", u->folder,
           pack_why(u->to));
  return why;
}

// Returns NULL, or what went wrong.
static const char *unpack_entry(struct unpacker *u, struct archive_entry *entry) {
  const mode_t type = archive_entry_filetype(entry);
  const char *name = archive_entry_pathname(entry);
  char *path;
  if (!is_below(name) || (type != AE_IFREG && type != AE_IFDIR) || archive_entry_hardlink(entry))
    return "it holds what is no file of a run";
  char *copy = strdup(name);
  if (!copy || asprintf(&path, "%s/%s", u->folder, name) < 0)
    memory_is_short();
  archive_entry_set_pathname(entry, path);
  archive_entry_set_perm(entry, type == AE_IFDIR ? 0700 : 0600);
  u->seeming += (uint64_t)archive_entry_size(entry);
  u->is_unwritable = is_within(u) && archive_write_header(u->to, entry) < ARCHIVE_OK;
  bool is_done = !u->is_too_large && !u->is_unwritable && copy_data(u, (uint64_t)archive_entry_size(entry));
  if (is_done && archive_write_finish_entry(u->to) < ARCHIVE_OK) {
    u->is_unwritable = true;
    is_done = false;
  }
  if (type == AE_IFREG)
    pack_sums_end(&u->sums, copy);
  free(copy);
  free(path);
  if (is_done)
    return NULL;
  if (u->is_too_large)
    return "it would take more than SOURCEPRINT_UNPACK_BYTES allows; set that to unpack it";
  return u->is_unwritable ? why_unwritable(u) : archive_error_string(u->from);
}

// What is behind a damaged place is lost. Returns NULL, or what went wrong.
static const char *unpack_all(struct unpacker *u) {
  struct archive_entry *entry;
  int state;
  while ((state = archive_read_next_header(u->from, &entry)) == ARCHIVE_OK || state == ARCHIVE_WARN) {
    const char *name = archive_entry_pathname(entry);
    if (name && strcmp(name, PACK_SUMS_FILE) == 0) {
      check_sums(u, entry);
      return u->is_whole ? NULL : "the archive is damaged, its files are not what was packed";
    }
    const char *wrong = unpack_entry(u, entry);
    if (wrong)
      return wrong;
    u->count++;
  }
  return state == ARCHIVE_EOF ? "the archive is cut" : archive_error_string(u->from);
}

static char *make_folder(struct reader_problems *problems) {
  const char *place = getenv("TMPDIR");
  char *folder;
  if (asprintf(&folder, "%s/sourceprint-pack.XXXXXX", place && *place ? place : "/tmp") < 0)
    memory_is_short();
  if (temporary_make(folder))
    return folder;
  reader_problem(problems, "%s: %s; set TMPDIR to a folder with room", folder, strerror(errno));
  free(folder);
  return NULL;
}

static uint64_t limit_of_bytes(void) {
  const char *setting = sp_setting("UNPACK_BYTES");
  char *end = NULL;
  errno = 0;
  const unsigned long long limit = setting ? strtoull(setting, &end, 10) : 0;
  return setting && *setting != '-' && *end == '\0' && errno == 0 && limit ? limit : DEFAULT_BYTES;
}

char *pack_unpack(const char *path, struct reader_problems *problems) {
  struct archive *from = archive_read_new(), *to = archive_write_disk_new();
  char *folder = make_folder(problems);
  if (!from || !to)
    memory_is_short();
  archive_read_support_filter_zstd(from);
  archive_read_support_format_tar(from);
  archive_write_disk_set_options(to, ARCHIVE_EXTRACT_SPARSE | ARCHIVE_EXTRACT_SECURE_SYMLINKS);
  struct unpacker u = {.from = from, .to = to, .folder = folder, .limit = limit_of_bytes()};
  pack_sums_begin(&u.sums);
  if (folder) {
    const bool is_open = archive_read_open_filename(from, path, 1 << 16) == ARCHIVE_OK;
    const char *wrong = is_open ? unpack_all(&u) : archive_error_string(from);
    u.count = u.is_too_large || u.is_unwritable ? 0 : u.count;
    if (wrong)
      reader_problem(problems, "%s: %s%s", path, wrong, u.count ? "; what was unpacked so far is read" : "");
  }
  if (u.sums.state)
    free(pack_sums_finish(&u.sums));
  archive_read_free(from);
  archive_write_free(to);
  if (folder && !u.count) {
    pack_remove(folder);
    folder = NULL;
  }
  return folder;
}

void pack_remove(char *folder) {
  temporary_remove(folder);
  free(folder);
}

static char *open_archive(const char *path, struct reader_problems *problems) {
  char *folder = pack_unpack(path, problems);
  if (folder)
    source_confine(folder);
  return folder;
}

const struct find_archives pack_archives = {.is_one = pack_is_one, .open = open_archive, .remove = pack_remove};

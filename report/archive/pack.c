// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes runs, and the sources that their sites name, through libarchive: into an archive, or into a folder.

#define _GNU_SOURCE

#include "pack.h"

#include "common/memory.h"
#include "common/temporary.h"
#include "pack_sums.h"
#include "report/model/source_place.h"
#include "report/reader/file.h"
#include "report/reader/machine.h"
#include "report/reader/tally.h"
#include "report/reader/window.h"
#include "report/text/progress.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#define BLOCK_BYTES (1u << 20)
// A larger file is no source text.
#define SOURCE_MAX (64 << 20)

// What files are put into: an archive or a folder.
struct packer {
  struct reader_problems *problems;
  struct archive *out; // owned
  const char *prefix;  // before all names: "", or the folder and a slash
  const char *target;  // for messages
  bool with_sums;      // PACK_SUMS_FILE is put at the end
  struct tally names;  // hashes of the names of runs and sources that are in it
  struct pack_sums sums;
  unsigned char *block;
  int64_t done, whole; // bytes of the run's files, for the progress
  bool has_failed;
};

const char *pack_why(struct archive *archive) {
  const char *words = archive_error_string(archive);
  const int number = archive_errno(archive);
  return number > 0 ? strerror(number) : words ? words : "no reason is known";
}

static bool fail(struct packer *packer, const char *what, const char *why) {
  if (!packer->has_failed)
    reader_problem(packer->problems, "%s: %s: %s", packer->target, what, why);
  packer->has_failed = true;
  return false;
}

// True the first time.
static bool take_name(struct packer *packer, const char *name) {
  const uint64_t hash = pack_hash(name, strlen(name)) | 1;
  const bool is_new = tally_find(&packer->names, hash)->key == 0;
  if (is_new)
    tally_add(&packer->names, hash, 1);
  return is_new;
}

static struct archive_entry *new_entry(struct packer *packer, const char *name, mode_t type, int64_t bytes) {
  char *path;
  struct archive_entry *entry = archive_entry_new();
  if (!entry || asprintf(&path, "%s%s", packer->prefix, name) < 0)
    memory_is_short();
  archive_entry_set_pathname(entry, path);
  archive_entry_set_filetype(entry, type);
  archive_entry_set_perm(entry, 0600);
  archive_entry_set_size(entry, bytes);
  free(path);
  return entry;
}

// What the file has no blocks for is no data of the archive either: rings are set aside long before they are filled.
static void note_holes(struct archive_entry *entry, int fd, int64_t bytes) {
  for (off_t at = 0; at < bytes;) {
    const off_t data = lseek(fd, at, SEEK_DATA);
    if (data < 0)
      break;
    const off_t hole = lseek(fd, data, SEEK_HOLE);
    at = hole > data ? hole : bytes;
    archive_entry_sparse_add_entry(entry, data, (at < bytes ? at : bytes) - data);
  }
}

static bool put_header(struct packer *packer, struct archive_entry *entry) {
  const bool is_put = archive_write_header(packer->out, entry) >= ARCHIVE_WARN;
  return is_put || fail(packer, archive_entry_pathname(entry), pack_why(packer->out));
}

static bool put_bytes(struct packer *packer, const char *name, const void *bytes, size_t count) {
  const bool is_put = archive_write_data(packer->out, bytes, count) >= 0;
  pack_sums_add(&packer->sums, bytes, count);
  return is_put || fail(packer, name, pack_why(packer->out));
}

static bool put_text(struct packer *packer, const char *name, const char *text) {
  struct archive_entry *entry = new_entry(packer, name, AE_IFREG, (int64_t)strlen(text));
  const bool is_put = put_header(packer, entry) && put_bytes(packer, name, text, strlen(text));
  pack_sums_end(&packer->sums, name);
  archive_entry_free(entry);
  return is_put;
}

// A file that grows meanwhile is cut to what it was, and one that shrinks is filled up with zeros.
static bool put_content(struct packer *packer, const char *name, int fd, int64_t bytes) {
  for (int64_t at = 0; at < bytes;) {
    const size_t wanted = bytes - at < BLOCK_BYTES ? (size_t)(bytes - at) : BLOCK_BYTES;
    const size_t got = reader_file_read(fd, packer->block, wanted, (uint64_t)at);
    memset(packer->block + got, 0, wanted - got);
    if (!put_bytes(packer, name, packer->block, wanted))
      return false;
    at += (int64_t)wanted;
    packer->done += (int64_t)wanted;
    progress_step(packer->done < packer->whole ? (double)packer->done / (double)packer->whole : 1);
  }
  return true;
}

static bool put_file(struct packer *packer, const char *name, int fd, const struct stat *status) {
  struct archive_entry *entry = new_entry(packer, name, AE_IFREG, status->st_size);
  archive_entry_set_mtime(entry, status->st_mtim.tv_sec, status->st_mtim.tv_nsec);
  note_holes(entry, fd, status->st_size);
  const bool is_put = put_header(packer, entry) && put_content(packer, name, fd, status->st_size);
  pack_sums_end(&packer->sums, name);
  archive_entry_free(entry);
  return is_put;
}

// One file of a run's directory.
static bool put_run_file(struct packer *packer, const struct reader_run *run, const char *file) {
  struct stat status;
  char *name;
  const int fd = reader_file_open(run->directory_fd, file, &status);
  if (fd < 0)
    return true; // a text file that has become another one, or nothing of a run
  if (asprintf(&name, "%s/%s", run->name, file) < 0)
    memory_is_short();
  const bool is_put = put_file(packer, name, fd, &status);
  free(name);
  close(fd);
  return is_put;
}

// Whether the machine is known already: the run was packed before.
static bool put_machine(struct packer *packer, const struct reader_run *run) {
  struct utsname machine;
  char *name;
  if (faccessat(run->directory_fd, MACHINE_FILE, F_OK, 0) == 0 || uname(&machine) != 0)
    return true;
  if (asprintf(&name, "%s/" MACHINE_FILE, run->name) < 0)
    memory_is_short();
  const bool is_put = put_text(packer, name, machine.nodename);
  free(name);
  return is_put;
}

static int64_t bytes_of(DIR *directory) {
  int64_t bytes = 0;
  struct stat status;
  for (struct dirent *file; (file = readdir(directory));)
    if (fstatat(dirfd(directory), file->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode))
      bytes += status.st_size;
  rewinddir(directory);
  return bytes;
}

static bool put_run(struct packer *packer, const struct reader_run *run) {
  const int fd = openat(run->directory_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *directory = fd >= 0 ? fdopendir(fd) : NULL;
  if (!directory)
    return fail(packer, run->path, strerror(errno));
  packer->done = 0;
  packer->whole = bytes_of(directory);
  bool is_put = put_machine(packer, run);
  for (struct dirent *file; is_put && (file = readdir(directory));)
    if (file->d_name[0] != '.')
      is_put = put_run_file(packer, run, file->d_name);
  closedir(directory);
  return is_put;
}

static bool put_source(struct packer *packer, const struct reader_run *run, const char *file) {
  struct stat status;
  char *absolute = *file ? source_absolute(run, file) : NULL, *name = NULL, *path = NULL;
  if (!absolute)
    return true;
  if (asprintf(&name, SOURCE_FOLDER "%s", absolute) < 0)
    memory_is_short();
  bool is_put = true;
  if (take_name(packer, name) && (path = source_existing(run, file))) {
    const int fd = reader_file_open(AT_FDCWD, path, &status);
    if (fd >= 0 && status.st_size <= SOURCE_MAX)
      is_put = put_file(packer, name, fd, &status);
    if (fd >= 0)
      close(fd);
  }
  free(absolute);
  free(name);
  free(path);
  return is_put;
}

static bool put_table_sources(struct packer *packer, const struct reader_run *run, const struct reader_table *table) {
  // Sites of a file stand together: their texts are one text of the table.
  const char *before[2] = {"", ""};
  for (uint64_t k = 0; k < reader_table_sites(table); k++) {
    const struct reader_site site = reader_table_site(table, k);
    if (site.file != before[0] && !put_source(packer, run, site.file))
      return false;
    if (site.def_file != before[1] && !put_source(packer, run, site.def_file))
      return false;
    before[0] = site.file;
    before[1] = site.def_file;
  }
  return true;
}

static bool put_sources(struct packer *packer, const struct reader_run *run) {
  for (size_t i = 0; i < run->module_count; i++) {
    const struct reader_section *section = run->modules[i].section;
    for (size_t j = 0; section && j < section->table_count; j++)
      if (!put_table_sources(packer, run, &section->tables[j]))
        return false;
  }
  return true;
}

static size_t put_all(struct packer *packer, struct reader *reader, const struct find_runs *runs, bool with_sources) {
  size_t put = 0;
  packer->problems = &reader->problems;
  packer->block = malloc(BLOCK_BYTES);
  tally_begin(&packer->names);
  pack_sums_begin(&packer->sums);
  for (size_t i = 0; packer->block && i < runs->count && !packer->has_failed; i++) {
    progress_run(i, runs->count);
    struct reader_run *run = reader_run_open(reader, runs->paths[i]);
    if (!run)
      continue;
    if (!take_name(packer, run->name))
      reader_problem(&reader->problems, "%s: there is another run of this name, this one is left out", run->path);
    else if (put_run(packer, run) && (!with_sources || put_sources(packer, run)))
      put++;
    reader_windows_tell(run); // who gets the archive cannot copy the run again
    reader_run_close(run);
  }
  progress_end();
  char *sums = pack_sums_finish(&packer->sums);
  if (put && !packer->has_failed && packer->with_sums)
    put_text(packer, PACK_SUMS_FILE, sums);
  free(sums);
  if (archive_write_close(packer->out) < ARCHIVE_WARN)
    fail(packer, "it could not be finished", pack_why(packer->out));
  archive_write_free(packer->out);
  tally_free(&packer->names);
  free(packer->block);
  return packer->has_failed ? 0 : put;
}

size_t pack_write(struct reader *reader, const struct find_runs *runs, const char *path, bool with_sources) {
  char *draft;
  struct packer packer = {.out = archive_write_new(), .prefix = "", .target = path, .with_sums = true};
  if (!packer.out || asprintf(&draft, "%s.part", path) < 0)
    memory_is_short();
  archive_write_set_format_pax_restricted(packer.out);
  archive_write_add_filter_zstd(packer.out);
  size_t put = 0;
  temporary_add(draft);
  if (archive_write_open_filename(packer.out, draft) == ARCHIVE_OK) {
    put = put_all(&packer, reader, runs, with_sources);
  } else {
    reader_problem(&reader->problems, "%s: %s", path, pack_why(packer.out));
    archive_write_free(packer.out);
  }
  if (put && rename(draft, path) != 0) {
    reader_problem(&reader->problems, "%s: %s", path, strerror(errno));
    put = 0;
  }
  if (!put)
    unlink(draft);
  temporary_drop(draft);
  free(draft);
  return put;
}

// Everything goes into a folder of its own there first: a disk that is full leaves nothing behind.
size_t pack_copy(struct reader *reader, const struct find_runs *runs, const char *folder, bool with_sources) {
  char *draft, *prefix;
  struct packer packer = {.out = archive_write_disk_new(), .target = folder};
  if (!packer.out || asprintf(&draft, "%s/.merge.XXXXXX", folder) < 0)
    memory_is_short();
  size_t put = 0;
  if (!temporary_make(draft)) {
    reader_problem(&reader->problems, "%s: %s", folder, strerror(errno));
    archive_write_free(packer.out);
    free(draft);
    return 0;
  }
  if (asprintf(&prefix, "%s/", draft) < 0)
    memory_is_short();
  packer.prefix = prefix;
  archive_write_disk_set_options(packer.out, ARCHIVE_EXTRACT_SPARSE | ARCHIVE_EXTRACT_TIME);
  put = put_all(&packer, reader, runs, with_sources);
  if (put && !pack_move(draft, folder)) {
    reader_problem(&reader->problems, "%s: not all runs could be put there: %s", folder, strerror(errno));
    put = 0;
  }
  free(prefix);
  pack_remove(draft);
  return put;
}

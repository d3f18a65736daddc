// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How results come into the cache: whole, by a rename.
#define _GNU_SOURCE
#include "cache.h"

#include "cache_check.h"
#include "hash.h"
#include "process.h"
#include "rewriter_status.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Puts bytes into a new file.
static bool write_new(const char *path, const char *bytes, size_t count) {
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    return false;
  bool good = true;
  for (ssize_t written; good && count > 0; bytes += written, count -= (size_t)written)
    good = (written = write(file, bytes, count)) > 0;
  return close(file) == 0 && good;
}

// A link where both are on one file system, else a copy: neither is changed any more.
static bool take_file(const char *from, const char *to) {
  if (link(from, to) == 0)
    return true;
  size_t count = 0;
  char *bytes = driver_cache_read(from, &count);
  bool good = bytes && write_new(to, bytes, count);
  free(bytes);
  return good;
}

// Takes the rewriter's files into the new folder and lists them. Returns their bytes, or 0.
static uint64_t take_parts(FILE *check, const char *tree, const char *folder) {
  DIR *names = opendir(tree);
  uint64_t bytes = 0;
  bool good = names;
  for (struct dirent *name; good && (name = readdir(names));) {
    if (name->d_name[0] == '.' || strcmp(name->d_name, SP_REWRITER_FILES_FILE) == 0)
      continue;
    struct stat status;
    char *part = driver_format("%s/%s", folder, name->d_name);
    good = take_file(driver_format("%s/%s", tree, name->d_name), part) && stat(part, &status) == 0 &&
           driver_cache_list_part(check, folder, name->d_name);
    bytes += good ? (uint64_t)status.st_size : 0;
  }
  if (names)
    closedir(names);
  return good ? bytes : 0;
}

// Fills the new folder; returns the name of the result, or NULL.
static const char *fill(const char *key, const char *tree, const char *folder, struct timespec started) {
  char *bytes = NULL;
  size_t count = 0;
  FILE *check = open_memstream(&bytes, &count);
  if (!check)
    return NULL;
  bool good = driver_cache_list_inputs(check, driver_format("%s/" SP_REWRITER_FILES_FILE, tree), started);
  fflush(check);
  struct driver_hash inputs = driver_hash_bytes(bytes, count);
  uint64_t parts = good ? take_parts(check, tree, folder) : 0;
  fflush(check);
  driver_cache_end_list(check, bytes, count);
  good = fclose(check) == 0 && parts > 0 && write_new(driver_format("%s/check", folder), bytes, count);
  free(bytes);
  return good ? driver_format("%s-%.16s.%ju", key, inputs.digits, (uintmax_t)parts + count) : NULL;
}

// Gives the new folder its name. Another compile may have been first; what it left, and may be using, stays unless it
// is damaged.
static bool place(const char *folder, const char *result) {
  if (rename(folder, result) == 0)
    return true;
  if ((errno != ENOTEMPTY && errno != EEXIST) || driver_cache_check(result))
    return false;
  driver_remove_folder(result);
  return rename(folder, result) == 0;
}

void driver_cache_keep(const struct driver_cache *cache, const char *key, const char *tree, struct timespec started) {
  if (access(driver_format("%s/" SP_REWRITER_FILES_FILE, tree), R_OK) != 0)
    return;
  char *shard = driver_format("%s/%.2s", cache->folder, key);
  mkdir(shard, 0700);
  char *folder = driver_format("%s/.new-XXXXXX", shard);
  if (!mkdtemp(folder))
    return;
  const char *name = fill(key, tree, folder, started);
  if (!name || !place(folder, driver_format("%s/%s", shard, name))) {
    driver_remove_folder(folder);
    return;
  }
  // Looking through the whole cache takes milliseconds: not at each small result.
  uint64_t bytes = strtoull(strrchr(name, '.') + 1, NULL, 10);
  if (bytes > cache->limit / 64 || name[strlen(key) + 1] == '0')
    driver_cache_trim(cache);
}

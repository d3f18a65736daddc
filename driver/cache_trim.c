// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How results leave the cache: those that were not used for longest first.
#define _GNU_SOURCE
#include "cache.h"

#include "process.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STALE_SECONDS = 3600 }; // what a killed compile has left behind

struct result {
  char *path;
  uint64_t bytes;
  struct timespec used;
};

struct results {
  struct result *result;
  size_t count, room;
  uint64_t bytes;
};

static void add(struct results *all, char *path, uint64_t bytes) {
  if (all->count == all->room) {
    all->room = all->room ? all->room * 2 : 256;
    struct result *more = driver_allocate(all->room * sizeof *more);
    for (size_t i = 0; i < all->count; i++)
      more[i] = all->result[i];
    free(all->result);
    all->result = more;
  }
  all->result[all->count++] = (struct result){.path = path, .bytes = bytes};
  all->bytes += bytes;
}

static void collect(struct results *all, const char *shard) {
  DIR *names = opendir(shard);
  for (struct dirent *name; names && (name = readdir(names));) {
    char *path = driver_format("%s/%s", shard, name->d_name);
    const char *bytes = strrchr(name->d_name, '.');
    struct stat status;
    if (strncmp(name->d_name, ".new-", 5) == 0) {
      if (stat(path, &status) == 0 && status.st_mtim.tv_sec < time(NULL) - STALE_SECONDS)
        driver_remove_folder(path);
    } else if (bytes && bytes != name->d_name && bytes[1]) {
      add(all, path, strtoull(bytes + 1, NULL, 10));
    }
  }
  if (names)
    closedir(names);
}

static int by_use(const void *left, const void *right) {
  const struct result *a = left, *b = right;
  if (a->used.tv_sec != b->used.tv_sec)
    return a->used.tv_sec < b->used.tv_sec ? -1 : 1;
  return (a->used.tv_nsec > b->used.tv_nsec) - (a->used.tv_nsec < b->used.tv_nsec);
}

// Removes a result, unless a compile uses it.
static bool drop(const struct result *result) {
  int folder = open(result->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool free_now = folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) == 0;
  if (free_now)
    driver_remove_folder(result->path);
  if (folder >= 0)
    close(folder);
  return free_now;
}

void driver_cache_trim(const struct driver_cache *cache) {
  struct results all = {0};
  for (unsigned shard = 0; shard < 256; shard++)
    collect(&all, driver_format("%s/%02x", cache->folder, shard));
  if (all.bytes <= cache->limit)
    return;
  for (size_t i = 0; i < all.count; i++) {
    struct stat status;
    if (stat(all.result[i].path, &status) == 0)
      all.result[i].used = status.st_mtim;
  }
  qsort(all.result, all.count, sizeof *all.result, by_use);
  for (size_t i = 0; i < all.count && all.bytes > cache->limit / 10 * 9; i++)
    if (drop(&all.result[i]))
      all.bytes -= all.result[i].bytes;
}

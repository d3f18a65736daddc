// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "cache.h"

#include "cache_check.h"
#include "process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_LIMIT 2000000000 // bytes

// Makes a folder and those above it, for this user alone.
static bool make_folders(const char *path) {
  char *name = driver_format("%s/", path);
  for (char *slash = strchr(name + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(name, 0700);
    *slash = '/';
  }
  free(name);
  return access(path, W_OK | X_OK) == 0;
}

static const char *default_folder(void) {
  const char *caches = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
  if (caches && caches[0] == '/')
    return driver_format("%s/sourceprint/rewritten", caches);
  return home && home[0] == '/' ? driver_format("%s/.cache/sourceprint/rewritten", home) : NULL;
}

const char *driver_cache_folder(const char *folder) { return folder ? folder : default_folder(); }

struct driver_cache driver_cache_open(const char *folder, const char *size) {
  struct driver_cache cache = {.limit = DEFAULT_LIMIT};
  if (size) {
    char *end;
    errno = 0;
    unsigned long long bytes = strtoull(size, &end, 10);
    if (errno == 0 && end != size && *end == '\0' && size[0] != '-')
      cache.limit = bytes;
  }
  if (cache.limit == 0)
    return cache;
  folder = driver_cache_folder(folder);
  if (folder && make_folders(folder))
    cache.folder = folder;
  return cache;
}

// Locks a result against removal, for as long as this process lives.
static bool hold(const char *result) {
  int folder = open(result, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    return false;
  if (flock(folder, LOCK_SH | LOCK_NB) == 0 && driver_cache_check(result)) {
    futimens(folder, NULL); // used now
    return true;
  }
  close(folder);
  return false;
}

const char *driver_cache_find(const struct driver_cache *cache, const char *key) {
  char *shard = driver_format("%s/%.2s", cache->folder, key);
  DIR *names = opendir(shard);
  const char *found = NULL;
  for (struct dirent *name; names && !found && (name = readdir(names));) {
    if (strncmp(name->d_name, key, strlen(key)) != 0)
      continue;
    char *result = driver_format("%s/%s", shard, name->d_name);
    if (hold(result))
      found = result;
  }
  if (names)
    closedir(names);
  return found;
}

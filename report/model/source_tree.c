// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lists the files of a folder and hashes what each contains.

#define _GNU_SOURCE

#include "source_tree.h"

#include "common/child.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool hash_link(int folder, const char *path, XXH128_hash_t *hash) {
  char target[PATH_MAX];
  const ssize_t length = readlinkat(folder, path, target, sizeof target);
  if (length < 0)
    return false;
  *hash = XXH3_128bits_withSeed(target, (size_t)length, 1); // another seed: a link is no file with that text
  return true;
}

static bool hash_file(int folder, const char *path, XXH128_hash_t *hash) {
  static char buffer[1 << 16];
  XXH3_state_t *state = XXH3_createState();
  // No pipe that took the place of a file may keep us waiting.
  const int file = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  ssize_t bytes = -1;
  if (state && file >= 0 && XXH3_128bits_reset(state) == XXH_OK) {
    while ((bytes = read(file, buffer, sizeof buffer)) > 0)
      XXH3_128bits_update(state, buffer, (size_t)bytes);
    *hash = XXH3_128bits_digest(state);
  }
  const int error = errno;
  if (file >= 0)
    close(file);
  XXH3_freeState(state);
  errno = error;
  return bytes == 0;
}

// False with errno set if there is no such file, or if it cannot be read.
static bool hash_path(int folder, const char *path, XXH128_hash_t *hash) {
  struct stat status;
  if (fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return false;
  if (S_ISLNK(status.st_mode))
    return hash_link(folder, path, hash);
  if (S_ISREG(status.st_mode))
    return hash_file(folder, path, hash);
  errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
  return false;
}

static bool add(struct source_tree *tree, const char *path) {
  if (tree->count == tree->room) {
    const size_t room = tree->room ? 2 * tree->room : 256;
    struct source_tree_file *files = reallocarray(tree->files, room, sizeof *files);
    if (!files)
      return false;
    tree->files = files;
    tree->room = room;
  }
  struct source_tree_file *file = &tree->files[tree->count];
  file->path = strdup(path);
  if (!file->path)
    return false;
  tree->count++;
  return true;
}

static bool add_tracked(struct source_tree *tree) {
  const char *words[] = {
      "env",        "-u",       "GIT_DIR", "-u",       "GIT_WORK_TREE",        "-u", "GIT_INDEX_FILE", "git", "-C",
      tree->folder, "ls-files", "-z",      "--cached", "--recurse-submodules", NULL};
  size_t bytes = 0;
  char *list = child_output((char *const *)words, &bytes);
  bool is_added = true;
  for (size_t at = 0; list && is_added && at < bytes; at += strlen(list + at) + 1)
    is_added = add(tree, list + at);
  free(list);
  return is_added;
}

static bool add_all(struct source_tree *tree) {
  char *const roots[] = {(char *)tree->folder, NULL};
  FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
  bool is_added = walk != NULL;
  for (FTSENT *entry; is_added && (entry = fts_read(walk)) != NULL;) {
    const char *path = entry->fts_path + strlen(tree->folder);
    path += strspn(path, "/");
    switch (entry->fts_info) {
    case FTS_D:
      if (entry->fts_level > 0 && strcmp(entry->fts_name, ".git") == 0)
        fts_set(walk, entry, FTS_SKIP);
      break;
    case FTS_F:
    case FTS_SL:
    case FTS_SLNONE:
      is_added = add(tree, path);
      break;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
      errno = entry->fts_errno;
      is_added = false;
      break;
    default:
      break;
    }
  }
  if (walk)
    fts_close(walk);
  return is_added;
}

static int by_path(const void *a, const void *b) {
  return strcmp(((const struct source_tree_file *)a)->path, ((const struct source_tree_file *)b)->path);
}

// Reads what all files contain. What git tracks and is not there is no source: it cannot be changed.
static bool hash_all(struct source_tree *tree, int folder, const char *command) {
  size_t kept = 0;
  for (size_t i = 0; i < tree->count; i++) {
    struct source_tree_file *file = &tree->files[i];
    if (hash_path(folder, file->path, &file->hash)) {
      tree->files[kept++] = *file;
    } else if (tree->is_git && (errno == ENOENT || errno == EISDIR)) {
      free(file->path);
    } else {
      fprintf(stderr, "%s: cannot read %s/%s: %s\n", command, tree->folder, file->path, strerror(errno));
      return false;
    }
  }
  tree->count = kept;
  return true;
}

bool source_tree_read(struct source_tree *tree, const char *folder, const char *command) {
  *tree = (struct source_tree){.folder = folder};
  const int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool is_read = at >= 0 && add_tracked(tree);
  tree->is_git = tree->count > 0;
  if (is_read && !tree->is_git)
    is_read = add_all(tree);
  if (!is_read) {
    fprintf(stderr, "%s: cannot read the folder %s: %s\n", command, folder, strerror(errno));
  } else {
    qsort(tree->files, tree->count, sizeof *tree->files, by_path);
    is_read = hash_all(tree, at, command);
  }
  if (at >= 0)
    close(at);
  return is_read;
}

size_t source_tree_compare(const struct source_tree *tree, const char *command) {
  size_t changed = 0;
  const int folder = open(tree->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (size_t i = 0; i < tree->count; i++) {
    const struct source_tree_file *file = &tree->files[i];
    XXH128_hash_t now;
    const char *what = NULL;
    if (folder < 0 || !hash_path(folder, file->path, &now))
      what = folder < 0 || errno == ENOENT || errno == ENOTDIR ? "removed" : "no longer readable";
    else if (!XXH128_isEqual(now, file->hash))
      what = "changed";
    if (!what)
      continue;
    changed++;
    fprintf(stderr, "%s: %s: %s/%s\n", command, what, tree->folder, file->path);
  }
  if (folder >= 0)
    close(folder);
  return changed;
}

void source_tree_free(struct source_tree *tree) {
  for (size_t i = 0; i < tree->count; i++)
    free(tree->files[i].path);
  free(tree->files);
}

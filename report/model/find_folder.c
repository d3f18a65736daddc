// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the names and headers in a folder, leaves out other users' runs, and connects children with their parents.

#define _GNU_SOURCE

#include "find_folder.h"

#include "find.h"
#include "report/reader/file.h"
#include "report/reader/header.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool find_is_run_name(const char *name) {
  static const char form[] = "00000000T000000.000000000-";
  for (size_t i = 0; i < sizeof form - 1; i++)
    if (form[i] == '0' ? !isdigit((unsigned char)name[i]) : name[i] != form[i])
      return false;
  const char *program = name + sizeof form - 1;
  // Without /proc the program has no name.
  const char *dash = strrchr(program, '-');
  return dash && dash >= program && dash[1] && strspn(dash + 1, "0123456789") == strlen(dash + 1);
}

void find_folder_free(struct find_folder *folder) {
  for (size_t i = 0; i < folder->count; i++)
    free(folder->runs[i].name);
  free(folder->runs);
}

// What is wrong with a run is told when it is shown. Here its parent and its end are wanted, and whether it is one at
// all: a process that ended while it made its run has left a file without a header.
static enum reader_header_state look_at(int directory_fd, const char *name, struct find_candidate *run) {
  struct sp_run_header header;
  struct stat status;
  char *path;
  run->event = find_event_of_name(name);
  if (asprintf(&path, "%s/" SP_RUN_FILE, name) < 0)
    return READER_HEADER_UNREADABLE;
  const int fd = reader_file_open(directory_fd, path, &status);
  free(path);
  if (fd < 0)
    return READER_HEADER_UNREADABLE;
  const enum reader_header_state state = reader_header_read(fd, &header);
  if (state == READER_HEADER_SOUND || state == READER_HEADER_DAMAGED) {
    memcpy(run->parent, header.parent_run, sizeof header.parent_run);
    run->event = find_event_read(fd, &header, run->event);
  }
  close(fd);
  return state;
}

static bool has_run_file(int directory_fd, const char *name) {
  struct stat status;
  char *path;
  if (asprintf(&path, "%s/" SP_RUN_FILE, name) < 0)
    return false;
  const bool has = fstatat(directory_fd, path, &status, 0) == 0;
  free(path);
  return has;
}

static void note_unfinished(struct find_folder *folder, const char *name) {
  folder->unfinished_count++;
  if (strcmp(name, folder->newest_unfinished) > 0)
    snprintf(folder->newest_unfinished, sizeof folder->newest_unfinished, "%s", name);
}

// Returns false if there is no memory.
static bool folder_add(struct find_folder *folder, int directory_fd, const char *name) {
  struct find_candidate found = {0};
  if (look_at(directory_fd, name, &found) == READER_HEADER_UNFINISHED) {
    note_unfinished(folder, name);
    return true;
  }
  if (folder->count == folder->room) {
    const size_t room = folder->room ? 2 * folder->room : 64;
    struct find_candidate *more = realloc(folder->runs, room * sizeof *more);
    if (!more)
      return false;
    folder->runs = more;
    folder->room = room;
  }
  found.name = strdup(name);
  folder->runs[folder->count] = found;
  folder->count += found.name != NULL;
  return found.name != NULL;
}

// Names begin with the time of the start, so their order is that of time.
static int compare_candidates(const void *a, const void *b) {
  return strcmp(((const struct find_candidate *)a)->name, ((const struct find_candidate *)b)->name);
}

// By the owner of what has the name: a link is whose it is, wherever it leads.
static bool is_own(struct find_folder *folder, int directory_fd, const char *name) {
  struct stat status;
  if (fstatat(directory_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return false;
  if (status.st_uid == geteuid())
    return true;
  folder->foreign_count++;
  folder->foreign_owner = status.st_uid;
  return false;
}

bool find_folder_read(struct find_folder *folder, int directory_fd, bool is_everybodys) {
  const int fd = openat(directory_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *directory = fd >= 0 ? fdopendir(fd) : NULL;
  if (!directory)
    return false;
  for (struct dirent *file; (file = readdir(directory));)
    if (find_is_run_name(file->d_name) && (is_everybodys || is_own(folder, directory_fd, file->d_name)) &&
        has_run_file(directory_fd, file->d_name) && !folder_add(folder, directory_fd, file->d_name))
      break;
  closedir(directory);
  if (folder->count)
    qsort(folder->runs, folder->count, sizeof *folder->runs, compare_candidates);
  return true;
}

// A parent starts before its child; a damaged name that points forward would make a circle.
static void link_parents(struct find_folder *folder) {
  for (size_t i = 0; i < folder->count; i++) {
    struct find_candidate *run = &folder->runs[i];
    const struct find_candidate key = {.name = run->parent};
    struct find_candidate *parent =
        bsearch(&key, folder->runs, folder->count, sizeof *folder->runs, compare_candidates);
    run->ancestor = parent < run ? parent : NULL;
  }
}

struct find_candidate *find_family_root(struct find_candidate *run) {
  while (run->ancestor)
    run = run->ancestor;
  return run;
}

static void date_families(struct find_folder *folder) {
  for (size_t i = 0; i < folder->count; i++) {
    const struct find_event *event = &folder->runs[i].event;
    struct find_event *family = &find_family_root(&folder->runs[i])->family;
    family->ns = event->ns > family->ns ? event->ns : family->ns;
    family->is_running |= event->is_running;
  }
}

void find_folder_link(struct find_folder *folder) {
  link_parents(folder);
  date_families(folder);
}

const char *find_owner_name(uid_t owner) {
  const struct passwd *user = getpwuid(owner);
  return user ? user->pw_name : "a user without a name";
}

void find_tell_owner(const char *path, struct reader_problems *problems) {
  struct stat status;
  if (lstat(path, &status) == 0 && status.st_uid != geteuid())
    reader_remark(problems, "%s: this run is not yours, it belongs to %s", path, find_owner_name(status.st_uid));
}

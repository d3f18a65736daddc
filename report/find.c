// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "find.h"

#include "find_event.h"
#include "outcomes.h"
#include "pack.h"
#include "reader_file.h"
#include "reader_header.h"
#include "reader_run.h"
#include "source_place.h"

#include "runtime/place.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A run of the folder that is searched.
struct candidate {
  char *name;
  char parent[sizeof((struct sp_run_header *)0)->parent_run];
  struct candidate *ancestor; // the parent's run, or NULL
  struct find_event event;
  struct find_event family; // of a root: the last event of the family, and whether it runs
};

struct folder {
  struct candidate *runs;
  size_t count;
  size_t room;
  size_t unfinished_count;     // of runs without a header, which are left out
  char newest_unfinished[256]; // name of the one that was begun last, or ""
};

bool find_is_run_name(const char *name) {
  static const char form[] = "00000000T000000.000000000-";
  for (size_t i = 0; i < sizeof form - 1; i++)
    if (form[i] == '0' ? !isdigit((unsigned char)name[i]) : name[i] != form[i])
      return false;
  const char *program = name + sizeof form - 1;
  const char *dash = strrchr(program, '-');
  return dash && dash > program && dash[1] && strspn(dash + 1, "0123456789") == strlen(dash + 1);
}

static void folder_free(struct folder *folder) {
  for (size_t i = 0; i < folder->count; i++)
    free(folder->runs[i].name);
  free(folder->runs);
}

// What is wrong with a run is told when it is shown. Here its parent and its end are wanted, and whether it is one at
// all: a process that ended while it made its run has left a file without a header.
static enum reader_header_state look_at(int directory_fd, const char *name, struct candidate *run) {
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

static void note_unfinished(struct folder *folder, const char *name) {
  folder->unfinished_count++;
  if (strcmp(name, folder->newest_unfinished) > 0)
    snprintf(folder->newest_unfinished, sizeof folder->newest_unfinished, "%s", name);
}

// Returns false if there is no memory.
static bool folder_add(struct folder *folder, int directory_fd, const char *name) {
  struct candidate found = {0};
  if (look_at(directory_fd, name, &found) == READER_HEADER_UNFINISHED) {
    note_unfinished(folder, name);
    return true;
  }
  if (folder->count == folder->room) {
    const size_t room = folder->room ? 2 * folder->room : 64;
    struct candidate *more = realloc(folder->runs, room * sizeof *more);
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
  return strcmp(((const struct candidate *)a)->name, ((const struct candidate *)b)->name);
}

static bool folder_read(struct folder *folder, int directory_fd) {
  const int fd = openat(directory_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *directory = fd >= 0 ? fdopendir(fd) : NULL;
  if (!directory)
    return false;
  for (struct dirent *file; (file = readdir(directory));)
    if (find_is_run_name(file->d_name) && has_run_file(directory_fd, file->d_name) &&
        !folder_add(folder, directory_fd, file->d_name))
      break;
  closedir(directory);
  if (folder->count)
    qsort(folder->runs, folder->count, sizeof *folder->runs, compare_candidates);
  return true;
}

// A parent starts before its child; a damaged name that points forward would make a circle.
static void link_families(struct folder *folder) {
  for (size_t i = 0; i < folder->count; i++) {
    struct candidate *run = &folder->runs[i];
    const struct candidate key = {.name = run->parent};
    struct candidate *parent = bsearch(&key, folder->runs, folder->count, sizeof *folder->runs, compare_candidates);
    run->ancestor = parent < run ? parent : NULL;
  }
}

static struct candidate *family_root(struct candidate *run) {
  while (run->ancestor)
    run = run->ancestor;
  return run;
}

static void date_families(struct folder *folder) {
  for (size_t i = 0; i < folder->count; i++) {
    const struct find_event *event = &folder->runs[i].event;
    struct find_event *family = &family_root(&folder->runs[i])->family;
    family->ns = event->ns > family->ns ? event->ns : family->ns;
    family->is_running |= event->is_running;
  }
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// The root of the family that the folder stands for; among equals the one that started last.
static struct candidate *choose_family(struct folder *folder, const struct find_runs *runs) {
  struct candidate *best = NULL;
  for (size_t i = 0; i < folder->count; i++) {
    struct candidate *root = family_root(&folder->runs[i]);
    if (runs->relative && strcmp(folder->runs[i].name, base_name(runs->relative)) == 0)
      return root;
    const bool is_running = runs->prefers_running && root->family.is_running;
    const bool is_best_running = best && runs->prefers_running && best->family.is_running;
    if (!best || is_running > is_best_running || (is_running == is_best_running && root->family.ns >= best->family.ns))
      best = root;
  }
  return best;
}

static bool runs_add(struct find_runs *runs, char *path) {
  char **more = path ? realloc(runs->paths, (runs->count + 1) * sizeof *more) : NULL;
  if (!more) {
    free(path);
    return false;
  }
  runs->paths = more;
  runs->paths[runs->count++] = path;
  return true;
}

// Old ones are worth a word only where all runs are asked for.
static void tell_unfinished(const struct folder *folder, const char *path, bool is_all,
                            struct reader_problems *problems) {
  const char *newest = folder->newest_unfinished;
  const bool is_old = folder->count && strcmp(newest, folder->runs[folder->count - 1].name) < 0;
  if (folder->unfinished_count && (is_all || !is_old))
    reader_remark(problems, "%s/%s: not shown, its process is just starting, or ended while the run was being made%s",
                  path, newest, folder->unfinished_count > 1 ? "; there are more such runs" : "");
}

static bool add_folder(struct find_runs *runs, const char *path, int directory_fd, bool is_all,
                       struct reader_problems *problems) {
  struct folder folder = {0};
  bool is_added = false;
  if (folder_read(&folder, directory_fd) && folder.count) {
    if (!is_all) {
      link_families(&folder);
      date_families(&folder);
    }
    const struct candidate *root = is_all ? NULL : choose_family(&folder, runs);
    for (size_t i = 0; i < folder.count; i++) {
      char *run;
      if ((is_all || family_root(&folder.runs[i]) == root) && asprintf(&run, "%s/%s", path, folder.runs[i].name) >= 0)
        is_added |= runs_add(runs, run);
    }
  }
  tell_unfinished(&folder, path, is_all, problems);
  folder_free(&folder);
  return is_added;
}

static bool add_archive(struct find_runs *runs, const char *path, struct reader_problems *problems) {
  char *folder = pack_unpack(path, problems);
  char **more = folder ? realloc(runs->unpacked, (runs->unpacked_count + 1) * sizeof *more) : NULL;
  if (!more) {
    if (folder)
      pack_remove(folder);
    return false;
  }
  runs->unpacked = more;
  runs->unpacked[runs->unpacked_count++] = folder;
  source_confine(folder);
  const int directory_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_added = directory_fd >= 0 && add_folder(runs, folder, directory_fd, true, problems);
  if (directory_fd >= 0)
    close(directory_fd);
  if (!is_added)
    reader_problem(problems, "%s: there is no run in this archive", path);
  return is_added;
}

// A copy of a path without slashes at its end; NULL if there is no memory.
static char *without_slashes(const char *path) {
  size_t bytes = strlen(path);
  while (bytes > 1 && path[bytes - 1] == '/')
    bytes--;
  return strndup(path, bytes);
}

static bool add(struct find_runs *runs, const char *argument, bool is_all, const char *advice,
                struct reader_problems *problems) {
  if (reader_run_is_there(argument))
    return runs_add(runs, without_slashes(argument));
  if (pack_is_one(argument))
    return add_archive(runs, argument, problems);
  const int directory_fd = open(argument, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory_fd < 0) {
    reader_problem(problems, "%s: %s; %s", argument, strerror(errno),
                   errno == EACCES ? "read it as the user whose program wrote it" : advice);
    return false;
  }
  const bool is_added = add_folder(runs, argument, directory_fd, is_all, problems);
  close(directory_fd);
  if (!is_added) {
    char *counted = outcomes_text();
    reader_problem(problems,
                   "%s: there is no run in this folder; was the program built with instr-cc? 'sourceprint sites "
                   "PROGRAM' lists its statements, 'sourceprint doctor' %s",
                   argument, counted);
    free(counted);
  }
  return is_added;
}

bool find_runs_add(struct find_runs *runs, const char *argument, bool is_all, struct reader_problems *problems) {
  return add(runs, argument, is_all, "name a run directory, a folder of runs, or an archive of them", problems);
}

// Where programs write to, which is not there before the first one has.
static bool add_default(struct find_runs *runs, const char *folder, bool is_all, struct reader_problems *problems) {
  const bool is_set = sp_setting("OUTPUT_DIR") != NULL;
  if (access(folder, F_OK) == 0 || errno != ENOENT)
    return add(runs, folder, is_all, is_set ? "name a run, or another SOURCEPRINT_OUTPUT_DIR" : "name a run", problems);
  char *counted = outcomes_text();
  reader_problem(problems,
                 "%s: nothing has been recorded there yet; was the program built with instr-cc? 'sourceprint sites "
                 "PROGRAM' lists its statements, 'sourceprint doctor' %s; or name a run%s",
                 folder, counted, is_set ? " or another SOURCEPRINT_OUTPUT_DIR" : "");
  free(counted);
  return false;
}

bool find_runs(struct find_runs *runs, char *const *arguments, size_t count, bool is_all,
               struct reader_problems *problems) {
  if (count == 0) {
    char folder[PATH_MAX];
    if (sp_runs_folder(folder, sizeof folder) == 0)
      return add_default(runs, folder, is_all, problems);
    reader_problem(problems, "the path of the folder of runs is too long; name a shorter one");
    return false;
  }
  bool are_found = true;
  for (size_t i = 0; i < count; i++)
    are_found &= find_runs_add(runs, arguments[i], is_all, problems);
  return are_found;
}

static bool is_among(const struct find_runs *runs, const char *name) {
  for (size_t i = 0; i < runs->count; i++)
    if (strcmp(base_name(runs->paths[i]), name) == 0)
      return true;
  return false;
}

// In one folder. Runs of other folders have names of their own.
static size_t newer_in(const struct find_runs *runs, const char *path, const struct folder *folder, char **newest) {
  uint64_t shown_ns = 0, newest_ns = 0;
  const char *name = NULL;
  size_t count = 0;
  for (size_t i = 0; i < folder->count; i++)
    if (is_among(runs, folder->runs[i].name) && folder->runs[i].event.ns > shown_ns)
      shown_ns = folder->runs[i].event.ns;
  for (size_t i = 0; i < folder->count; i++) {
    const struct candidate *run = &folder->runs[i];
    if (!run->event.is_crash || run->event.ns <= shown_ns || is_among(runs, run->name))
      continue;
    count++;
    name = run->event.ns > newest_ns ? run->name : name;
    newest_ns = run->event.ns > newest_ns ? run->event.ns : newest_ns;
  }
  if (name && asprintf(newest, "%s/%s", path, name) < 0)
    abort();
  return count;
}

size_t find_newer_crashes(const struct find_runs *runs, char **newest) {
  struct folder folder = {0};
  size_t count = 0;
  *newest = NULL;
  // Who names runs of several folders knows what else is there: the first one's is looked through.
  const char *name = runs->count ? base_name(runs->paths[0]) : "";
  if (!find_is_run_name(name) || runs->unpacked_count)
    return 0;
  char *before = strndup(runs->paths[0], (size_t)(name - runs->paths[0]));
  char *path = before ? without_slashes(*before ? before : ".") : NULL;
  const int directory_fd = path ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  if (directory_fd >= 0 && folder_read(&folder, directory_fd))
    count = newer_in(runs, path, &folder, newest);
  if (directory_fd >= 0)
    close(directory_fd);
  folder_free(&folder);
  free(before);
  free(path);
  return count;
}

void find_runs_free(struct find_runs *runs) {
  for (size_t i = 0; i < runs->count; i++)
    free(runs->paths[i]);
  free(runs->paths);
  for (size_t i = 0; i < runs->unpacked_count; i++)
    pack_remove(runs->unpacked[i]);
  free(runs->unpacked);
  *runs = (struct find_runs){0};
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Chooses the family that a folder stands for.

#define _GNU_SOURCE

#include "find.h"

#include "common/base_name.h"
#include "common/memory.h"
#include "find_folder.h"
#include "outcomes.h"
#include "report/reader/run.h"

#include "runtime/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// The root of the family that the folder stands for; among equals the one that started last.
static struct find_candidate *choose_family(struct find_folder *folder, const struct find_runs *runs) {
  struct find_candidate *best = NULL;
  for (size_t i = 0; i < folder->count; i++) {
    struct find_candidate *root = find_family_root(&folder->runs[i]);
    if (runs->relative && strcmp(folder->runs[i].name, base_name(runs->relative)) == 0)
      return root;
    const bool is_running = runs->prefers_running && root->family.is_running;
    const bool is_best_running = best && runs->prefers_running && best->family.is_running;
    if (!best || is_running > is_best_running || (is_running == is_best_running && root->family.ns >= best->family.ns))
      best = root;
  }
  return best;
}

static bool runs_add(struct find_runs *runs, char *path, struct reader_problems *problems) {
  char **more = path ? realloc(runs->paths, (runs->count + 1) * sizeof *more) : NULL;
  if (!more) {
    free(path);
    return false;
  }
  runs->paths = more;
  runs->paths[runs->count++] = path;
  find_tell_owner(path, problems);
  return true;
}

// Old ones are worth a word only where all runs are asked for.
static void tell_unfinished(const struct find_folder *folder, const char *path, bool is_all,
                            struct reader_problems *problems) {
  const char *newest = folder->newest_unfinished;
  const bool is_old = folder->count && strcmp(newest, folder->runs[folder->count - 1].name) < 0;
  if (folder->unfinished_count && (is_all || !is_old))
    reader_remark(problems, "%s/%s: not shown, its process is just starting, or ended while the run was being made%s",
                  path, newest, folder->unfinished_count > 1 ? "; there are more such runs" : "");
}

// Which runs of a folder may stand for it.
enum whose {
  WHOSE_OWN,      // this user's: nobody named the folder
  WHOSE_OWN_ELSE, // this user's if there are any, else others'
  WHOSE_ANY,
};

// The run that is gone on with may be another user's.
static bool is_everybodys(const struct find_runs *runs, enum whose whose) {
  struct stat status;
  return whose == WHOSE_ANY || (runs->relative && lstat(runs->relative, &status) == 0 && status.st_uid != geteuid());
}

static void read_folder(const struct find_runs *runs, struct find_folder *folder, int directory_fd, enum whose whose) {
  find_folder_read(folder, directory_fd, is_everybodys(runs, whose));
  if (folder->count || !folder->foreign_count || whose == WHOSE_OWN)
    return;
  find_folder_free(folder);
  *folder = (struct find_folder){0};
  find_folder_read(folder, directory_fd, true);
}

static void tell_empty(const struct find_folder *folder, const char *path, struct reader_problems *problems) {
  if (folder->foreign_count) {
    reader_problem(problems, "%s: no run in it is yours, and %zu are not, such as those of %s; name one to read it",
                   path, folder->foreign_count, find_owner_name(folder->foreign_owner));
    return;
  }
  char *counted = outcomes_text();
  reader_problem(problems,
                 "%s: there is no run in this folder; was the program built with instr-cc? 'sourceprint sites "
                 "PROGRAM' lists its statements, 'sourceprint doctor' %s",
                 path, counted);
  free(counted);
}

// Tells nothing of a folder without runs, which *folder says.
static bool add_folder(struct find_runs *runs, const char *path, bool is_all, struct find_folder *folder,
                       struct reader_problems *problems) {
  bool is_added = false;
  if (folder->count) {
    if (!is_all)
      find_folder_link(folder);
    const struct find_candidate *root = is_all ? NULL : choose_family(folder, runs);
    for (size_t i = 0; i < folder->count; i++) {
      char *run;
      if ((is_all || find_family_root(&folder->runs[i]) == root) &&
          asprintf(&run, "%s/%s", path, folder->runs[i].name) >= 0)
        is_added |= runs_add(runs, run, problems);
    }
  }
  tell_unfinished(folder, path, is_all, problems);
  return is_added;
}

static bool add_archive(struct find_runs *runs, const char *path, struct reader_problems *problems) {
  char *folder = runs->archives->open(path, problems);
  char **more = folder ? realloc(runs->unpacked, (runs->unpacked_count + 1) * sizeof *more) : NULL;
  if (!more) {
    if (folder)
      runs->archives->remove(folder);
    return false;
  }
  runs->unpacked = more;
  runs->unpacked[runs->unpacked_count++] = folder;
  const int directory_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct find_folder found = {0};
  if (directory_fd >= 0) {
    read_folder(runs, &found, directory_fd, WHOSE_ANY);
    close(directory_fd);
  }
  const bool is_added = add_folder(runs, folder, true, &found, problems);
  find_folder_free(&found);
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

static bool add(struct find_runs *runs, const char *argument, bool is_all, enum whose whose, const char *advice,
                struct reader_problems *problems) {
  if (reader_run_is_there(argument))
    return runs_add(runs, without_slashes(argument), problems);
  if (runs->archives && runs->archives->is_one(argument))
    return add_archive(runs, argument, problems);
  const int directory_fd = open(argument, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory_fd < 0) {
    reader_problem(problems, "%s: %s; %s", argument, strerror(errno),
                   errno == EACCES ? "read it as the user whose program wrote it" : advice);
    return false;
  }
  struct find_folder folder = {0};
  read_folder(runs, &folder, directory_fd, is_all ? WHOSE_ANY : whose);
  close(directory_fd);
  const bool is_added = add_folder(runs, argument, is_all, &folder, problems);
  if (!is_added)
    tell_empty(&folder, argument, problems);
  find_folder_free(&folder);
  return is_added;
}

bool find_runs_add(struct find_runs *runs, const char *argument, bool is_all, struct reader_problems *problems) {
  return add(runs, argument, is_all, WHOSE_OWN_ELSE, "name a run directory, a folder of runs, or an archive of them",
             problems);
}

// Where programs write to, which is not there before the first one has.
static bool add_default(struct find_runs *runs, const char *folder, bool is_all, struct reader_problems *problems) {
  const bool is_set = sp_setting("OUTPUT_DIR") != NULL;
  if (access(folder, F_OK) == 0 || errno != ENOENT)
    return add(runs, folder, is_all, WHOSE_OWN, is_set ? "name a run, or another SOURCEPRINT_OUTPUT_DIR" : "name a run",
               problems);
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
static size_t newer_in(const struct find_runs *runs, const char *path, const struct find_folder *folder,
                       char **newest) {
  uint64_t shown_ns = 0, newest_ns = 0;
  const char *name = NULL;
  size_t count = 0;
  for (size_t i = 0; i < folder->count; i++)
    if (is_among(runs, folder->runs[i].name) && folder->runs[i].event.ns > shown_ns)
      shown_ns = folder->runs[i].event.ns;
  for (size_t i = 0; i < folder->count; i++) {
    const struct find_candidate *run = &folder->runs[i];
    if (!run->event.is_crash || run->event.ns <= shown_ns || is_among(runs, run->name))
      continue;
    count++;
    name = run->event.ns > newest_ns ? run->name : name;
    newest_ns = run->event.ns > newest_ns ? run->event.ns : newest_ns;
  }
  if (name && asprintf(newest, "%s/%s", path, name) < 0)
    memory_is_short();
  return count;
}

size_t find_newer_crashes(const struct find_runs *runs, char **newest) {
  struct find_folder folder = {0};
  size_t count = 0;
  *newest = NULL;
  // Who names runs of several folders knows what else is there: the first one's is looked through.
  const char *name = runs->count ? base_name(runs->paths[0]) : "";
  if (!find_is_run_name(name) || runs->unpacked_count)
    return 0;
  char *before = strndup(runs->paths[0], (size_t)(name - runs->paths[0]));
  char *path = before ? without_slashes(*before ? before : ".") : NULL;
  const int directory_fd = path ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  if (directory_fd >= 0 && find_folder_read(&folder, directory_fd, false))
    count = newer_in(runs, path, &folder, newest);
  if (directory_fd >= 0)
    close(directory_fd);
  find_folder_free(&folder);
  free(before);
  free(path);
  return count;
}

void find_runs_free(struct find_runs *runs) {
  for (size_t i = 0; i < runs->count; i++)
    free(runs->paths[i]);
  free(runs->paths);
  for (size_t i = 0; i < runs->unpacked_count; i++)
    runs->archives->remove(runs->unpacked[i]);
  free(runs->unpacked);
  *runs = (struct find_runs){0};
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looks through the folder of runs when a process starts: finds the run that this process was started from, and keeps
// the whole within its limit. Reads the folder by system call, as opendir() would allocate in the program's heap.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "record_text.h"

#define MOST_REMOVED 64 // at one start, so that none takes long
// Past so many runs it would take long to measure them at each start: then one start in so many does it.
#define ALWAYS_MEASURED 32
#define MEASURED_ONE_IN 16

struct directory_entry { // linux_dirent64
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

// Calls visit for each entry of a folder but "." and "..".
void sp_each_entry(const char *folder, void (*visit)(const char *folder, const char *name, void *data), void *data) {
  int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0)
    return;
  _Alignas(8) char buffer[4096];
  long bytes;
  while ((bytes = syscall(SYS_getdents64, file, buffer, sizeof buffer)) > 0)
    for (long at = 0; at < bytes;) {
      const struct directory_entry *entry = (const struct directory_entry *)(buffer + at);
      if (strcmp(entry->name, ".") != 0 && strcmp(entry->name, "..") != 0)
        visit(folder, entry->name, data);
      at += entry->length;
    }
  close(file);
}

static void add_size(const char *folder, const char *name, void *data) {
  char path[SP_PATH_MAX];
  struct stat status;
  if (sp_join(path, sizeof path, folder, "/", name, NULL) == 0 && lstat(path, &status) == 0)
    *(uint64_t *)data += (uint64_t)status.st_blocks * 512 / (status.st_nlink ? status.st_nlink : 1);
}

static void remove_file(const char *folder, const char *name, void *data) {
  char path[SP_PATH_MAX];
  (void)data;
  if (sp_join(path, sizeof path, folder, "/", name, NULL) == 0)
    unlink(path);
}

static bool read_header(const char *run, struct sp_run_header *header) {
  char path[SP_PATH_MAX];
  if (sp_join(path, sizeof path, run, "/" SP_RUN_FILE, NULL) != 0)
    return false;
  int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0)
    return false;
  ssize_t bytes = read(file, header, sizeof *header);
  close(file);
  return bytes == (ssize_t)sizeof *header && header->magic == SP_RUN_MAGIC && header->version == SP_FORMAT_VERSION;
}

static bool is_running(const struct sp_run_header *header) {
  return header->end.state == SP_END_RUNNING && header->process_start != 0 &&
         sp_process_start(header->pid) == header->process_start;
}

struct visit {
  pid_t own, parent;
  uint64_t own_start, parent_start;
  uint64_t own_namespace;      // in which process ids are what they say
  uint32_t runs;               // their number
  uint32_t running;            // of them
  uint64_t total;              // bytes of all of them
  char oldest[SP_PATH_MAX];    // name of the oldest run behind `after`
  char after[SP_PATH_MAX];     // runs up to this name have been looked at
  char came_from[192];         // the best candidate for the parent run
  bool came_from_self;         // it is this process's own, before exec()
  struct sp_run_header header; // too large for a small stack
};

static bool looks_like_run(const char *name) { return strlen(name) > 26 && name[8] == 'T' && name[15] == '.'; }

static void measure(const char *folder, const char *name, void *data) {
  struct visit *visit = data;
  char path[SP_PATH_MAX];
  if (looks_like_run(name) && sp_join(path, sizeof path, folder, "/", name, NULL) == 0)
    sp_each_entry(path, add_size, &visit->total);
}

// Most runs cost no system call here: their names say whose they are.
static void look_for_origin(const char *folder, const char *name, void *data) {
  struct visit *visit = data;
  char path[SP_PATH_MAX];
  if (!looks_like_run(name) || sp_join(path, sizeof path, folder, "/", name, NULL) != 0)
    return;
  visit->runs++;
  const char *dash = strrchr(name, '-');
  long pid = dash ? strtol(dash + 1, NULL, 10) : 0;
  if ((pid != visit->own && pid != visit->parent) || strlen(name) >= sizeof visit->came_from)
    return;
  // The same process before exec() comes before its parent; among equals the newest.
  const char *best = visit->came_from;
  bool own = pid == visit->own;
  if (best[0] && (visit->came_from_self > own || (visit->came_from_self == own && strcmp(name, best) < 0)))
    return;
  struct sp_run_header *header = &visit->header;
  if (read_header(path, header) && header->process_start == (own ? visit->own_start : visit->parent_start) &&
      (header->pid_namespace == 0 || header->pid_namespace == visit->own_namespace)) {
    strcpy(visit->came_from, name);
    visit->came_from_self = own;
  }
}

static void find_oldest(const char *folder, const char *name, void *data) {
  struct visit *visit = data;
  (void)folder;
  if (looks_like_run(name) && strcmp(name, visit->after) > 0 &&
      (visit->oldest[0] == '\0' || strcmp(name, visit->oldest) < 0))
    sp_join(visit->oldest, sizeof visit->oldest, name, NULL);
}

static void remove_unused_table(const char *folder, const char *name, void *data) {
  char path[SP_PATH_MAX];
  struct stat status;
  (void)data;
  if (sp_join(path, sizeof path, folder, "/", name, NULL) == 0 && lstat(path, &status) == 0 && status.st_nlink == 1)
    unlink(path);
}

static void prune(struct visit *visit, uint64_t limit) {
  char path[SP_PATH_MAX];
  for (int removed = 0; visit->total > limit && removed < MOST_REMOVED;) {
    visit->oldest[0] = '\0';
    sp_each_entry(sp_process.folder, find_oldest, visit);
    if (visit->oldest[0] == '\0')
      break;
    strcpy(visit->after, visit->oldest);
    if (sp_join(path, sizeof path, sp_process.folder, "/", visit->oldest, NULL) != 0)
      break;
    if (read_header(path, &visit->header) && is_running(&visit->header))
      continue;
    uint64_t bytes = 0;
    sp_each_entry(path, add_size, &bytes);
    remove_file(path, SP_RUN_FILE, NULL); // first: what is left of a run if this process is killed here is no run
    sp_each_entry(path, remove_file, NULL);
    if (rmdir(path) == 0)
      visit->total -= bytes < visit->total ? bytes : visit->total;
    removed++;
  }
  if (sp_join(path, sizeof path, sp_process.folder, "/tables", NULL) == 0)
    sp_each_entry(path, remove_unused_table, NULL);
}

// By the clock: process ids may be the same each time, as in containers. Fibonacci hashing (Knuth, The Art of Computer
// Programming, 6.4) spreads clocks that count in large steps.
static bool is_to_measure(const struct visit *visit) {
  uint64_t mixed = sp_now(CLOCK_MONOTONIC) * UINT64_C(0x9e3779b97f4a7c15);
  return visit->runs <= ALWAYS_MEASURED || (mixed >> 32) % MEASURED_ONE_IN == 0;
}

bool sp_visit_runs(uint64_t limit, char *parent, size_t size) {
  static struct visit visit;
  memset(&visit, 0, sizeof visit);
  visit.own = getpid();
  visit.parent = getppid();
  visit.own_namespace = sp_pid_namespace();
  visit.own_start = sp_process_start(visit.own);
  visit.parent_start = sp_process_start(visit.parent);
  sp_each_entry(sp_process.folder, look_for_origin, &visit);
  if (is_to_measure(&visit))
    sp_each_entry(sp_process.folder, measure, &visit);
  if (visit.total > limit)
    prune(&visit, limit);
  sp_join(parent, size, visit.came_from, NULL);
  return visit.came_from_self;
}

static void count_running(const char *folder, const char *name, void *data) {
  struct visit *visit = data;
  char path[SP_PATH_MAX];
  if (looks_like_run(name) && sp_join(path, sizeof path, folder, "/", name, NULL) == 0 &&
      read_header(path, &visit->header) && is_running(&visit->header))
    visit->running++;
}

uint32_t sp_trim_runs(uint64_t limit) {
  static struct visit visit;
  memset(&visit, 0, sizeof visit);
  sp_each_entry(sp_process.folder, measure, &visit);
  if (visit.total > limit)
    prune(&visit, limit);
  if (visit.total > limit)
    sp_each_entry(sp_process.folder, count_running, &visit);
  return visit.running;
}

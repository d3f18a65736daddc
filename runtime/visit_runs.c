// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looks through the folder of runs when a process starts: finds the run that this process was started from, and keeps
// the whole within its limit. Reads the folder by system call, as opendir() would allocate in the program's heap.
// Others may write to the folder, too: no link in it is followed, and only what is this user's is removed.
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

#define MOST_REMOVED 256 // at one time, so that none takes long
// Past so many runs it would take long to measure them at each start: then one start in so many does it.
#define ALWAYS_MEASURED 32
#define MEASURED_ONE_IN 16
// What cannot be asked whether it is running counts as running until nothing was written for so long.
#define IDLE_SECONDS (6 * 3600)
#define OLDEST_AT_ONCE 64u
#define NAME_MOST 192u

struct directory_entry { // linux_dirent64
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

typedef void visitor(int folder, const char *name, void *data);

// Calls visit for each entry of an open folder but "." and "..", and closes it.
static void walk(int folder, visitor *visit, void *data) {
  if (folder < 0)
    return;
  _Alignas(8) char buffer[4096];
  long bytes;
  while ((bytes = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0)
    for (long at = 0; at < bytes;) {
      const struct directory_entry *entry = (const struct directory_entry *)(buffer + at);
      if (strcmp(entry->name, ".") != 0 && strcmp(entry->name, "..") != 0)
        visit(folder, entry->name, data);
      at += entry->length;
    }
  close(folder);
}

struct by_path {
  const char *folder;
  void (*visit)(const char *folder, const char *name, void *data);
  void *data;
};

static void visit_by_path(int folder, const char *name, void *data) {
  const struct by_path *to = data;
  (void)folder;
  to->visit(to->folder, name, to->data);
}

void sp_each_entry(const char *folder, void (*visit)(const char *folder, const char *name, void *data), void *data) {
  struct by_path to = {folder, visit, data};
  walk(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), visit_by_path, &to);
}

// The user may have chosen a link for the whole.
static int open_runs(void) { return open(sp_process.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }

static int open_folder(int folder, const char *name) {
  return openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool is_own(int file) {
  struct stat status;
  return fstat(file, &status) == 0 && status.st_uid == geteuid();
}

static void add_size(int folder, const char *name, void *data) {
  struct stat status;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
    *(uint64_t *)data += (uint64_t)status.st_blocks * 512 / (status.st_nlink ? status.st_nlink : 1);
}

static void remove_file(int folder, const char *name, void *data) {
  (void)data;
  unlinkat(folder, name, 0);
}

static bool read_header(int run, struct sp_run_header *header) {
  int file = openat(run, SP_RUN_FILE, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return false;
  ssize_t bytes = read(file, header, sizeof *header);
  close(file);
  return bytes == (ssize_t)sizeof *header && header->magic == SP_RUN_MAGIC && header->version == SP_FORMAT_VERSION;
}

struct visit {
  pid_t own, parent;
  uint64_t own_start, parent_start;
  uint64_t own_namespace;                 // in which process ids are what they say
  uint32_t runs;                          // their number
  uint32_t running;                       // of them
  uint64_t total;                         // bytes of all of them
  char oldest[OLDEST_AT_ONCE][NAME_MOST]; // names of the oldest runs behind `after`, in their order
  uint32_t oldest_count;                  //
  char after[NAME_MOST];                  // runs up to this name have been looked at
  char came_from[NAME_MOST];              // the best candidate for the parent run
  bool came_from_self;                    // it is this process's own, before exec()
  struct sp_run_header header;            // too large for a small stack
};

static bool looks_like_run(const char *name) {
  const size_t length = strlen(name);
  return length > 26 && length < NAME_MOST && name[8] == 'T' && name[15] == '.';
}

// Whether something was written not long ago.
static bool is_busy(int run) {
  struct stat status;
  return fstatat(run, SP_RUN_FILE, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         (uint64_t)status.st_mtim.tv_sec + IDLE_SECONDS > sp_now(CLOCK_REALTIME) / 1000000000u;
}

// is_read: the header is whole, and of this format. Else the run may just begin.
static bool may_run(const struct visit *visit, int run, bool is_read) {
  const struct sp_run_header *header = &visit->header;
  if (is_read && header->end.state != SP_END_RUNNING)
    return false;
  if (!is_read || header->process_start == 0 ||
      (header->pid_namespace != 0 && header->pid_namespace != visit->own_namespace))
    return is_busy(run);
  return sp_process_start(header->pid) == header->process_start;
}

static void measure(int folder, const char *name, void *data) {
  struct visit *visit = data;
  if (looks_like_run(name))
    walk(open_folder(folder, name), add_size, &visit->total);
}

// Most runs cost no system call here: their names say whose they are.
static void look_for_origin(int folder, const char *name, void *data) {
  struct visit *visit = data;
  if (!looks_like_run(name))
    return;
  visit->runs++;
  const char *dash = strrchr(name, '-');
  long pid = dash ? strtol(dash + 1, NULL, 10) : 0;
  if (pid != visit->own && pid != visit->parent)
    return;
  // The same process before exec() comes before its parent; among equals the newest.
  const char *best = visit->came_from;
  bool own = pid == visit->own;
  if (best[0] && (visit->came_from_self > own || (visit->came_from_self == own && strcmp(name, best) < 0)))
    return;
  struct sp_run_header *header = &visit->header;
  const int run = open_folder(folder, name);
  if (run >= 0 && read_header(run, header) && header->process_start == (own ? visit->own_start : visit->parent_start) &&
      (header->pid_namespace == 0 || header->pid_namespace == visit->own_namespace)) {
    strcpy(visit->came_from, name);
    visit->came_from_self = own;
  }
  if (run >= 0)
    close(run);
}

static void find_oldest(int folder, const char *name, void *data) {
  struct visit *visit = data;
  (void)folder;
  if (!looks_like_run(name) || strcmp(name, visit->after) <= 0)
    return;
  uint32_t place = visit->oldest_count;
  while (place > 0 && strcmp(name, visit->oldest[place - 1]) < 0)
    place--;
  if (place == OLDEST_AT_ONCE)
    return;
  const uint32_t moved = visit->oldest_count < OLDEST_AT_ONCE ? visit->oldest_count : OLDEST_AT_ONCE - 1;
  memmove(visit->oldest[place + 1], visit->oldest[place], (moved - place) * sizeof *visit->oldest);
  strcpy(visit->oldest[place], name);
  visit->oldest_count = moved + 1;
}

static void remove_unused_table(int folder, const char *name, void *data) {
  struct stat status;
  (void)data;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_nlink == 1 && status.st_uid == geteuid())
    unlinkat(folder, name, 0);
}

// Returns whether the run is gone. only_good: unless it ended otherwise than by exit.
static bool remove_run(struct visit *visit, int folder, const char *name, bool only_good) {
  const int run = open_folder(folder, name);
  if (run < 0)
    return false;
  const bool is_read = read_header(run, &visit->header);
  const bool is_good = is_read && visit->header.end.state == SP_END_EXITED;
  if (!is_own(run) || (only_good && !is_good) || may_run(visit, run, is_read)) {
    close(run);
    return false;
  }
  uint64_t bytes = 0;
  walk(open_folder(run, "."), add_size, &bytes);
  remove_file(run, SP_RUN_FILE, NULL); // first: what is left of a run if this process is killed here is no run
  walk(run, remove_file, NULL);
  const bool is_gone = unlinkat(folder, name, AT_REMOVEDIR) == 0;
  if (is_gone)
    visit->total -= bytes < visit->total ? bytes : visit->total;
  return is_gone;
}

// Looks at the oldest ones first, and returns how many it has removed.
static uint32_t remove_runs(struct visit *visit, uint64_t limit, bool only_good, uint32_t most) {
  const int folder = open_runs();
  uint32_t removed = 0;
  visit->after[0] = '\0';
  do {
    visit->oldest_count = 0;
    walk(open_runs(), find_oldest, visit);
    for (uint32_t i = 0; i < visit->oldest_count && visit->total > limit && removed < most; i++)
      removed += remove_run(visit, folder, visit->oldest[i], only_good);
    if (visit->oldest_count > 0)
      strcpy(visit->after, visit->oldest[visit->oldest_count - 1]);
  } while (folder >= 0 && visit->oldest_count == OLDEST_AT_ONCE && visit->total > limit && removed < most);
  if (folder >= 0)
    close(folder);
  return removed;
}

// What ended well is missed least.
static void prune(struct visit *visit, uint64_t limit) {
  const uint32_t removed = remove_runs(visit, limit, true, MOST_REMOVED);
  remove_runs(visit, limit, false, MOST_REMOVED - removed);
  const int folder = open_runs();
  if (folder < 0)
    return;
  walk(open_folder(folder, "tables"), remove_unused_table, NULL);
  close(folder);
}

// By the clock: process ids may be the same each time, as in containers. Fibonacci hashing (Knuth, The Art of Computer
// Programming, 6.4) spreads clocks that count in large steps.
static bool is_to_measure(const struct visit *visit) {
  uint64_t mixed = sp_now(CLOCK_MONOTONIC) * UINT64_C(0x9e3779b97f4a7c15);
  return visit->runs <= ALWAYS_MEASURED || (mixed >> 32) % MEASURED_ONE_IN == 0;
}

static void count_running(int folder, const char *name, void *data) {
  struct visit *visit = data;
  const int run = looks_like_run(name) ? open_folder(folder, name) : -1;
  if (run < 0)
    return;
  visit->running += may_run(visit, run, read_header(run, &visit->header));
  close(run);
}

// Returns 0, or how many are running if all together still take more than the limit.
static uint32_t trim(struct visit *visit, uint64_t limit) {
  if (visit->total > limit)
    prune(visit, limit);
  if (visit->total > limit)
    walk(open_runs(), count_running, visit);
  return visit->running;
}

bool sp_visit_runs(uint64_t limit, char *parent, size_t size, bool *is_crowded) {
  static struct visit visit;
  memset(&visit, 0, sizeof visit);
  visit.own = getpid();
  visit.parent = getppid();
  visit.own_namespace = sp_pid_namespace();
  visit.own_start = sp_process_start(visit.own);
  visit.parent_start = sp_process_start(visit.parent);
  walk(open_runs(), look_for_origin, &visit);
  if (is_to_measure(&visit))
    walk(open_runs(), measure, &visit);
  *is_crowded = trim(&visit, limit) > 0;
  sp_join(parent, size, visit.came_from, NULL);
  return visit.came_from_self;
}

uint32_t sp_trim_runs(uint64_t limit) {
  static struct visit visit;
  memset(&visit, 0, sizeof visit);
  visit.own_namespace = sp_pid_namespace();
  walk(open_runs(), measure, &visit);
  return trim(&visit, limit);
}

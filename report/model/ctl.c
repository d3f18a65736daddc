// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds the process of a run, checks that it writes to that run and catches the signal, and waits for its answer.

#define _GNU_SOURCE

#include "ctl.h"

#include "common/memory.h"
#include "report/reader/alive.h"
#include "report/reader/file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#define ANSWER_MS 3000
#define LOCK_MS 5000
#define BLOCKED_MS 300

static char *say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static char *say(const char *format, ...) {
  char *text = NULL;
  va_list list;
  va_start(list, format);
  if (vasprintf(&text, format, list) < 0)
    memory_is_short();
  va_end(list);
  return text;
}

static void pause_ms(long ms) { nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL); }

// The path as we see it of a file that a process sees at `path`: it may be in a container.
static char *seen_from_here(int pid, const char *path) {
  struct stat ours, theirs;
  char *through = say("/proc/%d/root%s", pid, path);
  const bool is_same = stat(path, &ours) == 0 && stat(through, &theirs) == 0 && ours.st_dev == theirs.st_dev &&
                       ours.st_ino == theirs.st_ino;
  if (!is_same)
    return through;
  free(through);
  return say("%s", path);
}

// A file that a process has mapped from its beginning.
struct mapped {
  char *path; // as the kernel shows it: of the process's root, and where that is another one, of its container
  dev_t device;
  ino_t inode;
};

// Calls look for each of them until it returns true. Returns false, with errno, if they cannot be seen; errno is 0 if
// none was looked for.
static bool each_mapped(int pid, bool (*look)(const struct mapped *mapped, void *data), void *data) {
  char *path = say("/proc/%d/maps", pid), *line = NULL;
  FILE *maps = fopen(path, "r");
  const int error = errno;
  size_t room = 0;
  bool is_found = false;
  free(path);
  while (maps && !is_found && getline(&line, &room, maps) > 0) {
    unsigned long long offset = 1, inode = 0;
    unsigned major = 0, minor = 0;
    int name = 0;
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "%*x-%*x %*s %llx %x:%x %llu %n", &offset, &major, &minor, &inode, &name) < 4 || offset != 0 ||
        name == 0)
      continue;
    is_found = look(&(struct mapped){line + name, makedev(major, minor), inode}, data);
  }
  free(line);
  if (maps)
    fclose(maps);
  errno = maps ? 0 : error;
  return is_found;
}

// Takes the folder of a run.
static bool take_run(const struct mapped *mapped, void *data) {
  char *end = strstr(mapped->path, "/" SP_RUN_FILE);
  if (!end || end[strlen("/" SP_RUN_FILE)] != '\0')
    return false;
  *(char **)data = strndup(mapped->path, (size_t)(end - mapped->path));
  return true;
}

// The run that a process has mapped, wherever it is; NULL with errno, 0 if it has none.
static char *mapped_run(int pid) {
  char *path = NULL;
  if (!each_mapped(pid, take_run, &path))
    return NULL;
  char *found = seen_from_here(pid, path);
  free(path);
  errno = 0;
  return found;
}

// The device's number in the list is another one on some file systems, btrfs and overlayfs among them; the path is
// another one where the process has another root.
struct looked_for {
  const char *path;
  struct stat status;
};

static bool is_looked_for(const struct mapped *mapped, void *data) {
  const struct looked_for *file = data;
  return mapped->inode == file->status.st_ino &&
         (mapped->device == file->status.st_dev || strcmp(mapped->path, file->path) == 0);
}

// What a run says of its process may be forged, or be of a process whose number another one has by now.
static char *check_mapped(const struct ctl_process *process) {
  char *path = say("%s/" SP_RUN_FILE, process->run);
  struct looked_for file = {.path = realpath(path, NULL)};
  char *problem = NULL;
  if (!file.path || fstat(process->file, &file.status) != 0)
    problem = say("%s: %s", path, strerror(errno));
  else if (!each_mapped(process->pid, is_looked_for, &file))
    problem = errno ? say("process %d cannot be looked at, so it is not known whether %s is its run: %s", process->pid,
                          process->run, strerror(errno))
                    : say("process %d does not write to %s, which only says so; nothing was asked of it", process->pid,
                          process->run);
  free((char *)file.path);
  free(path);
  return problem;
}

static char *lock_file(struct ctl_process *process) {
  char *path = say("%s/" SP_RUN_FILE, process->run);
  process->file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  const int error = errno;
  free(path);
  if (process->file < 0)
    return say("%s cannot be opened: %s", process->run, strerror(error));
  for (int waited = 0; flock(process->file, LOCK_EX | LOCK_NB) != 0; waited += 10) {
    if (errno != EWOULDBLOCK || waited >= LOCK_MS)
      return say("another sourceprint ctl is asking process %d; try again", process->pid);
    pause_ms(10);
  }
  return NULL;
}

char *ctl_find(struct ctl_process *process, const char *which) {
  struct sp_run_header header;
  struct stat status;
  *process = (struct ctl_process){.file = -1};
  const bool is_pid = which[strspn(which, "0123456789")] == '\0' && strlen(which) < 10;
  if (is_pid) {
    process->pid = atoi(which);
    process->run = mapped_run(process->pid);
    if (!process->run && errno != 0)
      return say("process %d cannot be asked: %s", process->pid, errno == ENOENT ? "there is none" : strerror(errno));
    if (!process->run)
      return say("process %d has no run: it was not built by instr-cc, has recorded nothing yet, or was started with "
                 "SOURCEPRINT_ENABLE=0",
                 process->pid);
  } else {
    process->run = say("%s", which);
  }
  char *path = say("%s/" SP_RUN_FILE, process->run);
  const int fd = reader_file_open(AT_FDCWD, path, &status);
  free(path);
  if (fd < 0)
    return say("%s is no run: %s; name a process id or a run directory", process->run, strerror(errno));
  const enum reader_header_state state = reader_header_read(fd, &header);
  close(fd);
  if (state != READER_HEADER_SOUND)
    return say("%s cannot be read: see sourceprint last", process->run);
  const enum reader_end end = reader_header_end(&header);
  if (!is_pid && end == READER_END_ELSEWHERE)
    return say("the process of %s runs in another pid namespace, or has ended there; ask from that container, or from "
               "the host",
               process->run);
  if (!is_pid && end != READER_END_RUNNING)
    return say("the process of %s has ended", process->run);
  process->pid = is_pid ? process->pid : reader_alive_pid(&header);
  char *problem = lock_file(process);
  if (!problem && !is_pid) // else it was found among what the process has mapped
    problem = check_mapped(process);
  if (!problem && !ctl_read(process))
    problem = say("%s/" SP_RUN_FILE " cannot be read: %s", process->run, strerror(errno));
  return problem;
}

void ctl_free(struct ctl_process *process) {
  if (process->file >= 0)
    close(process->file);
  free(process->run);
}

bool ctl_read(struct ctl_process *process) {
  return reader_file_read(process->file, &process->control, sizeof process->control, SP_CONTROL_OFFSET) ==
         sizeof process->control;
}

// A set of signals of a thread, or 0. field: "SigCgt:" or "SigBlk:".
static uint64_t signal_set(int pid, const char *tid, const char *field) {
  char *path = say("/proc/%d/task/%s/status", pid, tid), *line = NULL;
  FILE *status = fopen(path, "r");
  size_t room = 0;
  uint64_t set = 0;
  free(path);
  while (status && getline(&line, &room, status) > 0)
    if (strncmp(line, field, strlen(field)) == 0)
      set = strtoull(line + strlen(field), NULL, 16);
  free(line);
  if (status)
    fclose(status);
  return set;
}

static char state_of(int pid) {
  char *path = say("/proc/%d/stat", pid), text[512] = "";
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  free(path);
  if (fd < 0)
    return 'X';
  const ssize_t bytes = read(fd, text, sizeof text - 1);
  close(fd);
  const char *end = bytes > 0 ? strrchr(text, ')') : NULL;
  return (char)(end && end[1] ? end[2] : 'X');
}

// Whether one of the threads catches the signal, and one of these does not block it.
static void ask_threads(int pid, uint64_t bit, bool *is_caught, bool *is_open) {
  char *path = say("/proc/%d/task", pid);
  DIR *tasks = opendir(path);
  free(path);
  *is_caught = *is_open = false;
  for (struct dirent *task; tasks && (task = readdir(tasks));) {
    if (!isdigit((unsigned char)task->d_name[0]))
      continue;
    const bool catches = (signal_set(pid, task->d_name, "SigCgt:") & bit) != 0;
    *is_caught |= catches;
    *is_open |= catches && (signal_set(pid, task->d_name, "SigBlk:") & bit) == 0;
  }
  if (tasks)
    closedir(tasks);
}

char *ctl_obstacle(const struct ctl_process *process) {
  const int pid = process->pid, number = process->control.signal;
  if (process->control.magic != SP_CONTROL_MAGIC || number < 1 || number > 64)
    return say(
        "process %d listens to no signal: SOURCEPRINT_SIGNAL is none, or the program had a handler of its own for "
        "it when the run began",
        pid);
  bool is_caught, is_open;
  ask_threads(pid, UINT64_C(1) << (number - 1), &is_caught, &is_open);
  // A thread that makes another one blocks every signal for a moment.
  for (int waited = 0; is_caught && !is_open && waited < BLOCKED_MS; waited += 5) {
    pause_ms(5);
    ask_threads(pid, UINT64_C(1) << (number - 1), &is_caught, &is_open);
  }
  if (strchr("XZ", state_of(pid)))
    return say("process %d has ended", pid);
  if (!is_caught)
    return say("process %d no longer has our handler for signal %d, which would kill it; start it with "
               "SOURCEPRINT_SIGNAL set to one that it has no use for",
               pid, number);
  return is_open ? NULL
                 : say("every thread of process %d blocks signal %d; start it with SOURCEPRINT_SIGNAL set to one that "
                       "it does not block",
                       pid, number);
}

static char *write_request(const struct ctl_process *process, const char *text) {
  char *path = say("%s/" SP_REQUEST_FILE, process->run), *draft = say("%s.new", path), *problem = NULL;
  unlink(draft);
  const int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
  struct stat folder;
  bool is_written = out && fprintf(out, "%" PRIu32 "\n%s", process->control.taken + 1, text) > 0;
  // The process must be able to read what root wrote for it.
  if (is_written && geteuid() == 0 && stat(process->run, &folder) == 0)
    is_written = fchown(fd, folder.st_uid, folder.st_gid) == 0;
  is_written &= out && fclose(out) == 0;
  if (!is_written || rename(draft, path) != 0) {
    problem = say("%s cannot be written: %s", path, strerror(errno));
    unlink(draft);
  }
  free(path);
  free(draft);
  return problem;
}

static bool send(const struct ctl_process *process) {
  const union sigval cookie = {.sival_ptr = (void *)SP_CONTROL_COOKIE};
  return sigqueue(process->pid, process->control.signal, cookie) == 0;
}

char *ctl_request(struct ctl_process *process, const char *text) {
  char *problem = ctl_obstacle(process);
  if (!problem)
    problem = write_request(process, text);
  if (problem)
    return problem;
  const uint32_t number = process->control.taken + 1;
  int next = 0; // a signal that is not a real-time one is dropped where another of its kind waits
  for (int waited = 0; waited < ANSWER_MS; waited++) {
    if (waited == next && !send(process))
      return say("process %d cannot be sent a signal: %s", process->pid, strerror(errno));
    next = waited == next ? 3 * next + 100 : next;
    if (!ctl_read(process))
      break;
    if (process->control.taken == number)
      return process->control.result == SP_CONTROL_UNREADABLE
                 ? say("process %d could not read the request: it has another root or other rights now", process->pid)
                 : NULL;
    pause_ms(1);
  }
  const char state = state_of(process->pid);
  if (strchr("XZ", state))
    return say("process %d has ended", process->pid);
  if (strchr("Tt", state))
    return say("process %d is stopped; it will do so when it goes on", process->pid);
  return say("process %d does not answer: the program has a handler of its own for signal %d, or has confined itself",
             process->pid, process->control.signal);
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Asks /proc whether a process is the one that wrote the run.

#define _GNU_SOURCE

#include "alive.h"

#include "file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INITIAL_NAMESPACE 4026531836u // PROC_PID_INIT_INO of linux/proc_ns.h, the same on each machine

// Reads /proc/<pid>/<name>. False if there is none.
static bool read_of(const char *pid, const char *name, char text[], size_t size) {
  char path[300];
  struct stat status;
  snprintf(path, sizeof path, "/proc/%s/%s", pid, name);
  const int fd = reader_file_open(-1, path, &status);
  if (fd < 0)
    return false;
  text[reader_file_read(fd, text, size - 1, 0)] = 0;
  close(fd);
  return true;
}

// Field 22 of /proc/<pid>/stat; 0 if there is no such process, or only its remains that nobody has waited for.
static uint64_t process_start(const char *pid) {
  char text[1024];
  if (!read_of(pid, "stat", text, sizeof text))
    return 0;
  // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
  char *at = strrchr(text, ')');
  if (at && (strncmp(at, ") Z", 3) == 0 || strncmp(at, ") X", 3) == 0))
    return 0;
  for (int field = 2; at && field < 22; field++)
    at = strchr(at + 1, ' ');
  return at ? strtoull(at, NULL, 10) : 0;
}

static uint64_t namespace_of(const char *pid) {
  char path[300];
  struct stat status;
  snprintf(path, sizeof path, "/proc/%s/ns/pid", pid);
  return stat(path, &status) == 0 ? status.st_ino : 0;
}

// The process id in the innermost namespace, which is the process's own; 0: not known.
static int inner_pid(const char *pid) {
  char text[4096];
  char *line = read_of(pid, "status", text, sizeof text) ? strstr(text, "\nNSpid:") : NULL;
  if (!line)
    return 0;
  line[1 + strcspn(line + 1, "\n")] = 0;
  return atoi(strrchr(line, '\t') ? strrchr(line, '\t') + 1 : "0");
}

// The folder /proc may belong to another namespace than this process.
static bool is_own_proc(void) {
  char self[32];
  const ssize_t bytes = readlink("/proc/self", self, sizeof self - 1);
  self[bytes > 0 ? bytes : 0] = 0;
  return atoi(self) == getpid();
}

static bool is_it(const struct sp_run_header *header, const char *pid) {
  const uint64_t space = namespace_of(pid); // 0 if the process is another user's
  return process_start(pid) == header->process_start && inner_pid(pid) == header->pid &&
         (space == 0 || space == header->pid_namespace);
}

// Where no process is hidden, one that is not found is not there.
static int search(const struct sp_run_header *header) {
  int found = namespace_of("self") == INITIAL_NAMESPACE && is_own_proc() && access("/proc/1/stat", R_OK) == 0
                  ? READER_NOT_ALIVE
                  : READER_ALIVE_UNKNOWN;
  DIR *processes = opendir("/proc");
  for (struct dirent *entry; processes && (entry = readdir(processes));)
    if (entry->d_name[strspn(entry->d_name, "0123456789")] == 0 && is_it(header, entry->d_name)) {
      found = atoi(entry->d_name);
      break;
    }
  if (processes)
    closedir(processes);
  return found;
}

bool reader_alive_is_near(const struct sp_run_header *header) {
  const uint64_t own = namespace_of("self");
  return !header->pid_namespace || !own || (header->pid_namespace == own && is_own_proc());
}

int reader_alive_pid(const struct sp_run_header *header) {
  char pid[16];
  if (header->process_start == 0 || header->pid <= 0)
    return READER_NOT_ALIVE;
  if (!reader_alive_is_near(header))
    return search(header);
  snprintf(pid, sizeof pid, "%d", header->pid);
  return process_start(pid) == header->process_start ? header->pid : READER_NOT_ALIVE;
}

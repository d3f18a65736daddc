// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs a program with a time limit, and collects its output.

#define _GNU_SOURCE

#include "spawn.h"

#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LONGEST_MS 60000

// In the child: becomes the program, or tells why not.
static _Noreturn void become(const char *const *argv, const char *folder, char *const *environment, bool joins_errors,
                             int output, int failure) {
  const int input = open("/dev/null", O_RDONLY);
  bool is_ready = input >= 0 && dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
                  (!joins_errors || dup2(output, STDERR_FILENO) >= 0) && (!folder || chdir(folder) == 0);
  signal(SIGINT, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  if (is_ready && environment)
    execve(argv[0], (char *const *)argv, environment);
  else if (is_ready)
    execv(argv[0], (char *const *)argv);
  const int error = errno;
  const ssize_t written = write(failure, &error, sizeof error);
  (void)written;
  _exit(127);
}

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

// Reads until the end or the time limit. Returns false at the limit.
static bool read_all(int file, char **text) {
  const int64_t end = now_ms() + LONGEST_MS;
  size_t bytes = 0, room = 0;
  for (;;) {
    if (bytes + 4096 > room) {
      room = room * 2 + 8192;
      *text = realloc(*text, room);
      if (!*text)
        memory_is_short();
    }
    struct pollfd wait = {.fd = file, .events = POLLIN};
    const int64_t left = end - now_ms();
    const int ready = poll(&wait, 1, left > 0 ? (int)left : 0);
    const ssize_t got = ready > 0 ? read(file, *text + bytes, room - bytes - 1) : -1;
    const bool is_interrupted = ready != 0 && got < 0 && errno == EINTR;
    if (got > 0)
      bytes += (size_t)got;
    (*text)[bytes] = '\0';
    if (got <= 0 && !is_interrupted)
      return ready != 0;
  }
}

// Ends a child that takes too long; a compiler gets the time to remove what it made.
static void end(pid_t child) {
  const struct timespec moment = {.tv_nsec = 20000000};
  kill(child, SIGTERM);
  for (int i = 0; i < 100; i++) {
    siginfo_t info = {0};
    if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == child)
      return;
    nanosleep(&moment, NULL);
  }
  kill(child, SIGKILL);
}

bool spawn_run(const char *const *argv, const char *folder, char *const *environment, bool joins_errors,
               struct spawn_outcome *outcome) {
  int output[2], failure[2], error = 0, status = 0;
  *outcome = (struct spawn_outcome){0};
  if (pipe2(output, O_CLOEXEC) != 0)
    return false;
  if (pipe2(failure, O_CLOEXEC) != 0) {
    close(output[0]);
    close(output[1]);
    return false;
  }
  fflush(NULL);
  const pid_t child = fork();
  if (child == 0)
    become(argv, folder, environment, joins_errors, output[1], failure[1]);
  error = child < 0 ? errno : 0;
  close(output[1]);
  close(failure[1]);
  if (child > 0) {
    const bool failed = read(failure[0], &error, sizeof error) == (ssize_t)sizeof error;
    outcome->timed_out = !failed && !read_all(output[0], &outcome->output);
    if (outcome->timed_out)
      end(child);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
      ;
    outcome->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  close(output[0]);
  close(failure[0]);
  errno = error;
  return error == 0;
}

char *spawn_beside(const char *name) {
  char self[PATH_MAX], *path = NULL;
  const ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  self[length > 0 ? length : 0] = '\0';
  char *slash = strrchr(self, '/');
  if (slash)
    *slash = '\0';
  if (asprintf(&path, "%s/%s", slash ? self : ".", name) < 0)
    memory_is_short();
  return path;
}

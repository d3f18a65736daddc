// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Starts a program, waits for it, and turns the way it ended into a status as a shell gives it.

#define _GNU_SOURCE

#include "child.h"

#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void become(const struct child *child, const char *command) {
  const char *program = child->program ? child->program : child->argv[0];
  // A copy of our stderr for the message, since the child's may be another.
  const int own_words = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if ((child->input >= 0 && dup2(child->input, STDIN_FILENO) < 0) ||
      (child->output >= 0 && dup2(child->output, STDOUT_FILENO) < 0) ||
      (child->words >= 0 && dup2(child->words, STDERR_FILENO) < 0))
    _exit(CHILD_NOT_FOUND);
  execvp(program, child->argv);
  dprintf(own_words, "%s: cannot run %s: %s\n", command, program, strerror(errno));
  _exit(CHILD_NOT_FOUND);
}

int child_run(struct child *child, const char *command) {
  const struct sigaction ignore = {.sa_handler = SIG_IGN};
  struct sigaction on_interrupt, on_quit;
  int status = 0;
  fflush(NULL);
  sigaction(SIGINT, &ignore, &on_interrupt);
  sigaction(SIGQUIT, &ignore, &on_quit);
  const pid_t pid = fork();
  if (pid == 0) {
    sigaction(SIGINT, &on_interrupt, NULL);
    sigaction(SIGQUIT, &on_quit, NULL);
    become(child, command);
  }
  pid_t ended = pid;
  while (pid > 0 && (ended = wait4(pid, &status, 0, &child->usage)) < 0 && errno == EINTR)
    ;
  if (ended < 0)
    fprintf(stderr, "%s: cannot run %s: %s\n", command, child->argv[0], strerror(errno));
  sigaction(SIGINT, &on_interrupt, NULL);
  sigaction(SIGQUIT, &on_quit, NULL);
  if (ended < 0)
    return CHILD_NOT_FOUND;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static char *read_all(FILE *from, size_t *bytes) {
  char *text = NULL;
  size_t size = 0;
  FILE *to = open_memstream(&text, &size);
  char buffer[4096];
  for (size_t n; to && (n = fread(buffer, 1, sizeof buffer, from)) > 0;)
    fwrite(buffer, 1, n, to);
  if (!to || ferror(from) || fclose(to) != 0)
    return NULL;
  *bytes = size;
  return text;
}

char *child_output(char *const *argv, size_t *bytes) {
  FILE *file = tmpfile();
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  struct child child = {.argv = argv, .input = -1, .words = nowhere};
  char *text = NULL;
  if (file && nowhere >= 0) {
    child.output = fileno(file);
    if (child_run(&child, "sourceprint") == 0) {
      rewind(file);
      text = read_all(file, bytes);
    }
  }
  if (nowhere >= 0)
    close(nowhere);
  if (file)
    fclose(file);
  return text;
}

char *child_own_program(const char *name, const char *command) {
  char *path = spawn_beside(name);
  if (access(path, X_OK) == 0)
    return path;
  fprintf(stderr, "%s: there is no %s; unpack sourceprint again as a whole\n", command, path);
  free(path);
  return NULL;
}

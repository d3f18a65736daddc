// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps the names of temporary files and folders where a signal handler can read them.

#define _GNU_SOURCE

#include "temporary.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAMES_MOST 64u

// "": the place is free. Read by the handler; the first byte is written last.
static char names[NAMES_MOST][PATH_MAX];

// A tree cannot be removed in a handler: another program does it. fork() and execve() may be called there.
static void remove_tree(const char *name) {
  const pid_t child = fork();
  if (child == 0) {
    char *const words[] = {"rm", "-rf", "--", (char *)name, NULL};
    char *const environment[] = {NULL};
    execve("/bin/rm", words, environment);
    _exit(1);
  }
  if (child > 0)
    waitpid(child, NULL, 0);
}

static void on_signal(int number) {
  for (size_t i = 0; i < NAMES_MOST; i++)
    if (names[i][0])
      remove_tree(names[i]);
  raise(number); // by its default action, once this handler has returned
}

static void watch(void) {
  static const int numbers[] = {SIGHUP, SIGINT, SIGTERM};
  struct sigaction now, ours = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
  sigfillset(&ours.sa_mask);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (sigaction(numbers[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
      sigaction(numbers[i], &ours, NULL);
}

void temporary_add(const char *name) {
  static bool is_watching;
  const size_t bytes = strlen(name) + 1;
  size_t i = 0;
  while (i < NAMES_MOST && names[i][0])
    i++;
  if (i == NAMES_MOST || bytes > sizeof names[i])
    return;
  memcpy(names[i] + 1, name + 1, bytes - 1);
  *(volatile char *)names[i] = name[0];
  if (!is_watching)
    watch();
  is_watching = true;
}

char *temporary_make(char *name) {
  sigset_t ending, before;
  sigemptyset(&ending);
  sigaddset(&ending, SIGHUP);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  sigprocmask(SIG_BLOCK, &ending, &before);
  char *made = mkdtemp(name);
  const int error = errno;
  if (made)
    temporary_add(made);
  sigprocmask(SIG_SETMASK, &before, NULL);
  errno = error;
  return made;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
  (void)status, (void)type, (void)place;
  remove(path);
  return 0;
}

// A signal meanwhile removes the rest.
void temporary_remove(const char *name) {
  nftw(name, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  temporary_drop(name);
}

void temporary_drop(const char *name) {
  for (size_t i = 0; i < NAMES_MOST; i++)
    if (strcmp(names[i], name) == 0)
      names[i][0] = '\0';
}

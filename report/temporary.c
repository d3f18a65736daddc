// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "temporary.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOLDERS_MOST 64u

// "": the place is free. Read by the handler; the first byte is written last.
static char folders[FOLDERS_MOST][PATH_MAX];

// A tree cannot be removed in a handler: another program does it. fork() and execve() may be called there.
static void remove_folder(const char *folder) {
  const pid_t child = fork();
  if (child == 0) {
    char *const words[] = {"rm", "-rf", "--", (char *)folder, NULL};
    char *const environment[] = {NULL};
    execve("/bin/rm", words, environment);
    _exit(1);
  }
  if (child > 0)
    waitpid(child, NULL, 0);
}

static void on_signal(int number) {
  for (size_t i = 0; i < FOLDERS_MOST; i++)
    if (folders[i][0])
      remove_folder(folders[i]);
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

static void add(const char *folder) {
  static bool is_watching;
  const size_t bytes = strlen(folder) + 1;
  size_t i = 0;
  while (i < FOLDERS_MOST && folders[i][0])
    i++;
  if (i == FOLDERS_MOST || bytes > sizeof folders[i])
    return;
  memcpy(folders[i] + 1, folder + 1, bytes - 1);
  *(volatile char *)folders[i] = folder[0];
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
    add(made);
  sigprocmask(SIG_SETMASK, &before, NULL);
  errno = error;
  return made;
}

void temporary_drop(const char *folder) {
  for (size_t i = 0; i < FOLDERS_MOST; i++)
    if (strcmp(folders[i], folder) == 0)
      folders[i][0] = '\0';
}

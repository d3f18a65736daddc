// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "process.h"

#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const int ending_signals[] = {SIGHUP, SIGINT, SIGTERM};
enum { ending_signal_count = sizeof ending_signals / sizeof *ending_signals };

static char *tree;
static volatile sig_atomic_t child;       // process id, or 0
static volatile sig_atomic_t ended_by;    // the signal that asked us to end, or 0
static volatile sig_atomic_t out_of_time; //

static void pass_on(int signal) {
  if (signal == SIGALRM)
    out_of_time = 1;
  else
    ended_by = signal;
  if (child > 0)
    kill((pid_t)child, signal == SIGALRM ? SIGKILL : signal);
}

static void catch_signals(void) {
  struct sigaction action = {.sa_handler = pass_on}, before;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < ending_signal_count; i++) {
    sigaction(ending_signals[i], NULL, &before);
    if (before.sa_handler != SIG_IGN)
      sigaction(ending_signals[i], &action, NULL);
  }
  sigaction(SIGALRM, &action, NULL);
}

const char *driver_make_tree(void) {
  const char *folders[] = {getenv("TMPDIR"), "/tmp"};
  catch_signals();
  for (int i = 0; i < 2; i++) {
    if (!folders[i] || !*folders[i])
      continue;
    tree = driver_format("%s/instr-cc-XXXXXX", folders[i]);
    if (mkdtemp(tree))
      return tree;
  }
  tree = NULL;
  return NULL;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk) {
  (void)status;
  (void)type;
  (void)walk;
  remove(path);
  return 0;
}

void driver_remove_folder(const char *folder) { nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS); }

void driver_remove_tree(void) {
  if (tree)
    driver_remove_folder(tree);
  tree = NULL;
}

static void end_by(int signal) {
  driver_remove_tree();
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core); // the core worth having is the child's
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(signal, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  raise(signal);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void driver_end_as(struct driver_outcome outcome) {
  driver_remove_tree();
  if (outcome.signal)
    end_by(outcome.signal);
  exit(outcome.status);
}

void driver_become(const char *program, const char *const *argv) {
  if (ended_by)
    end_by(ended_by);
  driver_remove_tree();
  for (int i = 0; i < ending_signal_count; i++) {
    struct sigaction now;
    sigaction(ending_signals[i], NULL, &now);
    if (now.sa_handler == pass_on)
      signal(ending_signals[i], SIG_DFL);
  }
  execv(program, (char *const *)argv);
}

static void send_to(const char *path, int descriptor) {
  int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
  if (file == descriptor) // it was closed
    fcntl(file, F_SETFD, 0);
  else if (file >= 0)
    dup2(file, descriptor);
}

static _Noreturn void start(const char *program, const char *const *argv, const char *output,
                            const char *error_output) {
  send_to(output, STDOUT_FILENO);
  send_to(error_output, STDERR_FILENO);
  execv(program, (char *const *)argv);
  dprintf(STDERR_FILENO, "instr-cc: error: cannot run %s: %s\n", program, strerror(errno));
  _exit(127);
}

struct driver_outcome driver_run(const char *program, const char *const *argv, const char *error_output,
                                 unsigned seconds) {
  return driver_run_to(program, argv, NULL, error_output, seconds);
}

struct driver_outcome driver_run_to(const char *program, const char *const *argv, const char *output,
                                    const char *error_output, unsigned seconds) {
  struct driver_outcome outcome = {.status = 127};
  // Between fork and the note of the child's id no signal may get lost.
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  out_of_time = 0;
  if (ended_by) // it came while there was no child to pass it on to
    end_by(ended_by);
  pid_t pid = fork();
  if (pid == 0) {
    for (int i = 0; i < ending_signal_count; i++) {
      struct sigaction now;
      sigaction(ending_signals[i], NULL, &now);
      if (now.sa_handler == pass_on)
        signal(ending_signals[i], SIG_DFL);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    start(program, argv, output, error_output);
  }
  child = pid;
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (pid < 0) {
    fprintf(stderr, "instr-cc: error: cannot start %s: %s\n", program, strerror(errno));
    return outcome;
  }
  alarm(seconds);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
    ;
  child = 0;
  alarm(0);
  if (ended_by)
    end_by(ended_by);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  outcome.timed_out = out_of_time;
  return outcome;
}

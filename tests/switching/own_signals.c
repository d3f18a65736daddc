// Uses each real-time signal in each way that there is, and prints what came of it.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t seen, value;

static void handle(int number, siginfo_t *info, void *context) {
  (void)context;
  seen = number;
  value = info->si_value.sival_int;
}

// How a child ends that does nothing about the signal.
static int end_by_default(int number, int by_queue) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    if (by_queue)
      sigqueue(getpid(), number, (union sigval){.sival_int = 5});
    else
      raise(number);
    _exit(3);
  }
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static int by_wait(const sigset_t *set, int number) {
  siginfo_t info;
  sigqueue(getpid(), number, (union sigval){.sival_int = number + 1});
  return sigwaitinfo(set, &info) == number ? info.si_value.sival_int : -1;
}

static int by_file(const sigset_t *set, int number) {
  struct signalfd_siginfo info;
  int file = signalfd(-1, set, SFD_CLOEXEC);
  sigqueue(getpid(), number, (union sigval){.sival_int = number + 2});
  ssize_t bytes = read(file, &info, sizeof info);
  close(file);
  return bytes == (ssize_t)sizeof info && (int)info.ssi_signo == number ? info.ssi_int : -1;
}

int main(void) {
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) {
    sigset_t set;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&set);
    sigaddset(&set, number);
    printf("%d: default %d %d", number, end_by_default(number, 0), end_by_default(number, 1));
    sigprocmask(SIG_BLOCK, &set, NULL);
    printf(" wait %d", by_wait(&set, number));
    printf(" file %d", by_file(&set, number));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO;
    sigaction(number, &action, NULL);
    sigqueue(getpid(), number, (union sigval){.sival_int = number + 3});
    printf(" handled %d %d", (int)seen, (int)value);
    signal(number, SIG_IGN);
    raise(number);
    printf(" ignored");
    signal(number, SIG_DFL);
    printf(" again %d\n", end_by_default(number, 0));
    fflush(stdout);
  }
  return 0;
}

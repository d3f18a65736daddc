// What the programs of this folder share: a case is chosen by its name, and check_cases.py says what the comments
// with three slashes before a case mean.
#ifndef CASES_H
#define CASES_H

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

struct test_case {
  const char *name;
  int (*run)(void); // returns the exit status
};

static const char *own_path; // to exec() the program again

static int run_case(const struct test_case *cases, int argc, char **argv) {
  int status = 99;
  own_path = argv[0];
  // Not flushed: what reaches the pipe tells how the process ended.
  printf("%s begins\n", argc > 1 ? argv[1] : "nothing");
  for (const struct test_case *c = cases; c->name; c++)
    if (argc > 1 && strcmp(c->name, argv[1]) == 0)
      status = c->run();
  printf("it ends with %d\n", status);
  return status; // @main
}

// Waits for a child, and tells how it ended.
static inline int tell(pid_t pid) {
  int status = 0;
  if (waitpid(pid, &status, 0) < 0)
    return 98;
  printf("the child: %s %d\n", WIFSIGNALED(status) ? "signal" : "exit",
         WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
  return 0;
}

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// vfork: the child shares the parent's memory until it execs or ends, and its records stand among the parent's.
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int status = 0;              // @1
  pid_t child = vfork();       // @2
  if (child == 0)              // @3 @5
    _exit(3);                  // @4
  waitpid(child, &status, 0);  // @6
  printf("%d\n", WEXITSTATUS(status)); // @7
  return 0;                    // @8
}

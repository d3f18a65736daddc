// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instr-cc: a C compiler that takes any clang command line and compiles with a record before every statement.
#define _GNU_SOURCE
#include "build.h"
#include "install.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// instr-cc CLANG ARGUMENT...: the form in which build systems put a launcher before the compiler.
static char **take_launched(char **argv) {
  const char *base = argv[1] && strrchr(argv[1], '/') ? strrchr(argv[1], '/') + 1 : argv[1];
  if (!base || strncmp(base, "clang", 5) != 0 || strchr(base, '.'))
    return argv;
  setenv("SOURCEPRINT_REAL_CC", argv[1], 1);
  return argv + 1;
}

int main(int argc, char **argv) {
  (void)argc;
  argv = take_launched(argv);
  const char *problem = NULL;
  const char *compiler = driver_find_compiler(&problem);
  if (!compiler) {
    fprintf(stderr, "instr-cc: error: %s\n", problem);
    return EXIT_FAILURE;
  }
  struct driver_command command = driver_scan(argv);
  if (command.problem) {
    fprintf(stderr, "instr-cc: error: %s\n", command.problem);
    return EXIT_FAILURE;
  }
  if (command.passthrough == DRIVER_PASS_NONE)
    driver_build(compiler, argv, &command);
  driver_pass_through(compiler, argv, &command);
  return EXIT_FAILURE;
}

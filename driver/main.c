// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instr-cc: a C compiler that takes any clang command line and compiles with a record before every statement.
#include "build.h"
#include "config.h"
#include "install.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  (void)argc;
  const char *problem = NULL;
  struct driver_command command = driver_scan(argv);
  const char *compiler = driver_find_compiler(driver_config_near(driver_config_source(&command)), &problem);
  if (!compiler) {
    fprintf(stderr, "instr-cc: error: %s\n", problem);
    return EXIT_FAILURE;
  }
  if (command.problem) {
    fprintf(stderr, "instr-cc: error: %s\n", command.problem);
    return EXIT_FAILURE;
  }
  if (command.passthrough == DRIVER_PASS_NONE)
    driver_build(compiler, argv, &command);
  driver_pass_through(compiler, argv, &command);
  return EXIT_FAILURE;
}

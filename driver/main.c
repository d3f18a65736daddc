// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instr-cc: a C compiler that takes any clang command line and compiles with a record before every statement.
#include "build.h"
#include "config.h"
#include "explain.h"
#include "install.h"
#include "outcomes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], DRIVER_EXPLAIN_FLAG) == 0)
    return driver_explain(argv);
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
  driver_count_outcome(driver_passthrough_name(command.passthrough), driver_config_source(&command), NULL, false);
  if (command.passthrough == DRIVER_PASS_NONE)
    driver_build(compiler, argv, &command);
  driver_pass_through(compiler, argv, &command);
  return EXIT_FAILURE;
}

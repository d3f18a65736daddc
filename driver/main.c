// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instr-cc: a C compiler that takes any clang command line and compiles with a record before every statement.
#define _GNU_SOURCE
#include "build.h"
#include "config.h"
#include "explain.h"
#include "install.h"
#include "launcher.h"
#include "outcomes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Set for the compiler that we run: if it finds its way to us again, it is no compiler.
#define LOOP_GUARD "INSTR_CC_RUNS"

static _Noreturn void give_up(const char *problem) {
  fprintf(stderr, "instr-cc: error: %s\n", problem);
  exit(EXIT_FAILURE);
}

static const char *find_compiler(const struct driver_command *command) {
  const char *problem = NULL;
  const char *compiler = driver_find_compiler(driver_config_near(driver_config_source(command)), &problem);
  if (!compiler)
    give_up(problem);
  return compiler;
}

static void stop_loops(const char *compiler) {
  const char *running = getenv(LOOP_GUARD);
  if (running && strcmp(running, compiler) == 0)
    give_up(
        driver_format("%s starts instr-cc again instead of compiling: set SOURCEPRINT_REAL_CC to a clang", compiler));
  setenv(LOOP_GUARD, compiler, 1);
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], DRIVER_EXPLAIN_FLAG) == 0)
    return driver_explain(argv);
  struct driver_launched launched = driver_find_launched(argv);
  for (; launched.is_ourselves && argc > 1; argc--, launched = driver_find_launched(argv))
    argv++;
  if (launched.compiler)
    argv++;
  struct driver_command command = driver_scan(argv);
  if (command.problem)
    give_up(command.problem);
  const char *compiler = launched.compiler ? launched.compiler : find_compiler(&command);
  stop_loops(compiler);
  bool links = launched.is_clangxx && command.c_sources == 0;
  if (launched.compiler && !launched.is_clang && !links)
    command.passthrough = DRIVER_PASS_OTHER_COMPILER;
  driver_count_outcome(driver_passthrough_name(command.passthrough), driver_config_source(&command), NULL, false);
  if (command.passthrough == DRIVER_PASS_NONE)
    driver_build(compiler, argv, &command);
  driver_pass_through(compiler, argv, &command);
  return EXIT_FAILURE;
}

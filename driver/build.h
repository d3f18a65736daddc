// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is done with a command that is ours: rewrite and compile each C source, link with the runtime.
#ifndef SOURCEPRINT_DRIVER_BUILD_H
#define SOURCEPRINT_DRIVER_BUILD_H

#include "command.h"

// The command as it is, with the real compiler in the place of our name and without our own flags. argv[0] is ours.
// Returns only if the compiler cannot be run.
void driver_pass_through(const char *compiler, char **argv, const struct driver_command *command);

// Builds with records and ends the process as the real compiler would.
_Noreturn void driver_build(const char *compiler, char **argv, const struct driver_command *command);

#endif

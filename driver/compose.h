// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The commands that are run in the place of the user's.
#ifndef SOURCEPRINT_DRIVER_COMPOSE_H
#define SOURCEPRINT_DRIVER_COMPOSE_H

#include "command.h"

// The command as it is. argv[0] is our own name.
struct driver_words driver_compose_original(const char *compiler, char **argv, const struct driver_command *command);

// The command that compiles only one of several sources, or one that is linked in the same command, into an object.
// object: NULL where the object has the name that clang gives it.
struct driver_words driver_compose_single(const char *compiler, const struct driver_command *command, size_t chosen,
                                          const char *object);

// The link of a command that also compiled: objects, one for each C source, stand where the sources stood.
struct driver_words driver_compose_link(const char *compiler, const struct driver_command *command,
                                        const char *const *objects);

// Adds words behind the options, which end at a "--" if there is one. options: up to a NULL.
struct driver_words driver_with_options(const struct driver_words *words, const char *const *options);

// Adds the runtime to a link.
void driver_add_runtime(struct driver_words *words, const struct driver_command *command);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the site tables in objects and programs tell: whether there are any, and whether another format has made them.
#ifndef SOURCEPRINT_DRIVER_OLD_OBJECTS_H
#define SOURCEPRINT_DRIVER_OLD_OBJECTS_H

#include "command.h"

// To be called when the command has linked. Prints one line about its output, and one about each shared library that it
// names, if sources in it record nothing for that reason, and counts them.
void driver_check_linked(const struct driver_command *command);

// Whether an object or a program has no site table. False too for what is no ELF file, as with -flto.
bool driver_lacks_sites(const char *path);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Objects that an instr-cc of another format has compiled.
#ifndef SOURCEPRINT_DRIVER_OLD_OBJECTS_H
#define SOURCEPRINT_DRIVER_OLD_OBJECTS_H

#include "command.h"

// To be called when the command has linked. Prints one line about its output, and one about each shared library that it
// names, if sources in it record nothing for that reason, and counts them.
void driver_check_linked(const struct driver_command *command);

#endif

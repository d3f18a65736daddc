// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What makes build systems take a compiler.
#ifndef SOURCEPRINT_REPORT_BUILD_ENVIRONMENT_H
#define SOURCEPRINT_REPORT_BUILD_ENVIRONMENT_H

#include <stdbool.h>
#include <stdio.h>

// Sets the variables by which make, configure, CMake and Meson choose it. explain: takes a line for each, or NULL.
void build_environment_set(const char *compiler, FILE *explain);

// False after a message if the command builds in a folder that CMake made for another compiler: nothing would happen
// there that we want.
bool build_environment_check(char *const *argv, const char *compiler, const char *command);

#endif

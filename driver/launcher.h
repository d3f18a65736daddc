// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The launcher form, `instr-cc clang -c x.c`, in which CMake and others put a tool before the compiler.
#ifndef SOURCEPRINT_DRIVER_LAUNCHER_H
#define SOURCEPRINT_DRIVER_LAUNCHER_H

#include <stdbool.h>

struct driver_launched {
  const char *compiler; // the compiler that the command's first word names, or NULL if it names none
  bool is_clang;        // a clang that compiles C
  bool is_clangxx;      // one that compiles C++: what it links may have C in it
  bool is_ourselves;    // the first word is our own name
};

struct driver_launched driver_find_launched(char **argv);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A list of macros included as constants and as cases: what is right for one would break the other.
#include <stdio.h>

#define COLOR(name, value) name = value,
enum color {
#include "parts/colors.def"
};
#undef COLOR

static const char *name(enum color c) {
  switch (c) {              // @2
#define COLOR(name, value) case name: return #name;
#include "parts/colors.def"
#undef COLOR
  }
  return "?";
}

int main(void) {
  puts(name(GREEN));        // @1
  return 0;                 // @3
}

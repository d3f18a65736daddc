// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which variables the text of a statement uses, and which it assigns. Only what the text shows for certain counts.
#ifndef SOURCEPRINT_REPORT_ASSIGNED_H
#define SOURCEPRINT_REPORT_ASSIGNED_H

#include <stdbool.h>
#include <stddef.h>

struct assigned_name {
  const char *begin; // borrows the text
  size_t length;
};

// The variables that a statement uses, each once, in the order of the text; those that it only assigns are left out.
// Returns how many, at most `most`.
size_t assigned_names_used(const char *text, struct assigned_name *names, size_t most);

enum assigned_how {
  ASSIGNED_NOT,
  ASSIGNED_VALUE,   // the variable itself
  ASSIGNED_PART,    // an element or a member of it, or what it points to
  ASSIGNED_ADDRESS, // a function was called with its address, and may have assigned it
};

// What a statement that was executed as a whole did with a variable.
enum assigned_how assigned_how(const char *text, struct assigned_name name);

#endif

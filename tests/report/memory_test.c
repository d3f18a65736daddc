// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "common/memory.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

Test(memory, short_memory_ends_with_a_line_and_status_1, .exit_code = 1) { memory_checked(NULL); }

Test(memory, what_is_there_is_given_back) {
  char text[] = "there";
  cr_assert(eq(ptr, memory_checked(text), text));
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sites of records that are made by hand. Private to this folder.
#ifndef SOURCEPRINT_RUNTIME_HAND_H
#define SOURCEPRINT_RUNTIME_HAND_H

#include <stdbool.h>
#include <stdint.h>

struct sp_hand_place {
  const char *file, *function, *text; // none is NULL
  uint32_t line;
  uint8_t macro; // enum sp_macro_relation
};

// The record's value for a place; 0 if the filters leave it out, or there is no room. May take the lock.
uint32_t sp_hand_value(const struct sp_hand_place *place);

// In the child of a fork: gives the region at that address a file of its own, with what the parent's holds. True with
// *is_kept false if that fails. False if there is no such region.
bool sp_keep_hand_region(uint64_t address, bool *is_kept);

#endif

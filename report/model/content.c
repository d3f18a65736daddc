// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hashes what a statement is: its place, macro, function and text.

#include "content.h"

#include <string.h>
#include <xxhash.h>

uint64_t content_hash(const struct sp_record_text *statement) {
  const uint32_t numbers[] = {statement->line, statement->column, statement->macro, statement->def_line};
  const char *const words[] = {statement->file, statement->function, statement->snippet, statement->def_file};
  XXH64_hash_t hash = XXH64(numbers, sizeof numbers, 0);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    hash = XXH64(words[i] ? words[i] : "", words[i] ? strlen(words[i]) : 0, hash);
  return hash ? hash : 1;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sources in a folder, and what they contain.
#ifndef SOURCEPRINT_REPORT_SOURCE_TREE_H
#define SOURCEPRINT_REPORT_SOURCE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <xxhash.h>

struct source_tree_file {
  char *path; // within the folder
  XXH128_hash_t hash;
};

struct source_tree {
  const char *folder;
  struct source_tree_file *files; // sorted by path
  size_t count;
  size_t room;
  bool is_git; // the files are those that git tracks
};

// Reads the files that git tracks in the folder, or all regular files and links below it if git tracks none. False
// after a message, which begins with command.
bool source_tree_read(struct source_tree *tree, const char *folder, const char *command);

// Reads the files again and prints a line to stderr for each whose content, or the place that it links to, is another
// or that is gone. Returns their number.
size_t source_tree_compare(const struct source_tree *tree, const char *command);

void source_tree_free(struct source_tree *tree);

#endif

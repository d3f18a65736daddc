// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hashes of texts and files: XXH3 of 128 bits, which finds what has changed and is no defence against an attacker.
#ifndef SOURCEPRINT_DRIVER_HASH_H
#define SOURCEPRINT_DRIVER_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

enum { DRIVER_HASH_DIGITS = 32 };

struct driver_hash {
  char digits[DRIVER_HASH_DIGITS + 1]; // hexadecimal, and a NUL
};

struct driver_hash driver_hash_bytes(const void *bytes, size_t count);

// The hash of a regular file's content, and what fstat() says. Returns false if it cannot be read, or is no regular
// file.
bool driver_hash_file(const char *path, struct driver_hash *hash, struct stat *status);

#endif

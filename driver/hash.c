// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "hash.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
#include <xxhash.h>

static void print(struct driver_hash *hash, XXH128_hash_t value) {
  snprintf(hash->digits, sizeof hash->digits, "%016jx%016jx", (uintmax_t)value.high64, (uintmax_t)value.low64);
}

struct driver_hash driver_hash_bytes(const void *bytes, size_t count) {
  struct driver_hash hash;
  print(&hash, XXH3_128bits(bytes, count));
  return hash;
}

// By read() and not by a mapping: another process may cut the file off meanwhile.
static bool hash_descriptor(int file, struct driver_hash *hash) {
  static char piece[1 << 16];
  XXH3_state_t *state = XXH3_createState();
  if (!state)
    return false;
  XXH3_128bits_reset(state);
  ssize_t bytes;
  while ((bytes = read(file, piece, sizeof piece)) > 0)
    XXH3_128bits_update(state, piece, (size_t)bytes);
  print(hash, XXH3_128bits_digest(state));
  XXH3_freeState(state);
  return bytes == 0;
}

bool driver_hash_file(const char *path, struct driver_hash *hash, struct stat *status) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0)
    return false;
  bool done = fstat(file, status) == 0 && S_ISREG(status->st_mode) && hash_descriptor(file, hash);
  close(file);
  return done;
}

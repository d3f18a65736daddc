// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "cache_check.h"

#include "hash.h"
#include "rewriter_status.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PART 'p' // a file of the result's own
#define END 'z'

char *driver_cache_read(const char *path, size_t *count) {
  FILE *file = fopen(path, "re");
  char *bytes = NULL;
  struct stat status;
  if (file && fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode)) {
    bytes = driver_allocate((size_t)status.st_size + 1);
    *count = fread(bytes, 1, (size_t)status.st_size, file);
    bytes[*count] = '\0';
  }
  if (file)
    fclose(file);
  return bytes;
}

static bool has_hash(const char *path, const char *digits) {
  struct driver_hash hash;
  struct stat status;
  return driver_hash_file(path, &hash, &status) && memcmp(hash.digits, digits, DRIVER_HASH_DIGITS) == 0;
}

static bool holds(const char *result, const char *line) {
  size_t length = strlen(line);
  const char *digits = line + 1, *name = digits + DRIVER_HASH_DIGITS;
  switch (line[0]) {
  case SP_REWRITER_ABSENT:
    return access(line + 1, F_OK) != 0;
  case SP_REWRITER_SEEN:
    return access(line + 1, F_OK) == 0;
  case SP_REWRITER_READ:
    return length > 1 + DRIVER_HASH_DIGITS && has_hash(name, digits);
  case PART:
    return length > 1 + DRIVER_HASH_DIGITS && has_hash(driver_format("%s/%s", result, name), digits);
  default:
    return false;
  }
}

// The length of the lines before the last one, or 0 if the list is not whole.
static size_t whole_length(const char *bytes, size_t count) {
  size_t last = 1 + DRIVER_HASH_DIGITS + 1;
  if (count <= last || bytes[count - 1] != '\0' || bytes[count - last - 1] != '\0' || bytes[count - last] != END)
    return 0;
  struct driver_hash hash = driver_hash_bytes(bytes, count - last);
  return memcmp(bytes + count - last + 1, hash.digits, DRIVER_HASH_DIGITS) == 0 ? count - last : 0;
}

bool driver_cache_check(const char *result) {
  size_t count = 0;
  char *path = driver_format("%s/check", result), *bytes = driver_cache_read(path, &count);
  size_t length = bytes ? whole_length(bytes, count) : 0;
  bool good = length > 0;
  for (const char *line = bytes; good && line < bytes + length; line += strlen(line) + 1)
    good = holds(result, line);
  free(bytes);
  free(path);
  return good;
}

// A file whose status was changed since then may have been read before or after. The clock is the one that the kernel
// puts into the status.
static bool is_older(const struct stat *status, struct timespec started) {
  return status->st_ctim.tv_sec < started.tv_sec ||
         (status->st_ctim.tv_sec == started.tv_sec && status->st_ctim.tv_nsec < started.tv_nsec);
}

static bool list_input(FILE *check, const char *line, struct timespec started) {
  struct driver_hash hash;
  struct stat status;
  if (line[0] != SP_REWRITER_READ)
    return fprintf(check, "%s%c", line, '\0') > 0;
  if (strcmp(line + 1, "/dev/null") == 0)
    return true;
  return driver_hash_file(line + 1, &hash, &status) && is_older(&status, started) &&
         fprintf(check, "%c%s%s%c", SP_REWRITER_READ, hash.digits, line + 1, '\0') > 0;
}

bool driver_cache_list_inputs(FILE *check, const char *list, struct timespec started) {
  size_t count = 0;
  char *bytes = driver_cache_read(list, &count);
  bool good = bytes && count > 0 && bytes[count - 1] == '\0';
  for (const char *line = bytes; good && line < bytes + count; line += strlen(line) + 1)
    good = list_input(check, line, started);
  free(bytes);
  return good;
}

bool driver_cache_list_part(FILE *check, const char *folder, const char *name) {
  struct driver_hash hash;
  struct stat status;
  return driver_hash_file(driver_format("%s/%s", folder, name), &hash, &status) &&
         fprintf(check, "%c%s%s%c", PART, hash.digits, name, '\0') > 0;
}

void driver_cache_end_list(FILE *check, const char *bytes, size_t count) {
  fprintf(check, "%c%s%c", END, driver_hash_bytes(bytes, count).digits, '\0');
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where runs are: the one rule that the runtime, instr-cc and sourceprint share. No stdio and no allocation, because
// the runtime uses it inside other people's programs.
#ifndef SOURCEPRINT_RUNTIME_PLACE_H
#define SOURCEPRINT_RUNTIME_PLACE_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// The value of SOURCEPRINT_<name>, or else of the original tool's ASCII_INSTR_SOURCE_PRINT_<name>; NULL if neither is
// set or it is empty. name: at most 32 bytes.
static inline const char *sp_setting(const char *name) {
  static const char *const prefixes[] = {"SOURCEPRINT_", "ASCII_INSTR_SOURCE_PRINT_"};
  for (size_t i = 0; i < 2; i++) {
    char variable[64];
    size_t prefix = strlen(prefixes[i]), rest = strlen(name);
    if (prefix + rest >= sizeof variable)
      return NULL;
    memcpy(variable, prefixes[i], prefix);
    memcpy(variable + prefix, name, rest + 1);
    const char *value = getenv(variable);
    if (value && *value)
      return value;
  }
  return NULL;
}

// Puts the folder of runs into out (size bytes), as the settings say or by default per user. Returns 0, or -1 if it
// does not fit.
static inline int sp_runs_folder(char *out, size_t size) {
  const char *chosen = sp_setting("OUTPUT_DIR");
  if (chosen) {
    if (strlen(chosen) >= size)
      return -1;
    strcpy(out, chosen);
    return 0;
  }
  const char *temporary = getenv("TMPDIR");
  if (!temporary || !*temporary)
    temporary = "/tmp";
  static const char middle[] = "/sourceprint-";
  char digits[12];
  char *p = digits + sizeof digits;
  *--p = '\0';
  unsigned uid = (unsigned)getuid();
  do
    *--p = (char)('0' + uid % 10);
  while ((uid /= 10) != 0);
  if (strlen(temporary) + strlen(middle) + strlen(p) >= size)
    return -1;
  strcpy(out, temporary);
  strcat(out, middle);
  strcat(out, p);
  return 0;
}

// Makes the folders above one, as mkdir -p does. Returns 0, or -1 with errno set.
static inline int sp_make_parents(const char *folder) {
  char path[4096];
  const size_t length = strlen(folder);
  if (length >= sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(path, folder, length + 1);
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
      return -1;
    *slash = '/';
  }
  return 0;
}

// Makes the folder of runs, and those above it if it was chosen. One that exists must be a real folder, and the default
// one in a shared place must be ours alone. Returns 0, or -1 with errno set: EPERM if somebody else could write into
// it.
static inline int sp_make_runs_folder(const char *folder) {
  if (mkdir(folder, 0700) == 0 ||
      (errno == ENOENT && sp_setting("OUTPUT_DIR") && sp_make_parents(folder) == 0 && mkdir(folder, 0700) == 0))
    return 0;
  if (errno != EEXIST)
    return -1;
  struct stat status;
  if (sp_setting("OUTPUT_DIR")) // chosen by the user, who may use a link or share it
    return stat(folder, &status) == 0 && S_ISDIR(status.st_mode) ? 0 : (errno = ENOTDIR, -1);
  if (lstat(folder, &status) != 0)
    return -1;
  if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid() || (status.st_mode & 022) != 0) {
    errno = EPERM;
    return -1;
  }
  return 0;
}

#endif

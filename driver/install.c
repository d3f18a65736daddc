// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "install.h"

#include "config.h"
#include "runtime/place.h"
#include "sourceprint_llvm.h"
#include "words.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#define SP_STRING_(x) #x
#define SP_STRING(x) SP_STRING_(x)

// Whether this program file is our own, which as "the real compiler" would start itself without end.
static bool is_ourselves(const char *path) {
  struct stat theirs, ours;
  return stat(path, &theirs) == 0 && stat("/proc/self/exe", &ours) == 0 && theirs.st_dev == ours.st_dev &&
         theirs.st_ino == ours.st_ino;
}

static bool is_compiler(const char *path) {
  struct stat status;
  return access(path, X_OK) == 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode) && !is_ourselves(path);
}

const char *driver_find_program(const char *name) {
  if (strchr(name, '/'))
    return is_compiler(name) ? name : NULL;
  const char *folders = getenv("PATH");
  while (folders && *folders) {
    size_t length = strcspn(folders, ":");
    char *path = driver_format("%.*s/%s", length ? (int)length : 1, length ? folders : ".", name);
    if (is_compiler(path))
      return path;
    free(path);
    folders += length + (folders[length] == ':');
  }
  return NULL;
}

const char *driver_find_compiler(const struct driver_config *config, const char **problem) {
  const char *chosen = driver_setting(config, "REAL_CC");
  const char *found;
  if (chosen) {
    found = driver_find_program(chosen);
    if (!found)
      *problem =
          sp_setting("REAL_CC")
              ? driver_format("SOURCEPRINT_REAL_CC=%s is no program that can be run; set it to a clang, or unset it",
                              chosen)
              : driver_format("%s: the compiler %s is no program that can be run; name a clang, or leave it out",
                              config->path, chosen);
    return found;
  }
  if (is_compiler(SOURCEPRINT_REAL_CLANG))
    return SOURCEPRINT_REAL_CLANG;
  static const char *const names[] = {"clang-" SP_STRING(SOURCEPRINT_LLVM_MAJOR), "clang"};
  for (size_t i = 0; i < 2; i++)
    if ((found = driver_find_program(names[i])) != NULL)
      return found;
  *problem = driver_format("no clang at %s and none in PATH; install the package %s, or set SOURCEPRINT_REAL_CC",
                           SOURCEPRINT_REAL_CLANG, names[0]);
  return NULL;
}

const char *driver_find_part(const char *name) {
  char self[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  if (length <= 0)
    return NULL;
  self[length] = '\0';
  for (int levels = 0; levels < 2; levels++) {
    char *slash = strrchr(self, '/');
    if (!slash)
      return NULL;
    *slash = '\0';
  }
  char *path = driver_format("%s/lib/sourceprint/%s", self, name);
  return access(path, R_OK) == 0 ? path : NULL;
}

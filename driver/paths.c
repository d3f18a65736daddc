// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "paths.h"

#include "words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *driver_path_join(const char *folder, const char *name) {
  char *path = name[0] == '/' ? driver_format("%s", name) : driver_format("%s/%s", folder, name);
  bool is_folder = path[strlen(path) - 1] == '/';
  char *out = path;
  for (const char *part = path; *part;) {
    size_t length = strcspn(part, "/");
    const char *next = part + length + (part[length] == '/');
    if (length == 2 && memcmp(part, "..", 2) == 0) {
      while (out > path && *--out != '/')
        ;
    } else if (length > 0 && !(length == 1 && *part == '.')) {
      *out++ = '/';
      memmove(out, part, length);
      out += length;
    }
    part = next;
  }
  if (out == path || is_folder)
    *out++ = '/';
  *out = '\0';
  return path;
}

char *driver_path_real(const char *name) {
  char *real = realpath(name, NULL);
  if (real)
    return real;
  char *here = name[0] == '/' ? NULL : realpath(".", NULL);
  real = driver_path_join(here ? here : "/", name);
  free(here);
  return real;
}

char *driver_path_of_folder(const char *name) {
  const char *slash = strrchr(name, '/');
  char *folder = slash ? driver_format("%.*s", (int)(slash - name) + 1, name) : driver_format(".");
  char *real = driver_path_real(folder);
  free(folder);
  return real;
}

char *driver_path_of_file(const char *name) {
  const char *slash = strrchr(name, '/');
  char *folder = driver_path_of_folder(name);
  char *path = driver_path_join(folder, slash ? slash + 1 : name);
  free(folder);
  return path;
}

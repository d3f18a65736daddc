// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "probe.h"

#include "common/base_name.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// For the whole path of the source; an asterisk also stands for slashes.
static const char *const patterns[] = {
    "*/conftest.*",                 // Autoconf
    "*/conftest_*.c",               // autosetup, SCons
    "*/.conf_check_*/*.c",          // waf
    "*/sanitycheckc.c",             // Meson
    "*/meson-private/*.c",          //
    "*/CMakeFiles/CMakeTmp/*.c",    // CMake
    "*/CMakeFiles/*/CompilerIdC/*", //
    "*/CMakeFiles/CMakeScratch/*",  //
    "*/CMakeFiles/_CMakeLTOTest*",  //
    "*/CMakeFiles/FindOpenMP/*",    //
    "*/CMakeFiles/FindMPI/*",       //
    "*/objs/autotest.c",            // nginx
    "*/ffconf.*/test.c",            // FFmpeg
    "*/config-temp/*.c",            // QEMU
    "*/config.tests/*.c",           // qmake
    "*/conf[0-9]*-[0-9]*-*.c",      // musl
    "*/ztest[0-9]*.c",              // zlib
    "*/UU/try.c",                   // Perl
};

bool driver_is_probe(const char *source) {
  char folder[PATH_MAX];
  char *path = source[0] == '/' || !getcwd(folder, sizeof folder) ? driver_format("%s", source)
                                                                  : driver_format("%s/%s", folder, source);
  bool is_one = false;
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns && !is_one; i++)
    is_one = fnmatch(patterns[i], path, 0) == 0;
  free(path);
  return is_one;
}

// The file that an option names for the dependencies, or NULL.
static const char *dependency_file(const char *word) {
  static const char *const options[] = {"-Wp,-MD,", "-Wp,-MMD,"};
  for (size_t i = 0; i < sizeof options / sizeof *options; i++)
    if (strncmp(word, options[i], strlen(options[i])) == 0)
      return word + strlen(options[i]);
  return NULL;
}

bool driver_is_host_tool(const char *source, const struct driver_words *words, bool is_linked) {
  const char *base = base_name(source), *dot = strrchr(base, '.');
  // Of scripts/basic/fixdep.c that is scripts/basic/.fixdep.d; the objects of programs are .fixdep.o.d.
  char *name = driver_format("/.%.*s.d", (int)(dot ? dot - base : (long)strlen(base)), base);
  bool is_one = false;
  for (size_t i = 0; i < words->count && !is_one; i++) {
    const char *file = dependency_file(words->word[i]);
    if (!file)
      continue;
    const size_t length = strlen(file), end = strlen(name);
    is_one = strncmp(file, "scripts/", strlen("scripts/")) == 0 || strstr(file, "/scripts/") ||
             (is_linked && length > end && strcmp(file + length - end, name) == 0);
  }
  free(name);
  return is_one;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where runs are.
#define _GNU_SOURCE
#include "runtime/place.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

static void clear(void) {
  unsetenv("SOURCEPRINT_OUTPUT_DIR");
  unsetenv("ASCII_INSTR_SOURCE_PRINT_OUTPUT_DIR");
  unsetenv("TMPDIR");
}

TestSuite(place, .init = clear);

Test(place, the_default_is_per_user) {
  char expected[64], got[256];
  snprintf(expected, sizeof expected, "/tmp/sourceprint-%u", (unsigned)getuid());
  cr_assert(eq(int, sp_runs_folder(got, sizeof got), 0));
  cr_assert(eq(str, got, expected));
  setenv("TMPDIR", "/var/tmp", 1);
  snprintf(expected, sizeof expected, "/var/tmp/sourceprint-%u", (unsigned)getuid());
  cr_assert(eq(int, sp_runs_folder(got, sizeof got), 0));
  cr_assert(eq(str, got, expected));
}

Test(place, settings_and_the_original_names) {
  char got[256];
  setenv("ASCII_INSTR_SOURCE_PRINT_OUTPUT_DIR", "/old", 1);
  cr_assert(eq(int, sp_runs_folder(got, sizeof got), 0));
  cr_assert(eq(str, got, "/old"));
  setenv("SOURCEPRINT_OUTPUT_DIR", "/new", 1);
  cr_assert(eq(int, sp_runs_folder(got, sizeof got), 0));
  cr_assert(eq(str, got, "/new"));
}

Test(place, what_does_not_fit_is_refused) {
  char got[8];
  setenv("SOURCEPRINT_OUTPUT_DIR", "/12345678", 1);
  cr_assert(eq(int, sp_runs_folder(got, sizeof got), -1));
  unsetenv("SOURCEPRINT_OUTPUT_DIR");
  cr_assert(eq(int, sp_runs_folder(got, sizeof got), -1));
}

Test(place, the_default_folder_must_be_ours_alone) {
  const char *temporary = getenv("TEST_TMPDIR");
  char base[4096], folder[4200], target[4200];
  snprintf(base, sizeof base, "%s/place-XXXXXX", temporary ? temporary : "/tmp");
  cr_assert(ne(ptr, mkdtemp(base), NULL));
  snprintf(folder, sizeof folder, "%s/runs", base);
  snprintf(target, sizeof target, "%s/target", base);
  cr_assert(eq(int, sp_make_runs_folder(folder), 0));
  struct stat status;
  cr_assert(eq(int, stat(folder, &status), 0));
  cr_assert(eq(uint, status.st_mode & 0777, 0700));
  cr_assert(eq(int, sp_make_runs_folder(folder), 0)); // a second time

  chmod(folder, 0777); // anyone could put files there
  cr_assert(eq(int, sp_make_runs_folder(folder), -1));
  cr_assert(eq(int, errno, EPERM));
  rmdir(folder);
  mkdir(target, 0700);
  cr_assert(eq(int, symlink(target, folder), 0)); // somebody else's link
  cr_assert(eq(int, sp_make_runs_folder(folder), -1));
  cr_assert(eq(int, errno, EPERM));
}

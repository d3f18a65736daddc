// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// make_seeds FOLDER: small runs as inputs of fuzz_run.c.

#define _GNU_SOURCE

#include "tests/report/run_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char text[] =
    "pid=4711 tid=4712 seq=1 ts=2026-11-07T18:32:01.123456789Z elapsed=12.3ms file=f.c line=4 func=g macro=0 col=9 "
    "snippet=step\n"
    "pid=4711 tid=4712 seq=2 ts=2026-11-07T18:32:01.123456999Z elapsed=12.4ms file=f.c line=5 func=g macro=2 col=1 "
    "snippet=c\n";

static void put(FILE *out, const void *bytes, size_t count) {
  const uint32_t length = (uint32_t)count;
  fwrite(&length, sizeof length, 1, out);
  fwrite(bytes, 1, count, out);
}

static void put_file(FILE *out, const char *folder, const char *name) {
  char path[4200];
  static unsigned char bytes[1 << 20];
  snprintf(path, sizeof path, "%s/run/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file)
    exit(1);
  put(out, bytes, fread(bytes, 1, sizeof bytes, file));
  fclose(file);
}

static void make_seed(const struct fixture_run *fixture, const char *to, const char *name, size_t text_bytes) {
  char path[4200], *folder = fixture_folder();
  fixture_write(fixture, folder, "run");
  snprintf(path, sizeof path, "%s/%s", to, name);
  FILE *out = fopen(path, "wb");
  if (!out)
    exit(1);
  put_file(out, folder, SP_RUN_FILE);
  put_file(out, folder, "netd.sites");
  put(out, text, text_bytes);
  fclose(out);
  fixture_remove(folder);
}

int main(int argc, char **argv) {
  static struct fixture_run fixture;
  if (argc != 2)
    return 1;
  fixture_init(&fixture);
  make_seed(&fixture, argv[1], "empty", 0);
  fixture_add_thread(&fixture, 4711, "main", 5);
  make_seed(&fixture, argv[1], "one", sizeof text - 1);
  fixture_add_thread(&fixture, 4712, "worker", 3000);
  fixture_record(&fixture, 0, FIXTURE_TREE, 3);
  fixture_time(&fixture, 0, 7);
  make_seed(&fixture, argv[1], "two", 0);
  fixture_end(&fixture, SP_END_SIGNALED, 11, 4712);
  make_seed(&fixture, argv[1], "crashed", sizeof text - 1);
  return 0;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes the lines of a file to another one, each by one write(2), and does nothing else. Prints the user and system
// time that this took, in microseconds.
// usage: bare FROM TO
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static long spent(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

int main(int argc, char **argv) {
  if (argc != 3)
    return 2;
  int from = open(argv[1], O_RDONLY), to = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  struct stat status;
  if (from < 0 || to < 0 || fstat(from, &status) != 0)
    return 2;
  size_t bytes = (size_t)status.st_size;
  const char *text = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE | MAP_POPULATE, from, 0);
  if (text == MAP_FAILED)
    return 2;
  long before = spent();
  for (const char *at = text, *end = text + bytes; at < end;) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    size_t length = (size_t)(newline ? newline + 1 - at : end - at);
    if (write(to, at, length) != (ssize_t)length)
      return 1;
    at += length;
  }
  printf("%ld\n", spent() - before);
  return 0;
}

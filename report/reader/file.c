// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens and reads without ever mapping.

#define _GNU_SOURCE

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int reader_file_open(int directory_fd, const char *name, struct stat *status) {
  // O_NONBLOCK: opening a named pipe would wait for its writer.
  const int fd = openat(directory_fd, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0)
    return -1;
  const int error = fstat(fd, status) ? errno : S_ISREG(status->st_mode) ? 0 : EINVAL;
  if (!error)
    return fd;
  close(fd);
  errno = error;
  return -1;
}

size_t reader_file_read(int fd, void *buffer, size_t bytes, uint64_t offset) {
  size_t done = 0;
  while (done < bytes && offset + done <= INT64_MAX) {
    const ssize_t n = pread(fd, (char *)buffer + done, bytes - done, (off_t)(offset + done));
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    done += (size_t)n;
  }
  return done;
}

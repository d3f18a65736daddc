// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the file that `pack` adds to a run.

#include "machine.h"

#include "file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void machine_read(const struct reader_run *run, char name[MACHINE_MAX]) {
  struct stat status;
  const int fd = reader_file_open(run->directory_fd, MACHINE_FILE, &status);
  name[0] = '\0';
  if (fd < 0)
    return;
  name[reader_file_read(fd, name, MACHINE_MAX - 1, 0)] = '\0';
  name[strcspn(name, "\n")] = '\0';
  close(fd);
}

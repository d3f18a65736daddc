// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading files that may be cut, replaced by something else, or written to at this moment. Nothing is mapped: a
// mapping of a file that shrinks would end the reader with SIGBUS.
#ifndef SOURCEPRINT_REPORT_READER_FILE_H
#define SOURCEPRINT_REPORT_READER_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

// Opens a regular file for reading; name is relative to directory_fd (or AT_FDCWD). Never blocks, whatever the name
// stands for. Returns a descriptor that the caller closes, or -1 with errno (EINVAL: not a regular file).
int reader_file_open(int directory_fd, const char *name, struct stat *status);

// Reads bytes at offset. Returns how many were read: fewer than asked at the end of the file or after an error.
size_t reader_file_read(int fd, void *buffer, size_t bytes, uint64_t offset);

#endif

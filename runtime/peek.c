// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memory that may be gone: a library's that the program closed. The kernel copies it, and says so where it is not
// there.
#define _GNU_SOURCE
#include "process.h"

#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static bool copy(long number, void *own, const void *other, size_t bytes) {
  struct iovec near = {own, bytes}, far = {(void *)other, bytes};
  return syscall(number, getpid(), &near, 1, &far, 1, 0) == (long)bytes;
}

bool sp_peek(void *to, const void *from, size_t bytes) { return copy(SYS_process_vm_readv, to, from, bytes); }

bool sp_poke(void *to, const void *from, size_t bytes) { return copy(SYS_process_vm_writev, (void *)from, to, bytes); }

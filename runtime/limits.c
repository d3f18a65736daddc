// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notices that the program changes its limit for files, beyond which a write is SIGXFSZ: the text sink cannot ask
// before each line, as that takes as long as half a write. Weak: a program's own definition goes first. What does not
// come by here, a system call of the program's own, the sink finds out when it next checks its file.
#define _GNU_SOURCE
#include "text_file.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

uint32_t sp_limit_changes;

// Under their libc names by way of the assembler, as libcs declare them with different types.
#define GIVEN __attribute__((weak, visibility("default")))
int sp_prlimit(pid_t process, int resource, const struct rlimit *now, struct rlimit *before) __asm__("prlimit") GIVEN;
int sp_setrlimit(int resource, const struct rlimit *limit) __asm__("setrlimit") GIVEN;

int sp_prlimit(pid_t process, int resource, const struct rlimit *now, struct rlimit *before) {
  int status = (int)syscall(SYS_prlimit64, process, resource, now, before);
  if (resource == RLIMIT_FSIZE && now)
    __atomic_fetch_add(&sp_limit_changes, 1, __ATOMIC_RELEASE);
  return status;
}

int sp_setrlimit(int resource, const struct rlimit *limit) {
  int status = (int)syscall(SYS_prlimit64, 0, resource, limit, NULL);
  if (resource == RLIMIT_FSIZE)
    __atomic_fetch_add(&sp_limit_changes, 1, __ATOMIC_RELEASE);
  return status;
}

// With 64 bits, both sizes of offsets are one.
_Static_assert(sizeof(off_t) == 8 && sizeof(rlim_t) == 8, "there is one form of the limits");
extern __typeof(sp_prlimit) sp_prlimit64 __asm__("prlimit64") __attribute__((alias("prlimit"))) GIVEN;
extern __typeof(sp_setrlimit) sp_setrlimit64 __asm__("setrlimit64") __attribute__((alias("setrlimit"))) GIVEN;

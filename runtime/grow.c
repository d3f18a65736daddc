// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lets rings begin small: the file has a hole for the rest, and the kernel is asked for the blocks behind it when the
// ring has used all that it has. A store into a hole would be SIGBUS on a full disk. As in ring.c, this is in the midst
// of any code: it uses the general registers only, and makes its system call itself, as libc's would change errno.
#define _GNU_SOURCE
#include "process.h"

#include <asm/unistd.h>
#include <sys/mman.h>

#include "record_path.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 // since Linux 5.14
#endif

#if defined __x86_64__ && defined __LP64__
bool sp_populate(const void *from, uint64_t bytes) {
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "0"((long)__NR_madvise), "D"(from), "S"(bytes), "d"((long)MADV_POPULATE_WRITE)
                   : "rcx", "r11", "memory");
  return result == 0;
}
#else
bool sp_populate(const void *from, uint64_t bytes) {
  (void)from, (void)bytes;
  return false;
}
#endif

// The first process of a family may take what it was given; what it forks, which can be many at one time, shares what
// is left until one of them looks again.
static bool is_crowded(const struct sp_family *family) {
  return family->is_crowded || (sp_process.is_forked && family->taken >= sp_process.runs_bytes / SP_TAKEN_PART);
}

// A confined process makes no system call: what its rings can have was made ready when it confined itself.
static bool make_ready(const struct sp_thread *thread, uint64_t room, uint64_t wanted) {
  if (sp_process.confined)
    return sp_process.rings_are_ready;
  const uint64_t bytes = (wanted - room) * SP_CHUNK_BYTES;
  struct sp_family *family = sp_process.family;
  if (family && is_crowded(family))
    return false;
  if (!sp_populate((const char *)(thread + 1) + room * SP_CHUNK_BYTES, bytes))
    return false;
  if (family)
    __atomic_fetch_add(&family->taken, bytes, __ATOMIC_RELAXED);
  return true;
}

void sp_grow_ring(struct sp_thread *thread) {
  uint64_t room = thread->room.value;
  const uint64_t wanted = 2 * room < thread->ring_chunks ? 2 * room : thread->ring_chunks;
  if (!make_ready(thread, room, wanted))
    return;
  // A signal handler may have let it grow meanwhile, and more than this.
  if (__atomic_compare_exchange_n(&thread->room.value, &room, wanted, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
    thread->room.inverse = ~thread->room.value;
}

void sp_make_rings_ready(void) {
  sp_process.rings_are_ready = true;
  for (uint32_t i = 0; i < sp_process.segment_count; i++) {
    const struct sp_thread *thread = sp_process.segments[i];
    if (thread->room.value < thread->ring_chunks)
      sp_process.rings_are_ready &= sp_populate(thread + 1, (uint64_t)thread->ring_chunks * SP_CHUNK_BYTES);
  }
}

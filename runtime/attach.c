// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The door between instrumented code and the runtime.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>

__thread struct sp_self sp_self = {.idle = {.next = (uint64_t)SP_NEXT_OFF}};
struct sp_process sp_process;

static atomic_flag lock = ATOMIC_FLAG_INIT;

void sp_lock(sigset_t *saved) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, saved);
  while (atomic_flag_test_and_set_explicit(&lock, memory_order_acquire))
    sched_yield();
}

void sp_unlock(const sigset_t *saved) {
  atomic_flag_clear_explicit(&lock, memory_order_release);
  pthread_sigmask(SIG_SETMASK, saved, NULL);
}

static struct sp_ring *find_ring(const char *first, const char *last, char *functions, char *functions_end) {
  if (sp_process.state == SP_UNUSED)
    sp_start_run();
  if (sp_process.state == SP_OFF || !sp_add_module(first, last, functions, functions_end))
    return NULL;
  if (!sp_self.segment && !sp_start_thread())
    return NULL;
  return &sp_self.segment->ring;
}

__attribute__((visibility("default"))) struct sp_ring *
sourceprint_attach(const char *first, const char *last, char *functions, char *functions_end, struct sp_ring **cache) {
  if (sp_self.busy)
    return &sp_self.idle;
  int kept = errno;
  sigset_t saved;
  sp_self.busy = true;
  sp_lock(&saved);
  struct sp_ring *ring = find_ring(first, last, functions, functions_end);
  *cache = ring ? ring : &sp_self.idle;
  sp_unlock(&saved);
  sp_self.busy = false;
  errno = kept;
  return *cache;
}

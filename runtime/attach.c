// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The door between instrumented code and the runtime.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

__thread struct sp_self sp_self;
struct sp_process sp_process;
const struct sp_ring sp_idle = {.head = SP_HEAD_SLOW};

static atomic_flag lock = ATOMIC_FLAG_INIT;
static __thread int cancellation; // the state before the lock

void sp_lock(sigset_t *saved) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, saved);
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation); // else open() may end the thread, and the lock stay
  while (atomic_flag_test_and_set_explicit(&lock, memory_order_acquire))
    sched_yield();
}

void sp_unlock(const sigset_t *saved) {
  atomic_flag_clear_explicit(&lock, memory_order_release);
  pthread_setcancelstate(cancellation, NULL);
  pthread_sigmask(SIG_SETMASK, saved, NULL);
}

static struct sp_ring *find_ring(const char *first, const char *last) {
  if (sp_process.state == SP_UNUSED)
    sp_start_run();
  if (sp_process.state == SP_OFF || !sp_add_module(first, last))
    return NULL;
  if (!sp_self.segment && !sp_start_thread())
    return NULL;
  return &sp_self.segment->ring;
}

__attribute__((visibility("default"))) struct sp_ring *sourceprint_attach(const char *first, const char *last,
                                                                          struct sp_ring **cache) {
  struct sp_ring *idle = (struct sp_ring *)&sp_idle; // SP_HEAD_SLOW: nobody writes to it
  if (sp_self.busy)
    return idle;
  int kept = errno;
  sigset_t saved;
  sp_self.busy = true;
  sp_lock(&saved);
  struct sp_ring *ring = find_ring(first, last);
  *cache = ring ? ring : idle;
  sp_unlock(&saved);
  sp_self.busy = false;
  errno = kept;
  return *cache;
}

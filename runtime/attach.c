// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The door between instrumented code and the runtime.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

__thread struct sp_self sp_self;
struct sp_process sp_process;
// Nothing is recorded in it, but code that keeps the last statement stores that.
static const uint64_t still;
static __thread struct sp_ring sp_idle = {.next = (uint64_t)SP_NEXT_OFF, .clock = &still};

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

void sp_count_lost_thread(void) {
  struct sp_counter *lost = &sp_process.header->lost_threads;
  uint64_t before = __atomic_fetch_add(&lost->value, 1, __ATOMIC_RELAXED);
  __atomic_fetch_sub(&lost->inverse, before == 0 ? 2 : 1, __ATOMIC_RELAXED); // from 0 to ~1, to ~2
}

// Makes no system call, not even to block signals: a thread or a module that is new now is not recorded.
static struct sp_ring *find_ring_confined(const char *first, const char *last) {
  if (sp_process.state == SP_UNUSED)
    sp_process.state = SP_OFF;
  if (sp_process.state == SP_OFF)
    return NULL;
  if (!sp_self.segment)
    sp_count_lost_thread();
  return sp_self.segment && sp_knows_module(first, last) ? &sp_self.segment->ring : NULL;
}

static bool is_selected(void) {
  char name[16] = "";
  prctl(PR_GET_NAME, name, 0, 0, 0);
  return sp_selects_thread((int)syscall(SYS_gettid), name);
}

struct wanted {
  const char *first, *last; // sites of the module
  char *functions, *functions_end;
  struct sp_ring *ring; // found, or NULL
};

static void find_ring(void *argument) {
  struct wanted *wanted = argument;
  if (sp_process.state == SP_UNUSED)
    sp_start_run();
  if (sp_process.state == SP_OFF ||
      !sp_add_module(wanted->first, wanted->last, wanted->functions, wanted->functions_end))
    return;
  if (sp_self.segment || (is_selected() && sp_start_thread()))
    wanted->ring = &sp_self.segment->ring;
}

__attribute__((visibility("default"))) struct sp_ring *sourceprint_attach_2(const char *first, const char *last,
                                                                            char *functions, char *functions_end,
                                                                            struct sp_ring **cache) {
  struct sp_ring *idle = &sp_idle;
  if (sp_self.busy)
    return idle;
  if (sp_process.confined) {
    struct sp_ring *known = find_ring_confined(first, last);
    return *cache = known ? known : idle;
  }
  int kept = errno;
  sigset_t saved;
  sp_self.busy = true;
  sp_lock(&saved);
  struct wanted wanted = {first, last, functions, functions_end, NULL};
  sp_with_work_stack(find_ring, &wanted);
  *cache = wanted.ring ? wanted.ring : idle;
  sp_unlock(&saved);
  sp_self.busy = false;
  errno = kept;
  return *cache;
}

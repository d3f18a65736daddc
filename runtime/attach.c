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

static atomic_flag lock = ATOMIC_FLAG_INIT;
static __thread int cancellation; // the state before the lock

// A constant: on the thread's stack it would take 128 bytes.
static const union {
  unsigned char bytes[sizeof(sigset_t)];
  sigset_t set;
} all_signals = {.bytes = {[0 ... sizeof(sigset_t) - 1] = 0xff}};

bool sp_try_lock(sigset_t *saved) {
  int before;
  pthread_sigmask(SIG_SETMASK, &all_signals.set, saved);
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before); // else open() may end the thread, and the lock stay
  bool is_ours = !atomic_flag_test_and_set(&lock);
  if (is_ours) {
    cancellation = before;
  } else {
    pthread_setcancelstate(before, NULL);
    pthread_sigmask(SIG_SETMASK, saved, NULL);
  }
  return is_ours;
}

void sp_lock(sigset_t *saved) {
  while (!sp_try_lock(saved))
    sched_yield();
}

static void answer(void *unused) {
  (void)unused;
  sp_answer();
}

// Who asks while the lock is held leaves it to the holder: a signal's handler, which may have interrupted what the
// holder waits for.
void sp_unlock(const sigset_t *saved) {
  do {
    if (sp_is_asked())
      sp_with_work_stack(answer, NULL);
    atomic_flag_clear(&lock);
  } while (sp_is_asked() && !atomic_flag_test_and_set(&lock));
  pthread_setcancelstate(cancellation, NULL);
  pthread_sigmask(SIG_SETMASK, saved, NULL);
}

// Threads that were left out, with the place where a module keeps that for one.
static struct left_out {
  struct sp_ring **cache;
  const struct sp_self *thread;
  const struct sp_ring *idle; // what it keeps
} left_out[4096];
static uint32_t left_out_count;

void sp_note_left_out(struct sp_ring **cache, const struct sp_ring *idle) {
  if (left_out_count < sizeof left_out / sizeof *left_out && sp_watch_thread_end())
    left_out[left_out_count++] = (struct left_out){cache, &sp_self, idle};
}

void sp_forget_left_out(void) {
  for (uint32_t i = left_out_count; i-- > 0;)
    if (left_out[i].thread == &sp_self)
      left_out[i] = left_out[--left_out_count];
}

// Of a thread that ended without a word the memory may be gone, or another's.
void sp_ask_again(void) {
  for (uint32_t i = 0; i < left_out_count; i++) {
    uintptr_t kept = 0;
    if (sp_peek(&kept, left_out[i].cache, sizeof kept) && kept == (uintptr_t)left_out[i].idle)
      __atomic_store_n(left_out[i].cache, NULL, __ATOMIC_RELAXED);
  }
  left_out_count = 0;
}

void sp_count_lost(struct sp_counter *lost) {
  uint64_t before = __atomic_fetch_add(&lost->value, 1, __ATOMIC_RELAXED);
  __atomic_fetch_sub(&lost->inverse, before == 0 ? 2 : 1, __ATOMIC_RELAXED); // from 0 to ~1, to ~2
}

// Makes no system call, not even to block signals: a thread or a module that is new now is not recorded.
static struct sp_ring *find_ring_confined(const char *first, const char *last) {
  if (sp_process.state == SP_UNUSED || sp_process.state == SP_ASLEEP)
    sp_process.state = SP_OFF;
  if (sp_process.state == SP_OFF)
    return NULL;
  if (!sp_self.segment) {
    sp_self.no_ring = SP_NO_RING_CONFINED;
    sp_count_lost(&sp_process.header->lost_threads);
  }
  return sp_self.segment && sp_knows_module(first, last) ? &sp_self.segment->ring : NULL;
}

static bool is_selected(void) {
  char name[16] = "";
  prctl(PR_GET_NAME, name, 0, 0, 0);
  return sp_selects_thread((int)syscall(SYS_gettid), name);
}

bool sp_enter_run(bool *is_left_out) {
  if (sp_process.state == SP_UNUSED)
    sp_start_run();
  bool is_asleep = sp_process.state == SP_ASLEEP;
  *is_left_out = is_asleep || (sp_process.state == SP_READY && !sp_self.segment && !is_selected());
  if (*is_left_out)
    sp_self.no_ring = is_asleep ? SP_NO_RING_SWITCHED : SP_NO_RING_FILTERED;
  return sp_process.state == SP_READY && !*is_left_out && (sp_self.segment || sp_start_thread());
}

struct wanted {
  const char *first, *last; // sites of the module
  char *functions, *functions_end;
  struct sp_origin origin;
  struct sp_ring **cache; // of the module, for this thread
  struct sp_ring *idle;
  struct sp_ring *ring; // found, or NULL
};

static void find_ring(void *argument) {
  struct wanted *wanted = argument;
  bool is_left_out;
  if (sp_process.state == SP_UNUSED)
    sp_start_run();
  if (sp_process.state == SP_READY &&
      !sp_add_module(wanted->first, wanted->last, wanted->functions, wanted->functions_end, wanted->origin))
    return;
  if (sp_enter_run(&is_left_out))
    wanted->ring = &sp_self.segment->ring;
  else if (is_left_out)
    sp_note_left_out(wanted->cache, wanted->idle);
}

__attribute__((visibility("default"))) struct sp_ring *sourceprint_attach_5(const char *first, const char *last,
                                                                            char *functions, char *functions_end,
                                                                            struct sp_ring **cache,
                                                                            struct sp_ring *idle) {
  if (sp_self.busy)
    return idle;
  if (sp_process.confined) {
    struct sp_ring *known = find_ring_confined(first, last);
    return *cache = known ? known : idle;
  }
  int kept = errno;
  sigset_t saved;
  sp_self.busy = true;
  struct wanted wanted = {first, last, functions, functions_end, {0}, cache, idle, NULL};
  if (!sp_knows_module(first, last))
    wanted.origin = sp_find_origin(first);
  if (sp_process.state == SP_UNUSED)
    sp_find_exec();
  sp_lock(&saved);
  sp_with_work_stack(find_ring, &wanted);
  struct sp_ring *ring = *cache = wanted.ring ? wanted.ring : idle;
  sp_unlock(&saved); // from here on sp_ask_again() may empty the cache
  sp_self.busy = false;
  errno = kept;
  return ring;
}

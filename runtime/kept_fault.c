// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps the fault that a handler of the program's is given, whatever that makes of it: it may exit, raise another
// signal or hang, and then the fault is why.
#define _GNU_SOURCE
#include "crash.h"

#include <stddef.h>
#include <ucontext.h>

// A handler's frames are below its signal's, and not further away than this. Stacks of signals are small.
#define STACK_MOST (UINT64_C(64) << 20)

// Of the calling thread's fault that is kept, apart from the run's memory: the kernel's copy of what was interrupted,
// on the handler's stack, and what is in it.
static __thread struct {
  const void *context; // NULL: no fault is kept
  uint64_t pc, stack_pointer;
} kept;

// Whether its handler is still running: then we are below that copy, and it is as it was.
static bool is_open(void) {
  const uintptr_t here = (uintptr_t)__builtin_frame_address(0), there = (uintptr_t)kept.context;
  return kept.context && here < there && there - here < STACK_MOST &&
         (sp_process.confined || sp_is_readable(kept.context, sizeof(ucontext_t))) && // that stack may be gone
         sp_program_counter(kept.context) == kept.pc && sp_stack_pointer(kept.context) == kept.stack_pointer;
}

static void seal(struct sp_fault *fault) { fault->checksum = sp_checksum(fault, offsetof(struct sp_fault, checksum)); }

void sp_keep_fault(int signal, const siginfo_t *info, const void *context, sp_handler *handler) {
  struct sp_thread *thread = sp_self.segment;
  if (!thread || sp_process.state != SP_READY || (!sp_process.confined && !sp_is_readable(thread, sizeof *thread)))
    return;
  struct sp_fault *fault = &thread->fault;
  fault->count++;
  // What comes from a handler is deeper in the stack than what called that; one that was left by a jump may have the
  // same place as the next one.
  const bool is_inside = is_open() && (uintptr_t)context < (uintptr_t)kept.context;
  if (!is_inside) {
    *fault = (struct sp_fault){
        .state = SP_FAULT_HANDLED,
        .signal = signal,
        .code = info ? info->si_code : 0,
        .count = fault->count,
        .address = info && info->si_code > 0 ? (uint64_t)(uintptr_t)info->si_addr : 0,
        .pc = context ? sp_program_counter(context) : 0,
        .stack_pointer = context ? sp_stack_pointer(context) : 0,
        .unrecorded = context && info ? sp_unrecorded(info, context) : 0,
        .handler = (uint64_t)(uintptr_t)handler,
        .place = thread->ring.next,
        .chunks = thread->chunks.value,
        .time_ns = sp_now(sp_process.confined ? CLOCK_REALTIME_COARSE : CLOCK_REALTIME),
    };
    kept.context = context;
    kept.pc = fault->pc;
    kept.stack_pointer = fault->stack_pointer;
  }
  seal(fault);
}

// Control has not gone on from the fault, though nothing faulted again.
static bool is_sent_at_fault(const siginfo_t *info, const void *context) {
  return kept.context && info && context && info->si_code <= 0 && sp_program_counter(context) == kept.pc &&
         sp_stack_pointer(context) == kept.stack_pointer;
}

bool sp_is_from_fault(const siginfo_t *info, const void *context) {
  return is_open() || is_sent_at_fault(info, context);
}

void sp_end_fault(const siginfo_t *info, const void *context) {
  struct sp_thread *thread = sp_self.segment;
  if (!thread || !sp_is_from_fault(info, context))
    return;
  thread->fault.state = is_open() ? SP_FAULT_ENDED : SP_FAULT_RAISED;
  seal(&thread->fault);
}

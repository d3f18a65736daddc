// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A part of format.h: how a process ended, and the faults that its own handlers were given.
#ifndef SOURCEPRINT_RUNTIME_ENDS_H
#define SOURCEPRINT_RUNTIME_ENDS_H

#include "ring.h"

enum sp_end_state {
  SP_END_RUNNING = 0,  // or killed by what no process can note, such as SIGKILL
  SP_END_EXITED = 1,   // status holds the exit status
  SP_END_SIGNALED = 2, // status holds the signal's number
  SP_END_EXEC = 3,     // another image took over; struct sp_next_image says which
  SP_END_REPORTED = 4, // a sanitizer ended the process; fault_address is what it named, or 0
};

// Why the thread that ended the process has no ring.
enum sp_no_ring {
  SP_NO_RING_NONE = 0,     // it has one, or the reason is not known
  SP_NO_RING_UNUSED = 1,   // it executed no statement that makes records
  SP_NO_RING_ROOM = 2,     // no memory or disk for it
  SP_NO_RING_LIMIT = 3,    // SP_THREAD_MAX threads had one
  SP_NO_RING_CONFINED = 4, // the process had confined itself before the thread's first record
  SP_NO_RING_FILTERED = 5, // the filters leave the thread out, or all that it executed
  SP_NO_RING_SWITCHED = 6, // recording was switched off
};

static inline const char *sp_no_ring_text(unsigned reason) {
  switch (reason) {
  case SP_NO_RING_UNUSED:
    return "it executed no statement that makes records";
  case SP_NO_RING_ROOM:
    return "there was no room for its ring";
  case SP_NO_RING_LIMIT:
    return "too many threads had a ring already";
  case SP_NO_RING_CONFINED:
    return "the process had confined itself before the thread's first record";
  case SP_NO_RING_FILTERED:
    return "the filters left it out";
  case SP_NO_RING_SWITCHED:
    return "recording was switched off";
  default:
    return "the reason is not known";
  }
}

// A fault this near to the stack pointer is of a stack that has no more room: other memory near it is there.
static inline int sp_is_stack_overflow(uint64_t address, uint64_t stack_pointer) {
  return stack_pointer && address + 512 > stack_pointer && address < stack_pointer + 0x10000;
}

// How the process ended: all zero while it runs. Written once, at the end, checksum last.
struct sp_run_end {
  uint32_t state;         // enum sp_end_state
  int32_t status;         // exit status 0..255, or the signal's number
  int32_t signal_code;    // si_code
  int32_t tid;            // thread that exited or received the signal
  uint64_t fault_address; // si_addr of a fault, else 0
  uint64_t fault_pc;      // program counter of a fault, else 0
  uint64_t fault_sp;      // stack pointer at a fault, else 0
  uint64_t time_ns;       // CLOCK_REALTIME
  uint32_t no_ring;       // enum sp_no_ring, of that thread
  uint32_t unrecorded;    // the site of the record that the fault was in, whose statement had not begun; else 0
  uint64_t checksum;      // sp_checksum of the fields above; 0 = not written
};
SP_STATIC_ASSERT(sizeof(struct sp_run_end) == 64, "run end layout");

// A signal that kills by default, and that went to a handler of the program's instead. A thread keeps the newest one;
// of several that came while the first one's handler was running, the first. Written by the thread, checksum last.
enum sp_fault_state {
  SP_FAULT_NONE = 0,
  SP_FAULT_HANDLED = 1, // the handler was called; it may have returned or been left since
  SP_FAULT_ENDED = 2,   // the process ended, or was about to, while it was running
  SP_FAULT_RAISED = 3,  // so, by a signal that it sent and that came when it had returned
};
struct sp_fault {
  uint32_t state;         // enum sp_fault_state
  int32_t signal;         //
  int32_t code;           // si_code
  uint32_t count;         // of all such signals of the thread so far
  uint64_t address;       // si_addr of a fault, else 0
  uint64_t pc;            // program counter
  uint64_t stack_pointer; //
  uint64_t handler;       // address of the program's handler
  uint64_t place;         // ring.next at that moment,
  uint64_t chunks;        // and the chunks that were begun
  uint64_t time_ns;       // CLOCK_REALTIME
  uint32_t unrecorded;    // as in struct sp_run_end
  uint32_t reserved;      // 0
  uint64_t checksum;      // sp_checksum of the fields above; 0 = not written
};
SP_STATIC_ASSERT(sizeof(struct sp_fault) == 88, "fault layout");

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A part of format.h: the record, and the ring of a thread, which instrumented code and the runtime write and readers
// read.
#ifndef SOURCEPRINT_RUNTIME_RING_H
#define SOURCEPRINT_RUNTIME_RING_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define SP_STATIC_ASSERT static_assert
#else
#define SP_STATIC_ASSERT _Static_assert
#endif

// The record: 8 bytes, for a tree of statements (an extended basic block): control enters it at the first statement
// only, the head, so what was executed is told by the head and by the statement that was reached last. The head makes
// the record, each further statement, a step, then stores its number into it. From a step, sp_site.back leads to the
// statement executed before it, and so on to the head.
struct sp_record {
  uint32_t site;   // low half of the address (table + 1 + k) of the head, number k, in the running program. The
                   // runtime refuses a module whose values would meet another module's.
  uint8_t step;    // sp_site.step of the statement reached last; 0: the head
  uint8_t zero[2]; // 0
  uint8_t lap;     // sp_lap() of its chunk; another one, or site 0: not yet stored, and what is there is older
};
SP_STATIC_ASSERT(sizeof(struct sp_record) == 8, "record layout");
#define SP_LAP_SHIFT 56        // of a record in one piece
#define SP_SITE_RESERVED 4096u // smaller values never are sites

// A record that stands for no statement, in `site`: it says when the next one was executed. The 3 bytes behind it are
// the time since its chunk was begun, in units of 2^SP_TIME_SHIFT ns, rounded down.
#define SP_RECORD_TIME 1u
#define SP_TIME_SHIFT 16
#define SP_TIME_MOST 0xffffffu

// A record that stands for no statement either: a signal handler began, or ended by returning. From the lowest byte
// behind `site` on: the signal's number, SP_MARK_UNKNOWN, or 0 for an end; `step` of the tree that was interrupted, as
// it was then; and a hash of the handler's frame, by which the mark of a handler is known from one that was inlined
// into it.
#define SP_RECORD_SIGNAL 4u
#define SP_MARK_SIGNAL 32 // shifts
#define SP_MARK_STEP 40
#define SP_MARK_FRAME 48
#define SP_MARK_UNKNOWN 255

// A ring consists of chunks, each at an address that is a multiple of its size. The first 8 bytes of a chunk hold the
// time when it was begun, CLOCK_MONOTONIC in ns; records follow, and the last 8 bytes are not used. What a chunk held
// before stays there until it is overwritten: the lap tells records apart. The hot part of a ring:
struct sp_ring {
  // Address behind the record begun last. A record first adds 8 to it, and goes the slow way, which stores it, where
  // the sum has no bit of `mask`; else it stores the sum here and then itself into the 8 bytes before it. So a record
  // that a signal handler makes in between stands behind, and one that was not finished is of an older lap.
  uint64_t next;
  uint64_t tag; // what is added to a site for a record: its lap, in the byte of that
  // Before a statement that may make the thread wait, instrumented code compares *clock with tick, and calls
  // sourceprint_time_5() where they differ. clock, an address in the process, is of a word that the kernel changes when
  // its time does, or of another one that makes the comparison right.
  uint64_t tick;
  const volatile uint64_t *clock;
  uint32_t mask; // SP_CHUNK_MASK; 0: each record, and each step, goes the slow way; SP_IDLE_MASK
  // Code that keeps nothing but the thread's last statement stores the site's value here, and makes no records.
  uint32_t last; // 0: there is no such code, or none has run
  // What the kernel has a signal handler return to: a function that returns there was called as one. 0: not known.
  uint64_t restorer;
};
SP_STATIC_ASSERT(sizeof(struct sp_ring) == 48, "ring layout");
#define SP_RING_TAG 8 // offsets, as text of instructions
#define SP_RING_MASK 32
#define SP_RING_LAST 36
#define SP_PLACE_SLOW (-8) // what a record that went the slow way is for its steps: so do they

// Where records go that nobody keeps: round and round in three words. To jump over them would take longer. An idle ring
// belongs to one thread.
struct sp_idle {
  uint64_t waste[3]; // at an address that is a multiple of 32
  struct sp_ring ring;
};
SP_STATIC_ASSERT(offsetof(struct sp_idle, ring) == 24, "idle ring layout");
#define SP_IDLE_MASK 31
#define SP_IDLE_BEGIN (-16) // next behind the first record, from the address of the ring
#define SP_IDLE_NEXT (-8)   // next before the first record of all, which thus goes the slow way

#define SP_CHUNK_BYTES 16384u
#define SP_CHUNK_MASK 16383 // as text of instructions, too
#define SP_CHUNK_FIRST 8u   // offset of the first record
#define SP_CHUNK_RECORDS 2046u
// The lap of a chunk, by its number from 0: what was in its place before is of the lap before, or, after 256, gone.
static inline uint8_t sp_lap(uint64_t chunk, uint64_t room) { return (uint8_t)(chunk / room); }

#define SP_TEXT_OF(x) #x
#define SP_TEXT(x) SP_TEXT_OF(x)

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes small runs for tests, straight from the format's header, so that the reader is tested against the contract
// and not against the runtime.
//
// Every function ends the test with a message where the system fails it.
#ifndef SOURCEPRINT_TESTS_REPORT_RUN_FIXTURE_H
#define SOURCEPRINT_TESTS_REPORT_RUN_FIXTURE_H

#include "runtime/format.h"

#include <stddef.h>

#define FIXTURE_CHUNKS SP_RING_CHUNKS_MIN
#define FIXTURE_RING_BYTES (FIXTURE_CHUNKS * SP_CHUNK_BYTES)
#define FIXTURE_SEGMENT_BYTES (SP_THREAD_HEADER_BYTES + FIXTURE_RING_BYTES)
#define FIXTURE_MODULES 2u
#define FIXTURE_THREAD_OFFSET 8192u
#define FIXTURE_TABLE_ADDRESS UINT64_C(0x7f12fffff000) // its low half is near the end: later values wrap to 0
#define FIXTURE_RING_ADDRESS UINT64_C(0x7f1300000000)  // of the first thread's

// The sites of the fixture's table: FIXTURE_SITES recorded and FIXTURE_SKIPPED others. Site k is line 10 + k, column
// 3, of "lib/net.c", in "send_all", with the snippet "step<k>();". The first FIXTURE_HEADS are trees of one statement,
// and FIXTURE_TIMED of them looks at the clock, which shows FIXTURE_TICK_NS late at most.
// The last four are one tree: its head is FIXTURE_TREE, then come step 1 and, behind that, either step 2 or step 3.
#define FIXTURE_HEADS 6u
#define FIXTURE_TIMED 3u
#define FIXTURE_TICK_NS 4000000u
#define FIXTURE_TREE FIXTURE_HEADS
#define FIXTURE_SITES 10u
#define FIXTURE_SKIPPED 1u

// Writes one table to out, which has room bytes. Returns its length. Sites behind FIXTURE_TREE are its steps.
size_t fixture_table(unsigned char *out, size_t room, const char *file, unsigned sites, unsigned skipped);

// The value of a record of site k, in the table at FIXTURE_TABLE_ADDRESS.
static inline uint32_t fixture_value(unsigned k) { return (uint32_t)(FIXTURE_TABLE_ADDRESS + 1 + k); }

// A run in memory, to be changed at will before it is written.
struct fixture_run {
  struct sp_run_header header;
  struct sp_module modules[FIXTURE_MODULES];
  unsigned thread_count; // used segments
  struct fixture_segment {
    struct sp_thread thread;
    _Alignas(uint64_t) unsigned char ring[FIXTURE_RING_BYTES];
  } segments[4];
  unsigned char table[1024];
  size_t table_bytes;
};

// A process with pid 4711 that no longer is there, one module and no thread. All sums are set.
void fixture_init(struct fixture_run *run);

// Adds a thread that is alive, with `records` records: number n is of site n % FIXTURE_HEADS. The ring looks as if
// the thread had stored them all.
void fixture_add_thread(struct fixture_run *run, int tid, const char *name, uint64_t records);

// Lets a thread make one more record, of the tree of site `head`, that reached the step. The time in each chunk is its
// number. thread: index of the segment.
void fixture_record(struct fixture_run *run, unsigned thread, unsigned head, unsigned step);

// Lets it record that it is so many units later than when its chunk was begun.
void fixture_time(struct fixture_run *run, unsigned thread, uint32_t units);

// The place of record number n, counted from 0, which the ring must not have overwritten.
struct sp_record *fixture_place(struct fixture_run *run, unsigned thread, uint64_t n);

// Notes the end of the process, as the state says.
void fixture_end(struct fixture_run *run, enum sp_end_state state, int status, int tid);

// Sets the header's sum again after a change.
void fixture_seal(struct fixture_run *run);

// Writes the run into the new directory folder/name.
void fixture_write(const struct fixture_run *run, const char *folder, const char *name);

// Makes an empty folder for a test; the caller removes it with fixture_remove() and frees the name.
char *fixture_folder(void);
void fixture_remove(char *folder);

// Writes a whole file.
void fixture_file(const char *folder, const char *name, const void *bytes, size_t count);

#endif

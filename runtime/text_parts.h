// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text files of the run, oldest first, and how much room they take. Private to this folder; but for
// sp_charge_part() the lock is held.
#ifndef SOURCEPRINT_RUNTIME_TEXT_PARTS_H
#define SOURCEPRINT_RUNTIME_TEXT_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Calls the function with the lock held, on the work stack.
void sp_with_parts(void (*function)(void *unused));

#define SP_PART_BLOCK 4096u // bytes are counted in blocks, as disks do

static inline uint64_t sp_part_blocks(uint64_t bytes) {
  return (bytes + SP_PART_BLOCK - 1) / SP_PART_BLOCK * SP_PART_BLOCK;
}

// The path of a thread's part; number 0 is the file that it writes. False if it does not fit.
bool sp_name_part(char *path, size_t size, int32_t tid, uint32_t number);

// Notes that a thread writes its file from now on. False if the run has too many files that are written.
bool sp_add_living_part(int32_t tid);

// The number of the next part of the run, from 1.
uint32_t sp_next_part_number(void);

// Notes that what was the thread's file has become a part of so many bytes, and that it writes a new file.
void sp_roll_part(int32_t tid, uint32_t number, uint64_t bytes);

// The size at which a thread shall roll its file, as things stand.
uint64_t sp_part_size(void);

// Counts room for at least so many bytes; removes old parts if there is too little. Returns how many were counted.
uint64_t sp_charge_part(uint64_t bytes);

// Called when gzip has ended: counts the part with its new size, or removes what gzip left of one that is gone.
void sp_check_packed_part(int32_t tid, uint32_t number);

// Removes the oldest files that nobody writes, as long as there is too much.
void sp_trim_parts(void);

// Looks for gzip in PATH, once. False if it is not there, or cannot be used.
bool sp_find_packer(void);
// Has a part compressed by gzip, if SOURCEPRINT_GZIP asks for it, and gzip has time.
void sp_pack_part(int32_t tid, uint32_t number);
// Forgets what gzip is at work on: another run begins.
void sp_forget_packing(void);

#endif

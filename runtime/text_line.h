// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A record's line, from parts that are kept: what a thread's lines begin with, the second, and the end of each site's
// lines. Only the number and the fractions of the time are new each time. Private to this folder.
#ifndef SOURCEPRINT_RUNTIME_TEXT_LINE_H
#define SOURCEPRINT_RUNTIME_TEXT_LINE_H

#include <stddef.h>
#include <stdint.h>

// Ends of lines, by site. An entry is filled once and never changed, so that threads may read them without a lock.
#define SP_SITE_TEXT_MAX 504u
#define SP_SITE_TEXTS 4096u
struct sp_site_text {
  uint32_t value; // 0, 1 while it is filled, or the site's value: then the rest is complete
  uint32_t bytes;
  char text[SP_SITE_TEXT_MAX];
};
extern struct sp_site_text *sp_site_texts; // NULL before the first line

static inline struct sp_site_text *sp_site_text(uint32_t value) {
  struct sp_site_text *all = __atomic_load_n(&sp_site_texts, __ATOMIC_ACQUIRE);
  return all ? &all[value % SP_SITE_TEXTS] : NULL;
}

// What the calling thread's lines have in common.
struct sp_line_parts {
  int32_t tid, pid; // that `thread` is of
  uint32_t thread_bytes;
  uint64_t second; // that `date` is of
  uint64_t clocks; // CLOCK_REALTIME less CLOCK_MONOTONIC
  char thread[56]; // a multiple of 8 bytes, as sp_copy_words() wants
  char date[24];
};
extern __thread struct sp_line_parts sp_line_parts;

// Copies whole words of 8 bytes: at least so many bytes, and up to 7 more, which both sides must have room for.
static inline void sp_copy_words(char *to, const char *from, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 8) {
    uint64_t word;
    __builtin_memcpy(&word, from + i, 8);
    __builtin_memcpy(to + i, &word, 8);
    __asm__ volatile("" ::: "memory"); // else it becomes a call of memcpy(), and that touches vector registers
  }
}

// Writes all of a line but what is the site's. now_ns: CLOCK_MONOTONIC. Returns its end, at most 200 bytes further.
char *sp_begin_line(char *line, uint64_t seq, uint64_t now_ns);

#endif

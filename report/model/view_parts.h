// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the files of the view share.
#ifndef SOURCEPRINT_REPORT_VIEW_PARTS_H
#define SOURCEPRINT_REPORT_VIEW_PARTS_H

#include "source.h"
#include "view.h"

struct view_file {
  const char *name; // borrowed from a site
  size_t process;   // whose run says where relative names lead
  uint32_t checked; // sites that were compared with the text
  bool is_changed;  // one of them did not fit
  const char *why;  //
  const struct source_file *text;
};

struct view_sites {
  struct view_site *list; // owned; list[0] is VIEW_LOST
  uint32_t count, room;
  uint32_t *slots; // owned; a hash table of numbers, 0 = free
  size_t slot_count;
  struct view_file *files; // owned
  size_t file_count;
  struct source_cache sources;
  char **texts; // owned strings
  size_t text_count, text_room;
  uint64_t *counts; // owned; scratch of view_load(), by site, all 0 in between
  uint32_t counts_room;
};

// Memory, or the end of the process.
void *view_allocate(void *old, size_t bytes);

struct view_sites *view_sites_new(void);
void view_sites_free(struct view_sites *sites);

// The number of a site with this content. is_owned: the strings are copied if it is new.
uint32_t view_intern(struct view *view, size_t process, const struct sp_record_text *text, bool is_timed,
                     bool is_owned);

// The number of the site that a value of a process stands for.
uint32_t view_site_of_value(struct view *view, size_t process, uint32_t value);

// Finds the times by which the others are guessed.
void view_find_anchors(const struct view *view, struct view_thread *thread);

// The likeliest time of statement number first + index.
uint64_t view_guess_time(const struct view *view, const struct view_thread *thread, uint64_t index);

// How many of a thread's statements were begun at or before a time.
uint64_t view_count_until(const struct view *view, const struct view_thread *thread, uint64_t ns);

// Where a thread goes on behind (or before) a statement of any thread, in the order of time: an index, or UINT64_MAX.
uint64_t view_index_in_time(const struct view *view, size_t thread, const struct view_statement *from,
                            bool is_backwards);

// Whether a statement is nearer than the best one so far, in that order.
bool view_is_nearer(const struct view_statement *one, const struct view_statement *best, bool is_backwards);

// Takes over what was read of a thread's ring.
void view_take_history(struct view *view, struct view_thread *thread, struct reader_history *history);
void view_forget(struct view_thread *thread);

#endif

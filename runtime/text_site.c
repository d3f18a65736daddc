// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The way of a record in the text sink where something is to be made first: the end of a site's lines, a new check of
// the file, room in it.
#define _GNU_SOURCE
#include "process.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

#include "record_text.h"
#include "text_file.h"
#include "text_line.h"

#define FILLING 1u // no site's value

struct sp_site_text *sp_site_texts; // 2 MB, of which only what is used takes memory

const struct sp_site *sp_find_site(uint32_t value, const struct sp_table_header **of) {
  for (uint32_t i = 0; i < sp_process.module_count; i++) {
    const struct sp_module *module = &sp_process.modules[i];
    uint32_t distance = value - (uint32_t)module->table_address;
    if (distance >= module->table_bytes)
      continue;
    const char *p = (const char *)(uintptr_t)module->table_address, *wanted = p + distance;
    while (p <= wanted) {
      const struct sp_table_header *table = (const struct sp_table_header *)p;
      bool real = table->magic == SP_TABLE_MAGIC && table->total_bytes > 0;
      if (real && wanted < p + table->total_bytes) {
        *of = table;
        uint32_t number = (uint32_t)(wanted - p) - 1;
        return number < table->site_count ? (const struct sp_site *)(p + table->header_bytes) + number : NULL;
      }
      p += real ? table->total_bytes : SP_TABLE_ALIGN;
    }
  }
  return NULL;
}

// Writes the end of a site's lines to out, which has SP_RECORD_TEXT_MAX bytes. Returns 0 if the site is not known.
static size_t format_site(char *out, uint32_t value) {
  const struct sp_table_header *table;
  const struct sp_site *site = sp_find_site(value, &table);
  if (!site)
    return 0;
  const char *strings = (const char *)table + table->string_offset;
  struct sp_record_text record = {.file = strings + site->file,
                                  .function = strings + site->function,
                                  .snippet = strings + site->snippet,
                                  .line = site->line,
                                  .column = site->column,
                                  .macro = site->macro,
                                  .def_file = strings + site->def_file,
                                  .def_line = site->def_line};
  // What stands before it in a line has less than 200 bytes.
  struct sp_text_out end = {out, out + SP_RECORD_TEXT_MAX - 200};
  sp_text_site(&end, &record);
  return (size_t)(end.at - out);
}

static void make_texts(void) {
  size_t bytes = SP_SITE_TEXTS * sizeof(struct sp_site_text);
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  struct sp_site_text *none = NULL;
  if (memory == MAP_FAILED)
    return;
  if (!__atomic_compare_exchange_n(&sp_site_texts, &none, memory, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    munmap(memory, bytes); // another thread was first
}

// Keeps the end of a site's lines for the next one, unless its place is taken.
static void keep_site(uint32_t value, const char *text, size_t bytes) {
  uint32_t nothing = 0;
  struct sp_site_text *site = sp_site_text(value);
  if (!site)
    return make_texts();
  if (bytes > SP_SITE_TEXT_MAX ||
      !__atomic_compare_exchange_n(&site->value, &nothing, FILLING, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
    return;
  memcpy(site->text, text, bytes);
  site->bytes = (uint32_t)bytes;
  __atomic_store_n(&site->value, value, __ATOMIC_RELEASE);
}

static void keep_thread(void) {
  struct sp_line_parts *parts = &sp_line_parts;
  parts->pid = sp_process.header->pid;
  parts->tid = sp_self.segment->tid;
  struct sp_text_out out = {parts->thread, parts->thread + sizeof parts->thread};
  sp_text_thread(&out, parts->pid, parts->tid);
  parts->thread_bytes = (uint32_t)(out.at - parts->thread);
}

static bool check(uint64_t now) {
  bool is_due = now - sp_text_file.checked_ns > SP_TEXT_CHECK_NS || !sp_self.text_file ||
                sp_text_file.limit_changes != __atomic_load_n(&sp_limit_changes, __ATOMIC_ACQUIRE);
  if (!is_due)
    return true;
  sp_line_parts.clocks = sp_now(CLOCK_REALTIME) - now;
  return sp_check_text_file(now);
}

static void write_line(uint32_t value, uint64_t seq) {
  char line[SP_RECORD_TEXT_MAX];
  uint64_t now = sp_now(CLOCK_MONOTONIC);
  if (!check(now))
    return;
  if (sp_line_parts.tid != sp_self.segment->tid || sp_line_parts.pid != sp_process.header->pid)
    keep_thread();
  char *site = sp_begin_line(line, seq, now);
  size_t bytes = format_site(site, value);
  if (bytes == 0)
    return;
  keep_site(value, site, bytes);
  bytes += (size_t)(site - line);
  sp_append_text(line, bytes);
  if (sp_process.text_echo)
    sp_echo_text(line, bytes);
}

void sp_write_text(uint32_t value, uint64_t seq) {
  int before;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before); // a statement of the program is no point for it
  write_line(value, seq);
  pthread_setcancelstate(before, NULL);
}

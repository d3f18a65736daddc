// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The line of a record, from parts that are kept: what a thread's lines begin with, the second, and the end of each
// site's lines. Only the number and the fractions of the time are new each time.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "record_text.h"
#include "text_file.h"

#define CHECK_NS 100000u // how long a check of the file holds

// Ends of lines, by site. An entry is filled once and never changed, so that threads may read them without a lock.
#define ENTRY_TEXT_MAX 504u
#define ENTRY_COUNT 4096u
#define FILLING 1u // no site's value
struct entry {
  uint32_t slot; // 0, FILLING, or the site's value: then the rest is complete
  uint32_t bytes;
  char text[ENTRY_TEXT_MAX];
};
static struct entry *entries; // 2 MB, of which only what is used takes memory

// The beginnings of the calling thread's lines.
static __thread struct {
  int32_t tid, pid;
  uint32_t thread_bytes;
  uint64_t second; // that `second_text` is of
  uint64_t clocks; // CLOCK_REALTIME less CLOCK_MONOTONIC
  char thread_text[56];
  char second_text[20];
} kept;

static const struct sp_table_header *find_table(uint32_t slot, uint32_t *number) {
  for (uint32_t i = 0; i < sp_process.module_count; i++) {
    const struct sp_module *module = &sp_process.modules[i];
    uint32_t distance = slot - (uint32_t)module->table_address;
    if (distance >= module->table_bytes)
      continue;
    const char *p = (const char *)(uintptr_t)module->table_address, *wanted = p + distance;
    while (p <= wanted) {
      const struct sp_table_header *table = (const struct sp_table_header *)p;
      bool real = table->magic == SP_TABLE_MAGIC && table->total_bytes > 0;
      if (real && wanted < p + table->total_bytes) {
        *number = (uint32_t)(wanted - p) - 1;
        return *number < table->site_count ? table : NULL;
      }
      p += real ? table->total_bytes : SP_TABLE_ALIGN;
    }
  }
  return NULL;
}

// Writes the end of a site's lines to out, which has SP_RECORD_TEXT_MAX bytes. Returns 0 if the site is not known.
static size_t format_site(char *out, uint32_t slot) {
  uint32_t number = 0;
  const struct sp_table_header *table = find_table(slot, &number);
  if (!table)
    return 0;
  const struct sp_site *site = (const struct sp_site *)((const char *)table + table->header_bytes) + number;
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

static struct entry *make_entries(void) {
  size_t bytes = ENTRY_COUNT * sizeof(struct entry);
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  struct entry *none = NULL;
  if (memory == MAP_FAILED)
    return NULL;
  if (__atomic_compare_exchange_n(&entries, &none, memory, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return memory;
  munmap(memory, bytes); // another thread was first
  return none;
}

// Appends the end of a site's lines, at most SP_RECORD_TEXT_MAX - 200 bytes. Returns its length, or 0.
static size_t append_site(char *out, uint32_t slot) {
  struct entry *all = __atomic_load_n(&entries, __ATOMIC_ACQUIRE);
  struct entry *entry = all ? &all[slot % ENTRY_COUNT] : NULL;
  uint32_t is_of = entry ? __atomic_load_n(&entry->slot, __ATOMIC_ACQUIRE) : FILLING;
  if (is_of == slot) {
    memcpy(out, entry->text, entry->bytes);
    return entry->bytes;
  }
  size_t bytes = format_site(out, slot);
  if (!all)
    make_entries();
  if (is_of != 0 || bytes == 0 || bytes > ENTRY_TEXT_MAX ||
      !__atomic_compare_exchange_n(&entry->slot, &is_of, FILLING, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
    return bytes;
  memcpy(entry->text, out, bytes);
  entry->bytes = (uint32_t)bytes;
  __atomic_store_n(&entry->slot, slot, __ATOMIC_RELEASE);
  return bytes;
}

static void keep_thread(void) {
  kept.pid = sp_process.header->pid;
  kept.tid = sp_self.segment->tid;
  struct sp_text_out out = {kept.thread_text, kept.thread_text + sizeof kept.thread_text};
  sp_text_thread(&out, kept.pid, kept.tid);
  kept.thread_bytes = (uint32_t)(out.at - kept.thread_text);
}

static void append_second(struct sp_text_out *out, uint64_t second) {
  if (second != kept.second) {
    struct sp_text_out text = {kept.second_text, kept.second_text + sizeof kept.second_text};
    sp_text_seconds(&text, second);
    kept.second = second;
  }
  memcpy(out->at, kept.second_text, 19);
  out->at += 19;
}

void sp_write_text(uint32_t slot, uint64_t seq) {
  char line[SP_RECORD_TEXT_MAX];
  uint64_t now = sp_now(CLOCK_MONOTONIC);
  if (now - sp_text_file.checked_ns > CHECK_NS || !sp_self.text_file ||
      sp_text_file.limit_changes != __atomic_load_n(&sp_limit_changes, __ATOMIC_ACQUIRE)) {
    kept.clocks = sp_now(CLOCK_REALTIME) - now;
    if (!sp_check_text_file(now))
      return;
  }
  if (kept.tid != sp_self.segment->tid || kept.pid != sp_process.header->pid)
    keep_thread();
  struct sp_text_out out = {line, line + sizeof line};
  memcpy(line, kept.thread_text, kept.thread_bytes);
  out.at += kept.thread_bytes;
  sp_text_number(&out, seq, 1);
  uint64_t realtime = now + kept.clocks;
  sp_text_plain(&out, " ts=");
  append_second(&out, realtime / 1000000000u);
  sp_text_char(&out, '.');
  sp_text_number(&out, realtime % 1000000000u, 9);
  sp_text_plain(&out, "Z elapsed=");
  sp_text_elapsed(&out, now - sp_process.header->start_monotonic_ns);
  size_t bytes = append_site(out.at, slot);
  if (bytes == 0)
    return;
  bytes += (size_t)(out.at - line);
  sp_append_text(line, bytes);
  if (sp_process.text_echo)
    sp_echo_text(line, bytes);
}

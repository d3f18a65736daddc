// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The slow way of a record: one line by one write(2) into the thread's own file, then the ring as always.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record_text.h"

// Our descriptor's number is high, so that the program gets the numbers it would get without us.
#define HIGH_DESCRIPTOR 500

void sp_open_text(void) {
  char path[SP_PATH_MAX], number[24];
  struct sp_text_out out = {number, number + sizeof number - 1};
  sp_text_number(&out, (uint64_t)sp_self.segment->tid, 1);
  *out.at = '\0';
  if (sp_join(path, sizeof path, sp_process.run, "/", number, ".txt", NULL) != 0)
    return;
  int file = sp_open_for_lines(path);
  if (file < 0)
    return;
  int high = fcntl(file, F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR);
  if (high >= 0) {
    close(file);
    file = high;
  }
  struct stat status = {0};
  fstat(file, &status);
  sp_self.text_device = status.st_dev;
  sp_self.text_inode = status.st_ino;
  sp_self.text_file = file + 1;
}

// Whether the descriptor still is our file: a daemon may have closed it, and given the number to a file of its own.
static bool text_is_ours(void) {
  struct stat status;
  return sp_self.text_file && fstat(sp_self.text_file - 1, &status) == 0 && status.st_ino == sp_self.text_inode &&
         status.st_dev == sp_self.text_device;
}

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

static void write_line(const struct sp_table_header *table, uint32_t number) {
  const struct sp_site *site = (const struct sp_site *)((const char *)table + table->header_bytes) + number;
  const char *strings = (const char *)table + table->string_offset;
  struct sp_record_text record = {.pid = sp_process.header->pid,
                                  .tid = sp_self.segment->tid,
                                  .seq = (sp_self.segment->ring.head & ~SP_HEAD_SLOW) + 1,
                                  .realtime_ns = sp_now(CLOCK_REALTIME),
                                  .file = strings + site->file,
                                  .function = strings + site->function,
                                  .snippet = strings + site->snippet,
                                  .line = site->line,
                                  .column = site->column,
                                  .macro = site->macro,
                                  .def_file = strings + site->def_file,
                                  .def_line = site->def_line};
  record.elapsed_ns = sp_now(CLOCK_MONOTONIC) - sp_process.header->start_monotonic_ns;
  char line[SP_RECORD_TEXT_MAX];
  size_t bytes = sp_format_record(line, sizeof line, &record);
  if (!text_is_ours())
    sp_open_text();
  if (sp_self.text_file)
    sp_append_line(sp_self.text_file - 1, line, bytes);
}

// The fast path's two steps, with bit 63 of the head kept.
static void push(struct sp_ring *ring, uint32_t slot) {
  uint64_t position = ring->head & ring->mask;
  __atomic_store_n(&ring->head, ring->head + 1, __ATOMIC_RELAXED);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  uint32_t *slots = (uint32_t *)((char *)ring + SP_RING_SLOTS_OFFSET);
  slots[position + 1] = SP_SLOT_EMPTY;
  __atomic_store_n(&slots[position], slot, __ATOMIC_RELAXED);
}

__attribute__((visibility("default"))) void sourceprint_record(struct sp_ring *ring, uint32_t slot) {
  if (ring == &sp_idle || sp_self.busy || !sp_self.segment)
    return;
  int kept = errno;
  uint32_t number = 0;
  const struct sp_table_header *table = find_table(slot, &number);
  sp_self.busy = true; // write() may be the program's own, instrumented
  if (table && !sp_process.confined)
    write_line(table, number);
  sp_self.busy = false;
  push(ring, slot);
  errno = kept;
}

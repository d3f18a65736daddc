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
                                  .seq = ++sp_self.segment->statements,
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

// Finds a site's number in its table, and writes its line. Returns the site, or NULL.
static const struct sp_site *write_site(uint32_t value) {
  uint32_t number = 0;
  const struct sp_table_header *table = find_table(value, &number);
  if (!table)
    return NULL;
  int kept = errno;
  bool busy = sp_self.busy; // write() may be the program's own, instrumented
  sp_self.busy = true;
  if (!busy && sp_self.segment && !sp_process.confined)
    write_line(table, number);
  sp_self.busy = busy;
  errno = kept;
  return (const struct sp_site *)((const char *)table + table->header_bytes) + number;
}

// The fast path's two steps, where the thread's place is parked.
static void push(struct sp_thread *thread, uint32_t site) {
  uint64_t place = thread->parked + sizeof(struct sp_record);
  if ((place & SP_CHUNK_MASK) == 0)
    return (void)sp_cross_chunk(thread, &thread->parked, site);
  __atomic_store_n(&thread->parked, place, __ATOMIC_RELAXED);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  __atomic_store_n(&((struct sp_record *)(uintptr_t)place)[-1].site, site, __ATOMIC_RELAXED);
}

__attribute__((visibility("default"))) unsigned char *sourceprint_record(struct sp_ring *ring, uint32_t site) {
  struct sp_thread *thread = sp_thread_of(ring);
  if (ring->next != (uint64_t)SP_NEXT_SLOW)
    return (unsigned char *)(uintptr_t)sp_cross_chunk(thread, &ring->next, site);
  write_site(site);
  push(thread, site);
  return (unsigned char *)(uintptr_t)SP_NEXT_SLOW;
}

__attribute__((visibility("default"))) void sourceprint_step(uint32_t site) {
  const struct sp_site *known = write_site(site);
  if (known && sp_self.segment) // its record is the newest: a statement that may record makes no step follow
    __atomic_store_n(&((struct sp_record *)(uintptr_t)sp_self.segment->parked)[-1].step, known->step, __ATOMIC_RELAXED);
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The usual way of a record in the text sink, where all parts of its line are at hand. Touches no register but the
// general ones, so that nobody needs to keep the others: that would take as long as all of this but the write itself.
#define _GNU_SOURCE
#include "text_line.h"

#include <sys/syscall.h>
#include <unistd.h>

#include "process.h"
#include "record_text.h"
#include "text_file.h"

__thread struct sp_line_parts sp_line_parts;

static void keep_date(uint64_t second) {
  struct sp_text_out text = {sp_line_parts.date, sp_line_parts.date + sizeof sp_line_parts.date};
  sp_text_seconds(&text, second);
  sp_line_parts.second = second;
}

char *sp_begin_line(char *line, uint64_t seq, uint64_t now_ns) {
  struct sp_text_out out = {line, line + 200};
  uint64_t realtime = now_ns + sp_line_parts.clocks, second = realtime / 1000000000u;
  sp_copy_words(line, sp_line_parts.thread, sp_line_parts.thread_bytes);
  out.at += sp_line_parts.thread_bytes;
  sp_text_number(&out, seq, 1);
  sp_text_plain(&out, " ts=");
  if (second != sp_line_parts.second)
    keep_date(second);
  sp_copy_words(out.at, sp_line_parts.date, 19);
  out.at += 19;
  sp_text_char(&out, '.');
  sp_text_number(&out, realtime % 1000000000u, 9);
  sp_text_plain(&out, "Z elapsed=");
  sp_text_elapsed(&out, now_ns - sp_process.header->start_monotonic_ns);
  return out.at;
}

bool sp_write_text_quickly(uint32_t value, uint64_t seq) {
  char line[1024];
  struct sp_text_file *file = &sp_text_file;
  const struct sp_site_text *site = sp_site_text(value);
  uint64_t now = sp_now(CLOCK_MONOTONIC);
  if (!site || __atomic_load_n(&site->value, __ATOMIC_ACQUIRE) != value || now - file->checked_ns > SP_TEXT_CHECK_NS ||
      file->limit_changes != __atomic_load_n(&sp_limit_changes, __ATOMIC_ACQUIRE) || sp_process.text_echo ||
      sp_line_parts.tid != sp_self.segment->tid || sp_line_parts.pid != sp_process.header->pid)
    return false;
  char *end = sp_begin_line(line, seq, now);
  sp_copy_words(end, site->text, site->bytes);
  size_t bytes = (size_t)(end - line) + site->bytes;
  uint64_t size = file->bytes + bytes;
  if (size > file->charged || size > file->limit || size >= file->roll_at || !sp_self.text_file)
    return false;
  // libc's write() is a point where a thread can be cancelled.
  long done = syscall(SYS_write, sp_self.text_file - 1, line, bytes);
  if (done == (long)bytes)
    file->bytes = size;
  else if (done > 0 && syscall(SYS_ftruncate, sp_self.text_file - 1, file->bytes) != 0)
    file->bytes += (uint64_t)done;
  return done == (long)bytes;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checks the header's sum, version and sizes before anything else believes it.

#include "header.h"

#include "alive.h"
#include "file.h"

#include <string.h>

// Bounds for what a damaged header may make us read; far above what any runtime asks for.
#define MODULES_LIMIT 65536u
#define THREADS_LIMIT (1u << 20)
#define RING_LIMIT (1u << 30)

static bool layout_is_sound(const struct sp_run_header *h) {
  const uint64_t modules_end = h->module_offset + (uint64_t)h->module_max * sizeof(struct sp_module);
  const uint64_t segment_least = SP_THREAD_HEADER_BYTES + (uint64_t)h->ring_bytes;
  // A runtime from before forks were counted: what is behind its header is 0.
  const bool is_whole = h->header_bytes == sizeof *h || h->header_bytes == offsetof(struct sp_run_header, lost_forks);
  return is_whole && h->module_offset >= sizeof *h && h->module_max <= MODULES_LIMIT &&
         h->thread_offset >= modules_end && h->thread_max <= THREADS_LIMIT &&
         h->ring_bytes >= SP_RING_CHUNKS_MIN * SP_CHUNK_BYTES && h->ring_bytes <= RING_LIMIT &&
         h->ring_bytes % SP_CHUNK_BYTES == 0 && h->segment_bytes >= segment_least && h->segment_bytes % 4096 == 0 &&
         h->segment_bytes <= UINT32_MAX * 4ull;
}

enum reader_header_state reader_header_read(int fd, struct sp_run_header *header) {
  *header = (struct sp_run_header){0};
  const size_t got = reader_file_read(fd, header, sizeof *header, 0);
  if (got == 0 || (got >= sizeof header->magic && header->magic == 0))
    return READER_HEADER_UNFINISHED;
  if (got < sizeof header->magic)
    return READER_HEADER_CUT;
  if (header->magic == __builtin_bswap64(SP_RUN_MAGIC))
    return READER_HEADER_FOREIGN;
  if (header->magic != SP_RUN_MAGIC)
    return READER_HEADER_NO_RUN;
  if (got < sizeof *header)
    return READER_HEADER_CUT;
  if (header->version != SP_FORMAT_VERSION)
    return READER_HEADER_NEWER;
  const size_t from = offsetof(struct sp_run_header, version);
  const uint64_t sum = sp_checksum((char *)header + from, offsetof(struct sp_run_header, checksum) - from);
  header->parent_run[sizeof header->parent_run - 1] = 0;
  header->program[sizeof header->program - 1] = 0;
  header->directory[sizeof header->directory - 1] = 0;
  if (!layout_is_sound(header))
    return READER_HEADER_UNREADABLE;
  return sum == header->checksum ? READER_HEADER_SOUND : READER_HEADER_DAMAGED;
}

void reader_header_tell(enum reader_header_state state, const struct sp_run_header *header, const char *where,
                        struct reader_problems *problems) {
  static const char *const texts[] = {
      [READER_HEADER_DAMAGED] = "the header is damaged: program, times or places may be wrong; copy the run again",
      [READER_HEADER_UNREADABLE] = "the header is damaged, nothing can be read; copy the run again",
      [READER_HEADER_CUT] = "the file is cut inside its header; copy the run again",
      [READER_HEADER_UNFINISHED] =
          "the run has no header: its process is just starting, or ended while the run was being made",
      [READER_HEADER_NO_RUN] = "this is no run file, or its first bytes are damaged",
      [READER_HEADER_FOREIGN] = "written on a machine of the other byte order; read it on such a machine",
  };
  if (state == READER_HEADER_NEWER)
    reader_problem(problems,
                   "%s: format version %u, this sourceprint reads %u; use the sourceprint that came with "
                   "the compiler",
                   where, header->version, SP_FORMAT_VERSION);
  else if (state != READER_HEADER_SOUND)
    reader_problem(problems, "%s: %s", where, texts[state]);
}

// Destructors run behind the note of an exit.
static enum reader_end end_of_exit(const struct sp_run_header *header) {
  if (header->exit_done.value || !reader_counter_is_sound(&header->exit_done))
    return READER_END_EXITED;
  const int pid = reader_alive_pid(header);
  return pid == READER_ALIVE_UNKNOWN ? READER_END_EXITED : pid ? READER_END_EXITING : READER_END_EXIT_CUT;
}

enum reader_end reader_header_end(const struct sp_run_header *header) {
  static const struct sp_run_end nothing;
  const struct sp_run_end *end = &header->end;
  if (memcmp(end, &nothing, sizeof *end) == 0) {
    const int pid = reader_alive_pid(header);
    return pid == READER_ALIVE_UNKNOWN ? READER_END_ELSEWHERE : pid ? READER_END_RUNNING : READER_END_SILENT;
  }
  if (end->checksum != sp_checksum(end, offsetof(struct sp_run_end, checksum)))
    return READER_END_DAMAGED;
  switch (end->state) {
  case SP_END_EXITED:
    return end_of_exit(header);
  case SP_END_SIGNALED:
    return READER_END_SIGNALED;
  case SP_END_EXEC:
    return READER_END_EXEC;
  case SP_END_REPORTED:
    return READER_END_REPORTED;
  default:
    return READER_END_DAMAGED;
  }
}

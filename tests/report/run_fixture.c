// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "run_fixture.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void need(int is_fine, const char *what) {
  if (is_fine)
    return;
  perror(what);
  abort();
}

static uint32_t add_string(unsigned char *strings, uint32_t *used, const char *text) {
  const uint32_t at = *used;
  memcpy(strings + at, text, strlen(text) + 1);
  *used += (uint32_t)strlen(text) + 1;
  return at;
}

size_t fixture_table(unsigned char *out, size_t room, const char *file, unsigned sites, unsigned skipped) {
  struct sp_table_header header = {
      .magic = SP_TABLE_MAGIC,
      .version = SP_FORMAT_VERSION,
      .header_bytes = sizeof header,
      .site_count = sites,
      .skipped_count = skipped,
      .string_offset = (uint32_t)(sizeof header + (sites + skipped) * sizeof(struct sp_site)),
  };
  memset(out, 0, room);
  unsigned char *strings = out + header.string_offset;
  uint32_t used = 1;
  const uint32_t file_at = add_string(strings, &used, file);
  const uint32_t function_at = add_string(strings, &used, "send_all");
  for (unsigned k = 0; k < sites + skipped; k++) {
    char snippet[32];
    snprintf(snippet, sizeof snippet, "step%u();", k);
    const struct sp_site site = {
        .file = file_at,
        .function = function_at,
        .snippet = add_string(strings, &used, snippet),
        .line = 10 + k,
        .column = 3,
        .kind = k == 1               ? SP_KIND_CONDITION
                : k == FIXTURE_TIMED ? SP_SITE_TIMED
                                     : SP_KIND_STATEMENT,
        .macro = k == 2 ? SP_MACRO_INVOCATION : SP_MACRO_NONE,
        .skip = k >= sites ? SP_SKIP_PRAGMA : SP_SKIP_NONE,
        .step = k > FIXTURE_TREE && k < sites ? (uint8_t)(k - FIXTURE_TREE) : 0,
        .back = k <= FIXTURE_TREE || k >= sites ? 0
                : k == FIXTURE_TREE + 3         ? 2
                                                : 1,
    };
    memcpy(out + sizeof header + k * sizeof site, &site, sizeof site);
  }
  header.main_file = file_at;
  header.string_bytes = used;
  header.total_bytes = (header.string_offset + used + SP_TABLE_ALIGN - 1) / SP_TABLE_ALIGN * SP_TABLE_ALIGN;
  need(header.total_bytes <= room, "room for the table");
  header.checksum = sp_checksum(out + sizeof header, header.total_bytes - sizeof header);
  memcpy(out, &header, sizeof header);
  return header.total_bytes;
}

static uint64_t sum(const void *from, const void *to) {
  return sp_checksum(from, (size_t)((const char *)to - (const char *)from));
}

void fixture_seal(struct fixture_run *run) { run->header.checksum = sum(&run->header.version, &run->header.checksum); }

void fixture_init(struct fixture_run *run) {
  memset(run, 0, sizeof *run);
  run->table_bytes = fixture_table(run->table, sizeof run->table, "lib/net.c", FIXTURE_SITES, FIXTURE_SKIPPED);
  run->header = (struct sp_run_header){
      .magic = SP_RUN_MAGIC,
      .version = SP_FORMAT_VERSION,
      .header_bytes = sizeof run->header,
      .module_offset = SP_RUN_HEADER_PAGE,
      .module_max = FIXTURE_MODULES,
      .thread_offset = FIXTURE_THREAD_OFFSET,
      .thread_max = 4,
      .segment_bytes = FIXTURE_SEGMENT_BYTES,
      .ring_bytes = FIXTURE_RING_BYTES,
      .pid = 4711,
      .parent_pid = 1,
      .process_start = 1, // no process but init started that early: whoever has this pid is another one
      .start_realtime_ns = UINT64_C(1794076321000000000), // 2026-11-07T18:32:01Z
      .start_monotonic_ns = 1,
      .tick_ns = FIXTURE_TICK_NS,
      .program = "/opt/net/bin/netd",
      .directory = "/nowhere",
  };
  fixture_seal(run);
  struct sp_module *module = &run->modules[0];
  *module = (struct sp_module){
      .magic = SP_MODULE_MAGIC,
      .table_address = FIXTURE_TABLE_ADDRESS,
      .table_bytes = run->table_bytes,
      .load_address = FIXTURE_TABLE_ADDRESS - 4096,
      .table_file = "netd.sites",
      .path = "/opt/net/bin/netd",
  };
  module->checksum = sum(&module->table_address, &module->checksum);
}

static void begin_chunk(struct fixture_segment *segment) {
  struct sp_thread *thread = &segment->thread;
  const uint64_t number = thread->chunks.value, at = number % FIXTURE_CHUNKS * SP_CHUNK_BYTES;
  memcpy(segment->ring + at, &number, sizeof number);
  thread->chunks = (struct sp_counter){number + 1, ~(number + 1)};
  thread->ring.next = thread->ring_address + at + SP_CHUNK_FIRST;
}

void fixture_add_thread(struct fixture_run *run, int tid, const char *name, uint64_t records) {
  const unsigned index = run->thread_count++;
  struct sp_thread *thread = &run->segments[index].thread;
  thread->magic = SP_THREAD_MAGIC;
  thread->index = index;
  thread->tid = tid;
  thread->number = index + 1;
  thread->start_ns = run->header.start_realtime_ns;
  thread->ring_address = FIXTURE_RING_ADDRESS + ((uint64_t)index << 20);
  thread->ring_chunks = FIXTURE_CHUNKS;
  thread->ring.mask = SP_CHUNK_MASK;
  thread->checksum = sum(&thread->index, &thread->checksum);
  strncpy(thread->name, name, sizeof thread->name - 1);
  thread->name_checksum = sp_checksum(thread->name, sizeof thread->name);
  begin_chunk(&run->segments[index]);
  for (uint64_t n = 0; n < records; n++)
    fixture_record(run, index, n % FIXTURE_HEADS, 0);
}

static void put_record(struct fixture_run *run, unsigned thread, struct sp_record record) {
  struct fixture_segment *segment = &run->segments[thread];
  if ((segment->thread.ring.next + sizeof record) % SP_CHUNK_BYTES == 0)
    begin_chunk(segment);
  record.lap = sp_lap(segment->thread.chunks.value - 1, FIXTURE_CHUNKS);
  memcpy(segment->ring + (segment->thread.ring.next - segment->thread.ring_address), &record, sizeof record);
  segment->thread.ring.next += sizeof record;
}

void fixture_record(struct fixture_run *run, unsigned thread, unsigned head, unsigned step) {
  put_record(run, thread, (struct sp_record){.site = fixture_value(head), .step = (uint8_t)step});
}

void fixture_time(struct fixture_run *run, unsigned thread, uint32_t units) {
  struct sp_record record = {.site = SP_RECORD_TIME};
  memcpy(&record.step, &units, 3);
  put_record(run, thread, record);
}

struct sp_record *fixture_place(struct fixture_run *run, unsigned thread, uint64_t n) {
  const uint64_t chunk = n / SP_CHUNK_RECORDS % FIXTURE_CHUNKS, place = n % SP_CHUNK_RECORDS;
  return (struct sp_record *)(void *)(run->segments[thread].ring + chunk * SP_CHUNK_BYTES + SP_CHUNK_FIRST) + place;
}

void fixture_end(struct fixture_run *run, enum sp_end_state state, int status, int tid) {
  struct sp_run_end *end = &run->header.end;
  *end = (struct sp_run_end){
      .state = state,
      .status = status,
      .tid = tid,
      .time_ns = run->header.start_realtime_ns + 1204000000,
  };
  end->checksum = sum(end, &end->checksum);
  if (state == SP_END_EXITED)
    run->header.exit_done = (struct sp_counter){end->time_ns, ~end->time_ns};
}

void fixture_file(const char *folder, const char *name, const void *bytes, size_t count) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  need(fd >= 0 && write(fd, bytes, count) == (ssize_t)count && close(fd) == 0, path);
}

void fixture_write(const struct fixture_run *run, const char *folder, const char *name) {
  const size_t bytes = FIXTURE_THREAD_OFFSET + run->thread_count * FIXTURE_SEGMENT_BYTES;
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  need(mkdir(path, 0700) == 0, path);
  unsigned char *file = calloc(1, bytes);
  need(file != NULL, "memory");
  memcpy(file, &run->header, sizeof run->header);
  memcpy(file + SP_RUN_HEADER_PAGE, run->modules, sizeof run->modules);
  for (unsigned i = 0; i < run->thread_count; i++) {
    unsigned char *segment = file + FIXTURE_THREAD_OFFSET + i * FIXTURE_SEGMENT_BYTES;
    memcpy(segment, &run->segments[i].thread, sizeof run->segments[i].thread);
    memcpy(segment + SP_THREAD_HEADER_BYTES, run->segments[i].ring, sizeof run->segments[i].ring);
  }
  fixture_file(path, SP_RUN_FILE, file, bytes);
  free(file);
  fixture_file(path, "netd.sites", run->table, run->table_bytes);
}

char *fixture_folder(void) {
  const char *temporary = getenv("TEST_TMPDIR");
  char *folder;
  need(asprintf(&folder, "%s/report.XXXXXX", temporary ? temporary : "/tmp") > 0 && mkdtemp(folder), "mkdtemp");
  return folder;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where) {
  (void)status, (void)type, (void)where;
  return remove(path);
}

void fixture_remove(char *folder) {
  nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  free(folder);
}

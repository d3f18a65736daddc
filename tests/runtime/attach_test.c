// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The runtime inside this very process: tables made by hand take the place of instrumented code. Criterion runs each
// test in a process of its own, so each has a run of its own.
#define _GNU_SOURCE
#include "runtime/format.h"
#include "runtime/process.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// A module with one table of one site.
static struct {
  struct sp_table_header header;
  struct sp_site site;
  char strings[32];
} table = {.header = {.magic = SP_TABLE_MAGIC,
                      .version = SP_FORMAT_VERSION,
                      .header_bytes = sizeof(struct sp_table_header),
                      .total_bytes = sizeof table,
                      .site_count = 1,
                      .string_offset = sizeof(struct sp_table_header) + sizeof(struct sp_site),
                      .string_bytes = 32},
           .site = {.file = 1, .function = 5, .snippet = 7, .line = 3, .column = 2},
           .strings = "\0a.c\0f\0return 1"};

static char functions[1]; // none of them

static char folder[SP_PATH_MAX];

static void make_folder(void) {
  const char *temporary = getenv("TEST_TMPDIR");
  snprintf(folder, sizeof folder, "%s/runs-XXXXXX", temporary ? temporary : "/tmp");
  cr_assert(ne(ptr, mkdtemp(folder), NULL));
  setenv("SOURCEPRINT_OUTPUT_DIR", folder, 1);
  setenv("SOURCEPRINT_RING_BYTES", "32768", 1);
}

TestSuite(attach, .init = make_folder);

static __thread struct sp_ring idle;

static struct sp_ring *attach(struct sp_ring **cache) {
  return sourceprint_attach_5((const char *)&table, (const char *)(&table + 1), functions, functions, cache, &idle);
}

static uint32_t value_of_site(void) { return (uint32_t)(uintptr_t)&table + 1; }

static struct sp_record *records(struct sp_ring *ring) {
  return (struct sp_record *)((char *)(sp_thread_of(ring) + 1) + SP_CHUNK_FIRST);
}

// What instrumented code does.
static void record(struct sp_ring *ring) {
  uint64_t place = ring->next + sizeof(struct sp_record);
  if ((place & ring->mask) == 0) {
    sourceprint_record_5(ring, value_of_site());
    return;
  }
  ring->next = place;
  ((uint64_t *)(uintptr_t)place)[-1] = ring->tag | value_of_site();
}

static uint64_t records_begun(const struct sp_ring *ring) {
  return (ring->next - (uint64_t)(uintptr_t)records((struct sp_ring *)ring)) / sizeof(struct sp_record);
}

Test(attach, a_thread_gets_its_ring_and_keeps_it) {
  struct sp_ring *first = NULL, *second = NULL;
  attach(&first);
  attach(&second);
  cr_assert(ne(ptr, first, NULL));
  cr_assert(eq(ptr, first, second));
  cr_assert(eq(u64, records_begun(first), 0));
  cr_assert(eq(u32, sp_thread_of(first)->ring_chunks, 2));
  cr_assert(eq(u64, sp_thread_of(first)->ring_address % SP_CHUNK_BYTES, 0));
}

Test(attach, a_ring_goes_round_chunk_by_chunk) {
  struct sp_ring *ring = NULL;
  attach(&ring);
  struct sp_thread *thread = sp_thread_of(ring);
  char *bytes = (char *)(thread + 1);
  for (unsigned i = 0; i < SP_CHUNK_RECORDS; i++)
    record(ring);
  cr_assert(eq(u64, thread->chunks.value, 1));
  record(ring);
  cr_assert(eq(u64, thread->chunks.value, 2));
  cr_assert(eq(u64, ring->next, (uint64_t)(uintptr_t)bytes + SP_CHUNK_BYTES + SP_CHUNK_FIRST + 8));
  uint64_t earlier, later;
  memcpy(&earlier, bytes, sizeof earlier);
  memcpy(&later, bytes + SP_CHUNK_BYTES, sizeof later);
  cr_assert(gt(u64, earlier, 0));
  cr_assert(ge(u64, later, earlier));
  for (unsigned i = 0; i < SP_CHUNK_RECORDS; i++)
    record(ring);
  cr_assert(eq(u64, thread->chunks.value, 3));
  // The first chunk is begun again, and tells what is in it now from what was.
  cr_assert(eq(u32, records(ring)[0].site, value_of_site()));
  cr_assert(eq(u8, records(ring)[0].lap, 1));
  cr_assert(eq(u8, records(ring)[1].lap, 0));
}

// Behind the last chunk there may be nothing, or another ring.
Test(attach, the_time_is_recorded_at_each_place_of_a_ring) {
  struct sp_ring *ring = NULL;
  attach(&ring);
  struct sp_thread *thread = sp_thread_of(ring);
  char *end = (char *)(thread + 1) + 2 * SP_CHUNK_BYTES;
  (void)mmap(end, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  uint64_t clock = 1;
  ring->clock = &clock;
  for (unsigned i = 0; i < 2 * SP_CHUNK_RECORDS + 1; i++) {
    uint64_t before = ring->next, chunks = thread->chunks.value;
    clock++;
    sourceprint_time_5(ring);
    cr_assert(eq(u64, ring->tick, clock));
    if (thread->chunks.value != chunks) {
      cr_assert(eq(u64, (before + sizeof(struct sp_record)) % SP_CHUNK_BYTES, 0));
      cr_assert(eq(u64, ring->next % SP_CHUNK_BYTES, SP_CHUNK_FIRST));
    } else {
      cr_assert(eq(u64, ring->next, before + sizeof(struct sp_record)));
      cr_assert(eq(u32, ((struct sp_record *)(uintptr_t)ring->next)[-1].site, SP_RECORD_TIME));
    }
  }
  cr_assert(eq(u64, thread->chunks.value, 2));
  sourceprint_time_5(ring); // at the end of the ring
  cr_assert(eq(u64, thread->chunks.value, 3));
}

Test(attach, errno_is_kept) {
  struct sp_ring *ring = NULL;
  errno = 77;
  attach(&ring);
  cr_assert(eq(int, errno, 77));
}

Test(attach, the_run_is_private_and_complete) {
  struct sp_ring *ring = NULL;
  attach(&ring);
  char path[SP_PATH_MAX * 2];
  struct stat status;
  cr_assert(eq(int, stat(sp_process.run, &status), 0));
  cr_assert(eq(uint, status.st_mode & 0777, 0700));
  snprintf(path, sizeof path, "%s/%s", sp_process.run, sp_process.modules[0].table_file);
  cr_assert(eq(int, stat(path, &status), 0));
  cr_assert(eq(long, status.st_size, (long)sizeof table));
  cr_assert(eq(long, (long)status.st_nlink, 2)); // shared with other runs
  const struct sp_run_header *header = sp_process.header;
  cr_assert(eq(u64, header->magic, SP_RUN_MAGIC));
  size_t begin = offsetof(struct sp_run_header, version), end = offsetof(struct sp_run_header, checksum);
  cr_assert(eq(u64, header->checksum, sp_checksum((const char *)header + begin, end - begin)));
  cr_assert(eq(int, header->pid, getpid()));
}

static void *attach_in_thread(void *result) {
  struct sp_ring *ring = NULL;
  *(struct sp_ring **)result = attach(&ring);
  return NULL;
}

Test(attach, threads_have_rings_of_their_own) {
  struct sp_ring *mine = NULL, *other = NULL;
  attach(&mine);
  pthread_t thread;
  pthread_create(&thread, NULL, attach_in_thread, &other);
  pthread_join(thread, NULL);
  cr_assert(ne(ptr, other, mine));
  cr_assert(eq(u32, sp_process.segments[1]->number, 2));
  cr_assert(ne(u64, sp_process.segments[1]->end.value, 0)); // it has ended
  cr_assert(eq(u64, sp_process.segments[1]->end.inverse, ~sp_process.segments[1]->end.value));
}

Test(attach, short_threads_in_turn_use_bounded_space) {
  struct sp_ring *ring = NULL;
  attach(&ring);
  for (int i = 0; i < 500; i++) {
    struct sp_ring *theirs = NULL;
    pthread_t thread;
    cr_assert(eq(int, pthread_create(&thread, NULL, attach_in_thread, &theirs), 0));
    pthread_join(thread, NULL);
    cr_assert(eq(u64, records_begun(theirs), 0)); // also one that was used before
  }
  cr_assert(lt(u32, sp_process.segment_count, 100));
  cr_assert(eq(u32, sp_process.thread_number, 501));
  cr_assert(eq(u64, sp_process.header->lost_threads.value, 0));
}

Test(attach, a_forked_child_has_a_run_of_its_own_at_the_same_address) {
  struct sp_ring *ring = NULL;
  attach(&ring);
  record(ring);
  char parent[SP_PATH_MAX];
  strcpy(parent, sp_process.run);
  pid_t child = fork();
  if (child == 0) {
    bool fresh = records_begun(ring) == 0 && records(ring)[0].site == 0;
    bool own = strcmp(parent, sp_process.run) != 0 && sp_process.header->pid == getpid();
    bool linked = strcmp(sp_process.header->parent_run, strrchr(parent, '/') + 1) == 0;
    record(ring);
    record(ring); // must not reach the parent
    _exit(fresh && own && linked ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  cr_assert(eq(int, status, 0));
  cr_assert(eq(u64, records_begun(ring), 1));
  cr_assert(eq(u32, sp_process.header->end.state, SP_END_RUNNING));
}

Test(attach, a_table_that_meets_another_ones_values_is_refused) {
  struct sp_ring *ring = NULL, *other = NULL;
  attach(&ring);
  const char *inside = (const char *)&table + 8;
  sourceprint_attach_5(inside, inside + sizeof table, functions, functions, &other, &idle);
  cr_assert(eq(ptr, other, &idle));
  cr_assert(eq(u64, sp_process.header->lost_modules.value, 1));
}

Test(attach, no_folder_no_records_no_harm) {
  setenv("SOURCEPRINT_OUTPUT_DIR", "/proc/no/such", 1);
  struct sp_ring *ring = NULL;
  attach(&ring);
  cr_assert(eq(ptr, ring, &idle));
}

static int asked_for; // how often the switch is asked for while the runtime looks at a thread's name

// In the place of the runtime's own.
int prctl(int option, ...) {
  va_list list;
  va_start(list, option);
  void *name = va_arg(list, void *);
  va_end(list);
  for (; asked_for > 0; asked_for--)
    raise(SIGRTMIN + 3);
  return (int)syscall(SYS_prctl, option, name, 0, 0, 0);
}

// Off and on again: all who were left out are to ask again, and this one is just being told.
Test(attach, a_thread_that_is_left_out_while_there_is_a_switch_has_an_idle_ring) {
  setenv("SOURCEPRINT_THREAD", "another", 1);
  setenv("SOURCEPRINT_SIGNAL", "RTMIN+3", 1);
  asked_for = 2;
  struct sp_ring *cache = NULL, *ring = attach(&cache);
  cr_assert(eq(int, asked_for, 0));
  cr_assert(eq(ptr, cache, NULL));
  cr_assert(eq(ptr, ring, &idle));
}

Test(attach, the_text_sink_writes_a_line_and_the_ring) {
  setenv("SOURCEPRINT_SINK", "text", 1);
  struct sp_ring *ring = NULL;
  attach(&ring);
  sourceprint_record_5(ring, value_of_site());
  char path[SP_PATH_MAX + 32], line[4096] = "";
  snprintf(path, sizeof path, "%s/%d.txt", sp_process.run, (int)gettid());
  cr_assert(gt(long, sp_read_file(path, line, sizeof line), 0));
  cr_assert(ne(ptr, strstr(line, " seq=1 ts=2"), NULL), "%s", line);
  cr_assert(ne(ptr, strstr(line, " file=a.c line=3 func=f macro=0 col=2 snippet=return 1\n"), NULL), "%s", line);
  cr_assert(eq(u32, ring->mask, 0));
  cr_assert(eq(u32, records(ring)[0].site, value_of_site()));
  cr_assert(eq(u64, sp_thread_of(ring)->statements, 1));
}

static int count_runs(void) {
  int count = 0;
  DIR *entries = opendir(folder);
  for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
    count += strlen(entry->d_name) > 26;
  closedir(entries);
  return count;
}

// A run directory of 100 kB that claims to be a process.
static void make_old_run(const char *name, int pid, uint64_t process_start) {
  char path[SP_PATH_MAX * 2];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  cr_assert(eq(int, mkdir(path, 0700), 0));
  snprintf(path, sizeof path, "%s/%s/" SP_RUN_FILE, folder, name);
  FILE *file = fopen(path, "w");
  struct sp_run_header header = {.magic = SP_RUN_MAGIC, .version = SP_FORMAT_VERSION, .pid = pid};
  header.process_start = process_start;
  fwrite(&header, sizeof header, 1, file);
  static const char filler[100000];
  fwrite(filler, sizeof filler, 1, file);
  fclose(file);
}

Test(attach, the_oldest_finished_runs_are_removed) {
  setenv("SOURCEPRINT_RUNS_BYTES", "350000", 1);
  make_old_run("20200101T000000.000000000-first-1", getpid(), sp_process_start(getpid())); // still running
  make_old_run("20200102T000000.000000000-second-2", 0, 1);
  make_old_run("20200103T000000.000000000-third-3", 0, 1);
  make_old_run("20200104T000000.000000000-fourth-4", 0, 1);
  make_old_run("20200105T000000.000000000-fifth-5", 0, 1);
  struct sp_ring *ring = NULL;
  attach(&ring);
  char path[SP_PATH_MAX * 2];
  struct stat status;
  cr_assert(eq(int, count_runs(), 4)); // 3 old ones and our own
  snprintf(path, sizeof path, "%s/20200101T000000.000000000-first-1", folder);
  cr_assert(eq(int, stat(path, &status), 0));
  snprintf(path, sizeof path, "%s/20200105T000000.000000000-fifth-5", folder);
  cr_assert(eq(int, stat(path, &status), 0));
}

// Then not each start measures them; that none of 400 does has a chance of one in 10^11.
Test(attach, many_runs_are_kept_within_the_limit) {
  setenv("SOURCEPRINT_RUNS_BYTES", "350000", 1);
  char name[64], parent[192];
  bool is_crowded;
  for (int i = 10; i < 60; i++) {
    snprintf(name, sizeof name, "202001%02dT000000.%09d-old-1", i % 28 + 1, i);
    make_old_run(name, 0, 1);
  }
  struct sp_ring *ring = NULL;
  attach(&ring);
  for (int starts = 0; starts < 400 && count_runs() > 4; starts++)
    sp_visit_runs(350000, parent, sizeof parent, &is_crowded);
  cr_assert(le(int, count_runs(), 4));
}

Test(attach, a_limit_that_makes_no_sense_removes_nothing_and_is_noted) {
  setenv("SOURCEPRINT_RUNS_BYTES", "500M", 1);
  make_old_run("20200101T000000.000000000-first-1", 0, 1);
  struct sp_ring *ring = NULL;
  attach(&ring);
  cr_assert(eq(int, count_runs(), 2));
  char path[SP_PATH_MAX + 32], notes[1024] = "";
  snprintf(path, sizeof path, "%s/" SP_NOTES_FILE, sp_process.run);
  cr_assert(gt(long, sp_read_file(path, notes, sizeof notes), 0));
  cr_assert(ne(ptr, strstr(notes, "SOURCEPRINT_RUNS_BYTES is out of its range, the default is used: 500M"), NULL), "%s",
            notes);
}

Test(attach, an_image_that_called_exec_is_told_by_the_next_one) {
  char name[128], path[SP_PATH_MAX * 2];
  snprintf(name, sizeof name, "20200101T000000.000000000-first-%d", getpid());
  make_old_run(name, getpid(), sp_process_start(getpid()));
  struct sp_ring *ring = NULL;
  attach(&ring);
  cr_assert(eq(str, sp_process.header->parent_run, name));
  struct sp_run_header before;
  snprintf(path, sizeof path, "%s/%s/" SP_RUN_FILE, folder, name);
  FILE *file = fopen(path, "r");
  cr_assert(eq(sz, fread(&before, sizeof before, 1, file), 1));
  fclose(file);
  cr_assert(eq(u32, before.end.state, SP_END_EXEC));
  cr_assert(eq(u64, before.end.checksum, sp_checksum(&before.end, offsetof(struct sp_run_end, checksum))));
}

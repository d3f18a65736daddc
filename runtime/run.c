// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Creates the run's directory and the part of run.sp that is not the threads'.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "crash.h"
#include "outcomes.h"
#include "place.h"
#include "record_text.h"
#include "text_parts.h"
#include "walk.h"

#define MODULE_BYTES (SP_MODULE_MAX * (uint32_t)sizeof(struct sp_module))
#define HEAD_BYTES (SP_RUN_HEADER_PAGE + MODULE_BYTES) // of run.sp before the threads
#define DEFAULT_RING_BYTES (1u << 20)
#define DEFAULT_RUNS_BYTES UINT64_C(500000000)
#define DEFAULT_TEXT_BYTES UINT64_C(100000000)
#define NAME_TRIES 16

// Ends recording for good; reads errno.
static void switch_off(const char *what) {
  char text[SP_PATH_MAX + 256];
  const char *why = strerror(errno);
  if (sp_join(text, sizeof text, what, " in ", sp_process.folder, ": ", why,
              "; set SOURCEPRINT_OUTPUT_DIR to a folder that can be written", NULL) == 0)
    sp_note(text, NULL);
  sp_count_event(SP_OUTCOME_LOST_RUN, why);
  sp_process.state = SP_OFF;
}

uint64_t sp_number_setting(const char *name, uint64_t least, uint64_t most, uint64_t otherwise) {
  const char *text = sp_setting(name);
  if (!text)
    return otherwise;
  char *end = NULL;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (errno == 0 && *end == '\0' && *text != '-' && value >= least && value <= most)
    return value;
  char what[96];
  sp_join(what, sizeof what, "SOURCEPRINT_", name, " is out of its range, the default is used", NULL);
  sp_note(what, text);
  return otherwise;
}

static bool is_set(const char *name) {
  const char *value = sp_setting(name);
  return value && strcmp(value, "0") != 0;
}

static void read_text_settings(void) {
  sp_prepare_slow_path();
  sp_process.text_echo = is_set("STDERR");
  sp_process.text_pack = is_set("GZIP") && sp_find_packer();
  if (is_set("GZIP") && !sp_process.text_pack)
    sp_note("older text files are not compressed, there is no gzip in PATH, or there is ThreadSanitizer", NULL);
  sp_process.text_bytes = sp_number_setting("MAX_BYTES", 0, UINT64_C(1) << 60, DEFAULT_TEXT_BYTES);
  // This run will need room.
  uint64_t most = sp_process.runs_bytes / 4;
  sp_process.runs_bytes -= sp_process.text_bytes < most ? sp_process.text_bytes : most;
}

static void read_settings(void) {
  const char *sink = sp_setting("SINK");
  sp_process.verbose = is_set("VERBOSE");
  sp_process.text = sink && strcmp(sink, "text") == 0;
  if (sink && !sp_process.text && strcmp(sink, "ring") != 0)
    sp_note("SOURCEPRINT_SINK is neither ring nor text, ring is used", sink);
  uint64_t bytes =
      sp_number_setting("RING_BYTES", SP_RING_CHUNKS_MIN * SP_CHUNK_BYTES, UINT64_C(1) << 30, DEFAULT_RING_BYTES);
  sp_process.ring_bytes = (uint32_t)((bytes + SP_CHUNK_MASK) & ~(uint64_t)SP_CHUNK_MASK);
  sp_tell_work_stack();
  if (sp_find_clock())
    sp_process.tick = sp_find_tick();
  sp_process.runs_bytes = sp_number_setting("RUNS_BYTES", 0, UINT64_C(1) << 60, DEFAULT_RUNS_BYTES);
  if (sp_process.text)
    read_text_settings();
}

// The folder's path in full, as the program may change its working directory.
static bool find_folder(void) {
  char *folder = sp_process.folder;
  char given[SP_PATH_MAX];
  if (sp_runs_folder(given, sizeof given) != 0) {
    errno = ENAMETOOLONG;
    return false;
  }
  if (given[0] == '/')
    return sp_join(folder, SP_PATH_MAX, given, NULL) == 0;
  if (!getcwd(folder, SP_PATH_MAX))
    return false;
  size_t used = strlen(folder);
  return sp_join(folder + used, SP_PATH_MAX - used, "/", given, NULL) == 0;
}

static void append_base_name(struct sp_text_out *out, const char *program) {
  const char *slash = strrchr(program, '/');
  const char *base = slash ? slash + 1 : program;
  for (unsigned i = 0; base[i] && i < 64; i++) {
    unsigned char c = (unsigned char)base[i];
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("._+", c);
    sp_text_char(out, plain ? (char)c : '_');
  }
}

// Puts "20261107T183201.123456789-<program>-<pid>" into run_name.
static void name_run(uint64_t realtime_ns, const char *program) {
  char when[40];
  struct sp_text_out time = {when, when + sizeof when};
  sp_text_time(&time, realtime_ns);
  struct sp_text_out out = {sp_process.run_name, sp_process.run_name + sizeof sp_process.run_name - 1};
  for (char *p = when; p < time.at; p++)
    if (*p != '-' && *p != ':' && *p != 'Z')
      sp_text_char(&out, *p);
  sp_text_char(&out, '-');
  append_base_name(&out, program);
  sp_text_char(&out, '-');
  sp_text_number(&out, (uint64_t)getpid(), 1);
  *out.at = '\0';
}

// Makes the directory of a run that starts now. The name holds the time, so that a second try has another one.
static bool make_directory(struct sp_run_header *header) {
  for (int tries = 0; tries < NAME_TRIES; tries++) {
    header->start_realtime_ns = sp_now(CLOCK_REALTIME);
    header->start_monotonic_ns = sp_now(CLOCK_MONOTONIC);
    name_run(header->start_realtime_ns, header->program);
    if (sp_join(sp_process.run, sizeof sp_process.run, sp_process.folder, "/", sp_process.run_name, NULL) != 0) {
      errno = ENAMETOOLONG;
      break;
    }
    if (mkdir(sp_process.run, 0700) == 0)
      return true;
    if (errno != EEXIST)
      break;
  }
  sp_process.run[0] = '\0';
  return false;
}

static void describe_process(struct sp_run_header *header) {
  memset(header, 0, sizeof *header);
  header->version = SP_FORMAT_VERSION;
  header->header_bytes = sizeof *header;
  header->module_offset = SP_RUN_HEADER_PAGE;
  header->module_max = SP_MODULE_MAX;
  header->thread_offset = HEAD_BYTES;
  header->thread_max = SP_THREAD_MAX;
  header->ring_bytes = sp_process.ring_bytes;
  header->tick_ns = sp_tick_ns();
  header->segment_bytes = SP_THREAD_HEADER_BYTES + (uint64_t)sp_process.ring_bytes;
  header->pid = getpid();
  header->parent_pid = getppid();
  header->process_start = sp_process_start(header->pid);
  header->pid_namespace = sp_pid_namespace();
  ssize_t length = readlink("/proc/self/exe", header->program, sizeof header->program - 1);
  header->program[length > 0 ? length : 0] = '\0';
  if (!getcwd(header->directory, sizeof header->directory))
    header->directory[0] = '\0';
}

static void seal(struct sp_run_header *header) {
  size_t first = offsetof(struct sp_run_header, version);
  header->checksum = sp_checksum(&header->version, offsetof(struct sp_run_header, checksum) - first);
  __atomic_store_n(&header->magic, SP_RUN_MAGIC, __ATOMIC_RELEASE);
}

// Of the head, what there are blocks for at once.
static uint64_t head_first(void) {
  const uint64_t modules = sp_process.module_count * sizeof(struct sp_module);
  return SP_RUN_HEADER_PAGE + (modules / SP_MODULE_PART + 1) * SP_MODULE_PART;
}

// Most programs have few modules: for the others there are blocks when they come. Where the kernel cannot make them
// then, it makes them all now.
static void *map_part(int file, void *at) {
  const uint64_t first = head_first();
  if (!sp_reserve(file, 0, first) || !sp_lengthen(file, HEAD_BYTES))
    return MAP_FAILED;
  void *memory = mmap(at, HEAD_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | (at ? MAP_FIXED : 0), file, 0);
  if (memory == MAP_FAILED)
    return MAP_FAILED;
  sp_process.can_populate = sp_populate(memory, first);
  if (sp_process.can_populate || sp_reserve(file, first, HEAD_BYTES - first))
    return memory;
  int kept = errno;
  if (!at)
    munmap(memory, HEAD_BYTES);
  errno = kept;
  return MAP_FAILED;
}

// Creates run.sp and maps its head; at: an address to replace, or NULL.
static void *map_head(void *at) {
  char path[SP_PATH_MAX];
  if (sp_join(path, sizeof path, sp_process.run, "/" SP_RUN_FILE, NULL) != 0)
    return NULL;
  int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    return NULL;
  void *memory = map_part(file, at);
  int kept = errno;
  if (memory != MAP_FAILED)
    sp_keep_run_file(file);
  close(file);
  errno = kept;
  return memory == MAP_FAILED ? NULL : memory;
}

static void remove_directory(void) {
  char path[SP_PATH_MAX];
  if (sp_process.run[0] && sp_join(path, sizeof path, sp_process.run, "/" SP_RUN_FILE, NULL) == 0) {
    unlink(path);
    rmdir(sp_process.run);
  }
  sp_process.run[0] = '\0';
}

static sigset_t fork_mask;
static struct sp_fork_place fork_place;

// Before the fork, as afterwards the parent goes on in the same ring.
static struct sp_fork_place find_fork_place(const struct sp_thread *thread) {
  struct sp_fork_place place = {0};
  if (!thread || sp_process.state != SP_READY)
    return place;
  const struct sp_ring_place at = sp_find_ring_place(thread->ring.next, thread->chunks.value,
                                                     (uint64_t)(uintptr_t)(thread + 1), (uint32_t)thread->room.value);
  if (at.begun == 0)
    return place;
  place.thread = thread->number;
  place.tid = thread->tid;
  place.record = (at.begun - 1) * SP_CHUNK_RECORDS + at.in_newest;
  place.checksum = sp_checksum(&place, offsetof(struct sp_fork_place, checksum));
  return place;
}

static void before_fork(void) {
  sp_self.busy = true;
  sp_lock(&fork_mask);
  fork_place = find_fork_place(sp_self.segment);
}

static void after_fork_in_parent(void) {
  sp_unlock(&fork_mask);
  sp_self.busy = false;
}

static void after_fork_in_child(void) {
  sp_restart_run_after_fork();
  sp_unlock(&fork_mask);
  sp_self.busy = false;
}

void sp_begin(void) {
  static bool is_begun;
  if (is_begun)
    return;
  is_begun = true;
  if (getauxval(AT_SECURE)) {
    sp_process.state = SP_OFF; // a privileged program does not let its caller's environment choose where it writes
    return;
  }
  read_settings();
  sp_read_filters();
  sp_hear_signal();
  pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
}

void sp_start_run(void) {
  static struct sp_run_header header; // too large for a small stack
  sp_begin();
  if (sp_process.state == SP_OFF)
    return;
  if (!sp_is_on()) {
    sp_process.state = SP_ASLEEP;
    return;
  }
  sp_process.state = SP_READY;
  if (!find_folder() || sp_make_runs_folder(sp_process.folder) != 0)
    return switch_off("nothing is recorded, no run can be made");
  describe_process(&header);
  bool is_crowded;
  bool is_successor = sp_visit_runs(sp_process.runs_bytes, header.parent_run, sizeof header.parent_run, &is_crowded);
  void *memory = make_directory(&header) ? map_head(NULL) : NULL;
  if (!memory) {
    int kept = errno;
    remove_directory();
    errno = kept;
    return switch_off("nothing is recorded, no run can be made");
  }
  sp_process.header = memory;
  sp_process.modules = (struct sp_module *)((char *)memory + SP_RUN_HEADER_PAGE);
  memcpy(memory, &header, sizeof header);
  seal(sp_process.header);
  if (is_successor)
    sp_note_successor(header.parent_run);
  sp_keep_notes();
  sp_watch_end();
  sp_hear_requests();
  sp_begin_family(is_crowded);
  if (is_crowded)
    sp_note_crowd();
}

static void lose_thread(void) {
  sp_note("a thread is not recorded, its ring cannot be made", strerror(errno));
  sp_count_lost(&sp_process.header->lost_threads);
}

void sp_restart_run_after_fork(void) {
  static struct sp_run_header header;
  static char parent_run[sizeof sp_process.run], parent_name[sizeof header.parent_run];
  sp_forget_asked();
  if (sp_process.state != SP_READY)
    return;
  memcpy(parent_run, sp_process.run, sizeof parent_run);
  memcpy(parent_name, sp_process.run_name, sizeof parent_name);
  sp_process.end_noted = SP_END_RUNNING;
  sp_process.is_forked = true;
  sp_forget_crash();
  if (!sp_process.confined)
    describe_process(&header);
  memcpy(header.parent_run, parent_name, sizeof parent_name);
  static struct sp_module modules[SP_MODULE_MAX];
  memcpy(modules, sp_process.modules, sp_process.module_count * sizeof *modules);
  sp_process.run[0] = '\0';
  if (sp_process.confined || !make_directory(&header) || !map_head(sp_process.header)) {
    int kept = errno;
    remove_directory();
    sp_count_lost(&sp_process.header->lost_forks); // in the parent's run
    // The parent's pages may not be written from here any more.
    (void)mmap(sp_process.header, HEAD_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    errno = kept;
    switch_off("a forked process is not recorded, no run can be made");
  }
  memcpy(sp_process.header, &header, sizeof header);
  memcpy((char *)sp_process.header + SP_FORK_OFFSET, &fork_place, sizeof fork_place);
  memcpy(sp_process.modules, modules, sp_process.module_count * sizeof *modules);
  if (sp_process.state == SP_READY) {
    sp_keep_tables(parent_run);
    seal(sp_process.header);
    sp_hear_requests();
  }
  if (sp_self.text_file)
    close(sp_self.text_file - 1);
  sp_self.text_file = 0;
  if (!sp_restart_thread_after_fork() && sp_process.state == SP_READY)
    lose_thread();
  if (sp_process.state == SP_READY)
    sp_count_fork(head_first() + sp_thread_bytes());
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// When a crash snapshot is written and where to.
#define _GNU_SOURCE
#include "crash.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "place.h"

// A thread that dies while another one's snapshot is written waits for that, but not longer.
#define WAIT_MS 2000
// Nobody may read what goes to stderr: a pipe that is full, a terminal that was stopped.
#define STDERR_WAIT_MS 1000
#define STDERR_STEP_MS 10
// A program may take faults for its daily work, by a handler that was there before ours. Their snapshots may take this
// part of the time.
#define PART_OF_TIME 50u
// Other threads that die in this time after one have no snapshot.
#define DEATH_NS UINT64_C(2000000000)

static enum { REPORT_AUTO, REPORT_STDERR, REPORT_FILE, REPORT_OFF } where;
static uint32_t lines;
static int writer;        // the thread that writes a snapshot, or 0
static uint64_t next_ns;  // no snapshot before a handler until then, CLOCK_MONOTONIC
static uint64_t death_ns; // when a snapshot of a death was begun, or 0

// Of the snapshot that is being written.
static struct {
  int file; // -1: none
  uint64_t file_bytes;
  bool is_file_bad;
  int stderr_ms; // that are left for waiting; 0: nothing goes to stderr
} out;
static char path[SP_PATH_MAX];

bool sp_read_crash_settings(void) {
  static const char *const words[] = {"auto", "stderr", "file", "off"};
  const char *value = sp_setting("CRASH_REPORT");
  where = REPORT_AUTO;
  for (unsigned i = 0; value && i < sizeof words / sizeof *words; i++)
    if (strcmp(value, words[i]) == 0)
      where = i;
  if (value && strcmp(value, words[where]) != 0)
    sp_note("SOURCEPRINT_CRASH_REPORT is none of auto, stderr, file and off, auto is used", value);
  lines = (uint32_t)sp_number_setting("CRASH_LINES", 1, SP_CRASH_LINES_MAX, SP_CRASH_LINES);
  return where != REPORT_OFF;
}

void sp_forget_crash(void) {
  writer = 0;
  next_ns = death_ns = 0;
}

static bool is_mine(void) { return __atomic_load_n(&writer, __ATOMIC_RELAXED) == (int)syscall(SYS_gettid); }

// Takes the right to write a snapshot. A thread that dies waits for it, as its death would end the other's snapshot.
static bool begin(const struct sp_crash *crash) {
  const struct timespec moment = {.tv_nsec = 1000000};
  const int tid = (int)syscall(SYS_gettid);
  for (int waited = 0;; waited++) {
    int nobody = 0;
    if (__atomic_compare_exchange_n(&writer, &nobody, tid, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
      break;
    if (crash->has_handler || waited == WAIT_MS)
      return false;
    syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &moment, NULL);
  }
  const uint64_t now = sp_now(CLOCK_MONOTONIC);
  if (crash->has_handler ? now >= next_ns : death_ns == 0 || now - death_ns > DEATH_NS) {
    death_ns = crash->has_handler ? death_ns : now;
    next_ns = now;
    return true;
  }
  __atomic_store_n(&writer, 0, __ATOMIC_RELEASE);
  return false;
}

static void end(void) {
  const uint64_t now = sp_now(CLOCK_MONOTONIC);
  next_ns = now + (now - next_ns) * PART_OF_TIME;
  __atomic_store_n(&writer, 0, __ATOMIC_RELEASE);
}

// A write to a pipe without a reader is SIGPIPE, which is blocked; it may not come when it no longer is.
static void drop_sigpipe(bool was_pending) {
  const struct timespec at_once = {0};
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  if (!was_pending)
    syscall(SYS_rt_sigtimedwait, &set, NULL, &at_once, (size_t)8);
}

static bool is_sigpipe_pending(void) {
  sigset_t set;
  return sigpending(&set) == 0 && sigismember(&set, SIGPIPE) == 1;
}

// Writes at most what a pipe takes in one piece, once there is room for it.
static void write_to_stderr(const char *text, size_t bytes) {
  const bool was_pending = is_sigpipe_pending();
  while (bytes > 0 && out.stderr_ms > 0) {
    struct pollfd wanted = {.fd = STDERR_FILENO, .events = POLLOUT};
    const struct timespec step = {.tv_nsec = STDERR_STEP_MS * 1000000};
    const long ready = syscall(SYS_ppoll, &wanted, 1L, &step, NULL, (size_t)0);
    if (ready <= 0) {
      out.stderr_ms -= STDERR_STEP_MS;
      continue;
    }
    const long done = syscall(SYS_write, STDERR_FILENO, text, bytes);
    if (done <= 0) {
      out.stderr_ms = 0;
      break;
    }
    text += done;
    bytes -= (size_t)done;
  }
  drop_sigpipe(was_pending);
}

static void write_to_file(const char *text, size_t bytes) {
  while (bytes > 0 && !out.is_file_bad) {
    const bool fits = sp_may_have_size(out.file_bytes + bytes); // else a write is SIGXFSZ
    const long done = fits ? syscall(SYS_write, out.file, text, bytes) : -1;
    if (done <= 0) {
      out.is_file_bad = true;
      break;
    }
    out.file_bytes += (uint64_t)done;
    text += done;
    bytes -= (size_t)done;
  }
}

static void write_piece(const char *text, size_t bytes) {
  if (out.file >= 0)
    write_to_file(text, bytes);
  if (out.stderr_ms > 0)
    write_to_stderr(text, bytes);
}

// Half a snapshot on a full disk is none.
static void close_file(void) {
  if (out.file < 0)
    return;
  syscall(SYS_close, out.file);
  if (out.is_file_bad)
    syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  out.file = -1;
}

static void open_outputs(const struct sp_crash *crash) {
  const bool is_asked = where == REPORT_STDERR || (where == REPORT_AUTO && isatty(STDERR_FILENO));
  out.stderr_ms = is_asked && !crash->has_handler ? STDERR_WAIT_MS : 0;
  out.file = -1;
  out.file_bytes = 0;
  out.is_file_bad = false;
  if (sp_join(path, sizeof path, sp_process.run, "/" SP_CRASH_FILE, NULL) == 0)
    out.file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static void write_snapshot(const void *argument) {
  if (sp_process.header->pid != getpid() || !begin(argument)) // a child that shares the memory dies alone
    return;
  open_outputs(argument);
  if (out.file < 0 && out.stderr_ms == 0)
    return;
  sp_begin_snapshot(argument, lines, write_piece);
  sp_make_snapshot();
}

static void go_on(const void *unused) {
  (void)unused;
  sp_make_snapshot();
}

static bool is_possible(void) { return where != REPORT_OFF && sp_process.state == SP_READY && !sp_process.confined; }

bool sp_may_report_before_handler(void) {
  return is_possible() && sp_now(CLOCK_MONOTONIC) >= __atomic_load_n(&next_ns, __ATOMIC_RELAXED);
}

void sp_report_crash(const struct sp_crash *crash) {
  if (!is_possible())
    return;
  bool is_done = sp_run_guarded(write_snapshot, crash);
  if (!is_mine())
    return;
  for (unsigned tries = 0; !is_done && tries < SP_SNAPSHOT_PARTS; tries++)
    is_done = sp_run_guarded(go_on, NULL);
  close_file();
  end();
}

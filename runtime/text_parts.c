// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps a run's text files within SOURCEPRINT_MAX_BYTES, and at most KEPT of them that nobody writes.
#define _GNU_SOURCE
#include "text_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "process.h"
#include "record_text.h"

#define KEPT 2048u
#define MOST (KEPT + SP_THREAD_MAX + 1)
#define LARGEST_PART (UINT64_C(8) << 20)
#define SMALLEST_PART (UINT64_C(4) * SP_PART_BLOCK)
#define SHORT_BYTES (4u * SP_PART_BLOCK)            // the end of its text that a thread keeps for longest
#define LEAST_SHARE (UINT64_C(256) * SP_PART_BLOCK) // also where the folder may take next to nothing
#define LOOK_LEAST_NS UINT64_C(10000000)            // between two looks at the whole folder
#define LOOK_MOST_NS UINT64_C(500000000)
#define LOOK_PART 50u // no more than a fiftieth of the time goes into looks, unless they are that far apart

// In the order in which their first lines were written, but that a file has its place from when it was rolled.
static struct part {
  int32_t tid;
  uint32_t number; // 0: the thread's file
  uint64_t bytes;  // of one that was rolled, as far as they are counted
  bool is_short;   // the file of a thread that has ended, cut to its end
} parts[MOST];
static uint32_t part_count, last_number;
static pid_t owner;     // the process whose parts these are
static uint64_t total;  // bytes of all parts, in blocks
static uint64_t budget; // as the whole folder allows
static uint64_t next_look_ns;

void sp_with_parts(void (*function)(void *unused)) {
  sigset_t saved;
  sp_lock(&saved);
  sp_with_work_stack(function, NULL);
  sp_unlock(&saved);
}

// A child of fork() has a run of its own.
static void start_again_after_fork(void) {
  if (owner == sp_process.header->pid)
    return;
  owner = sp_process.header->pid;
  part_count = last_number = 0;
  total = 0;
  budget = sp_process.text_bytes;
  sp_forget_packing();
}

bool sp_name_part(char *path, size_t size, int32_t tid, uint32_t number) {
  char name[40];
  struct sp_text_out out = {name, name + sizeof name - 1};
  sp_text_signed(&out, tid);
  if (number) {
    sp_text_char(&out, '.');
    sp_text_number(&out, number, 6);
  }
  *out.at = '\0';
  return sp_join(path, size, sp_process.run, "/", name, ".txt", NULL) == 0;
}

static bool is_living(const struct part *part) {
  return part->number == 0 && (syscall(SYS_tgkill, owner, part->tid, 0) == 0 || errno != ESRCH);
}

static void drop(uint32_t index) { memmove(parts + index, parts + index + 1, (--part_count - index) * sizeof *parts); }

static uint64_t size_of(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0 ? (uint64_t)status.st_size : 0;
}

static void discharge(uint64_t bytes) {
  if (__atomic_fetch_sub(&total, bytes, __ATOMIC_RELAXED) < bytes)
    __atomic_store_n(&total, 0, __ATOMIC_RELAXED);
}

// Removes a part and what gzip made of it.
static void remove_part(const struct part *part) {
  char path[SP_PATH_MAX], packed[SP_PATH_MAX];
  if (!sp_name_part(path, sizeof path, part->tid, part->number))
    return;
  uint64_t bytes = sp_part_blocks(part->number ? part->bytes : size_of(path));
  unlink(path);
  if (part->number && sp_join(packed, sizeof packed, path, ".gz", NULL) == 0)
    unlink(packed);
  discharge(bytes);
}

// Cuts the file of a thread that has ended to its last lines.
static void shorten(struct part *part) {
  static char end[SHORT_BYTES];
  char path[SP_PATH_MAX], draft[SP_PATH_MAX];
  part->is_short = true;
  if (!sp_name_part(path, sizeof path, part->tid, 0) || sp_join(draft, sizeof draft, path, ".new", NULL) != 0)
    return;
  uint64_t size = size_of(path);
  if (size <= sizeof end)
    return;
  int from = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  int to = from < 0 ? -1 : open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  bool is_done = to >= 0 && pread(from, end, sizeof end, (off_t)(size - sizeof end)) == (ssize_t)sizeof end;
  const char *line = is_done ? memchr(end, '\n', sizeof end) : NULL;
  is_done =
      line && sp_may_have_size(sizeof end) && sp_write_all(to, line + 1, (size_t)(end + sizeof end - line - 1)) == 0;
  if (from >= 0)
    close(from);
  if (to >= 0 && close(to) == 0 && is_done && rename(draft, path) == 0)
    discharge(sp_part_blocks(size) - sp_part_blocks(sizeof end));
}

// Makes room: removes the oldest file that nobody writes. The last lines of threads that have ended go last, and only
// if last_ones. False if there is nothing to remove.
static bool remove_oldest(bool last_ones) {
  for (uint32_t i = 0; i < part_count; i++) {
    if ((parts[i].is_short && !last_ones) || is_living(&parts[i]))
      continue;
    if (parts[i].number == 0 && !last_ones) {
      shorten(&parts[i]);
      return true;
    }
    remove_part(&parts[i]);
    drop(i);
    return true;
  }
  return false;
}

bool sp_add_living_part(int32_t tid) {
  start_again_after_fork();
  for (uint32_t i = 0; i < part_count; i++)
    if (parts[i].tid == tid && parts[i].number == 0) {
      parts[i].is_short = false; // opened again, or the thread before it with this id has ended
      return true;
    }
  uint32_t living = sp_process.segment_count - sp_process.ended_count;
  if (part_count >= KEPT + living)
    remove_oldest(true);
  if (part_count == MOST)
    return false;
  parts[part_count++] = (struct part){.tid = tid};
  return true;
}

uint32_t sp_next_part_number(void) { return ++last_number; }

void sp_check_packed_part(int32_t tid, uint32_t number) {
  char path[SP_PATH_MAX], packed[SP_PATH_MAX];
  struct part *part = parts + part_count;
  while (part > parts && (part[-1].tid != tid || part[-1].number != number))
    part--;
  if (!sp_name_part(path, sizeof path, tid, number) || sp_join(packed, sizeof packed, path, ".gz", NULL) != 0)
    return;
  uint64_t bytes = size_of(packed);
  if (part == parts) {
    unlink(packed);
  } else if (bytes > 0 && bytes < part[-1].bytes && size_of(path) == 0) {
    discharge(sp_part_blocks(part[-1].bytes) - sp_part_blocks(bytes));
    part[-1].bytes = bytes;
  }
}

void sp_roll_part(int32_t tid, uint32_t number, uint64_t bytes) {
  for (uint32_t i = 0; i < part_count; i++)
    if (parts[i].tid == tid && parts[i].number == 0) {
      drop(i);
      break;
    }
  if (part_count + 2 > MOST)
    remove_oldest(true);
  parts[part_count++] = (struct part){.tid = tid, .number = number, .bytes = bytes};
  parts[part_count++] = (struct part){.tid = tid};
}

uint64_t sp_part_size(void) {
  if (sp_process.text_bytes == 0)
    return UINT64_MAX;
  uint32_t living = sp_process.segment_count - sp_process.ended_count;
  uint64_t size = __atomic_load_n(&budget, __ATOMIC_RELAXED) / 8 / (living ? living : 1);
  return size > LARGEST_PART ? LARGEST_PART : size < SMALLEST_PART ? SMALLEST_PART : size;
}

// Where all runs together take too much, and finished ones cannot make room, each that runs gets its share.
static void share_folder(void) {
  uint64_t before = sp_now(CLOCK_THREAD_CPUTIME_ID);
  if (sp_now(CLOCK_MONOTONIC) < next_look_ns)
    return;
  uint32_t running = sp_trim_runs(sp_process.runs_bytes);
  uint64_t pause = (sp_now(CLOCK_THREAD_CPUTIME_ID) - before) * LOOK_PART;
  pause = pause < LOOK_LEAST_NS ? LOOK_LEAST_NS : pause > LOOK_MOST_NS ? LOOK_MOST_NS : pause;
  __atomic_store_n(&next_look_ns, sp_now(CLOCK_MONOTONIC) + pause, __ATOMIC_RELAXED);
  uint64_t rings = sp_process.segment_count * sp_process.header->segment_bytes;
  uint64_t share = running ? sp_process.runs_bytes / running : UINT64_MAX;
  share = share < rings + LEAST_SHARE ? LEAST_SHARE : share - rings;
  __atomic_store_n(&budget, share < sp_process.text_bytes ? share : sp_process.text_bytes, __ATOMIC_RELAXED);
}

void sp_trim_parts(void) {
  if (sp_process.text_bytes == 0)
    return;
  share_folder();
  while (__atomic_load_n(&total, __ATOMIC_RELAXED) > budget && (remove_oldest(false) || remove_oldest(true))) {
  }
}

static void trim(void *unused) {
  (void)unused;
  sp_trim_parts();
}

uint64_t sp_charge_part(uint64_t bytes) {
  bytes = sp_part_blocks(bytes);
  uint64_t now = __atomic_add_fetch(&total, bytes, __ATOMIC_RELAXED);
  bool is_full = now > __atomic_load_n(&budget, __ATOMIC_RELAXED);
  if (sp_process.text_bytes != 0 &&
      (is_full || sp_now(CLOCK_MONOTONIC) >= __atomic_load_n(&next_look_ns, __ATOMIC_RELAXED))) {
    sp_with_parts(trim);
  }
  return bytes;
}

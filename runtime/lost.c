// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counts runs that could not be made, or are not what they should be, where `sourceprint doctor` finds them: their
// programs can say nothing.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outcomes.h"
#include "record_text.h"

// NULL: it is somebody else's, or there is no room for it.
static struct sp_outcome *map_counters(int file) {
  struct stat status;
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid() ||
      (status.st_size < (off_t)SP_OUTCOMES_PAGE && !sp_reserve(file, 0, SP_OUTCOMES_PAGE)))
    return NULL;
  void *page = mmap(NULL, SP_OUTCOMES_PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  return page == MAP_FAILED ? NULL : page;
}

static void put_field(struct sp_text_out *out, const char *text) {
  sp_text_char(out, '\t');
  for (; *text; text++)
    sp_text_char(out, (unsigned char)*text < ' ' ? '?' : *text);
}

static void write_slot(int file, off_t place, const char *why) {
  char slot[SP_OUTCOME_SLOT_BYTES] = {0}, path[SP_PATH_MAX];
  struct sp_text_out out = {slot, slot + sizeof slot - 1};
  sp_text_char(&out, '\t');
  sp_text_number(&out, sp_now(CLOCK_REALTIME) / 1000000000u, 1);
  put_field(&out, getcwd(path, sizeof path) ? path : "");
  const ssize_t bytes = readlink("/proc/self/exe", path, sizeof path - 1);
  path[bytes > 0 ? bytes : 0] = '\0';
  put_field(&out, path);
  put_field(&out, why);
  put_field(&out, path);
  if (sp_reserve(file, (uint64_t)place, sizeof slot)) {
    const ssize_t written = pwrite(file, slot, sizeof slot, place);
    (void)written; // the count is there all the same
  }
}

void sp_count_event(const char *name, const char *why) {
  char path[SP_PATH_MAX];
  if (!sp_process.folder[0] || sp_join(path, sizeof path, sp_process.folder, "/" SP_OUTCOMES_FILE, NULL) != 0)
    return;
  const int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
  struct sp_outcome *outcomes = file < 0 ? NULL : map_counters(file);
  const size_t counter = outcomes ? sp_outcome_find(outcomes, name) : SP_OUTCOMES;
  if (counter < SP_OUTCOMES)
    write_slot(file, sp_outcome_slot(counter, __atomic_fetch_add(&outcomes[counter].count, 1, __ATOMIC_RELAXED)), why);
  if (outcomes)
    munmap(outcomes, SP_OUTCOMES_PAGE);
  if (file >= 0)
    close(file);
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What programs call themselves: the other side of sourceprint/sourceprint.h.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "hand.h"
#include "include/sourceprint/sourceprint.h"

// Begins work on the program's behalf. False where there is none to do.
static bool enter(int *error, sigset_t *saved) {
  if (sp_self.busy || sp_process.confined)
    return false;
  *error = errno;
  sp_self.busy = true;
  sp_lock(saved);
  return true;
}

static void leave(int error, const sigset_t *saved) {
  sp_unlock(saved);
  sp_self.busy = false;
  errno = error;
}

static void enter_run(void *is_started) {
  bool is_left_out;
  *(bool *)is_started = sp_enter_run(&is_left_out);
}

// A thread that gets no ring is not asked about with each record again.
static bool start_thread(void) {
  int error;
  sigset_t saved;
  bool is_started;
  if (sp_self.left_out == sp_question() || !enter(&error, &saved))
    return false;
  sp_with_work_stack(enter_run, &is_started);
  if (!is_started)
    sp_self.left_out = sp_question();
  leave(error, &saved);
  return is_started;
}

int sourceprint_runtime_init(void) { return (sp_self.segment || start_thread()) && sp_is_on(); }

int sourceprint_runtime_switch(int on) {
  int error;
  sigset_t saved;
  if (sp_process.state == SP_OFF || !enter(&error, &saved))
    return 0;
  bool is_done = sp_switch(on != 0) && sp_is_on() == (on != 0);
  sp_answer();
  leave(error, &saved);
  return is_done;
}

// Before the first record the settings may not have been read yet.
int sourceprint_runtime_is_on(void) {
  int error;
  sigset_t saved;
  if (sp_process.state == SP_UNUSED && enter(&error, &saved)) {
    sp_begin();
    leave(error, &saved);
  }
  return sp_process.state != SP_OFF && sp_is_on();
}

void sourceprint_runtime_teardown(void) {
  int error;
  sigset_t saved;
  if (!enter(&error, &saved))
    return;
  sp_end_recording();
  sp_answer();
  leave(error, &saved);
}

const char *sourceprint_runtime_version(void) { return SOURCEPRINT_VERSION; }

// What a mapping has changed is the file's, too.
static void flush_file(const char *folder, const char *name, void *data) {
  char path[SP_PATH_MAX];
  bool *is_done = data;
  if (sp_join(path, sizeof path, folder, "/", name, NULL) != 0)
    return;
  int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  *is_done &= file >= 0 && fsync(file) == 0;
  if (file >= 0)
    close(file);
}

int sourceprint_runtime_flush(void) {
  bool is_done = true;
  if (sp_self.busy || sp_process.confined || sp_process.state != SP_READY)
    return 0;
  int error = errno;
  sp_self.busy = true;
  sp_each_entry(sp_process.run, flush_file, &is_done);
  flush_file(sp_process.folder, sp_process.run_name, &is_done);
  sp_self.busy = false;
  errno = error;
  return is_done;
}

void sourceprint_runtime_record(const char *file, unsigned line, const char *function, const char *text,
                                unsigned macro) {
  if (sp_self.busy || sp_process.state == SP_OFF || (!sp_self.segment && !start_thread()) || !sp_is_on())
    return;
  const struct sp_hand_place place = {.file = file ? file : "-",
                                      .function = function ? function : "-",
                                      .text = text ? text : "",
                                      .line = line,
                                      .macro = (uint8_t)(macro <= SP_MACRO_INVOCATION ? macro : SP_MACRO_INVOCATION)};
  int error = errno;
  sp_self.busy = true;
  uint32_t value = sp_hand_value(&place);
  sp_self.busy = false;
  struct sp_ring *ring = &sp_self.segment->ring;
  if (value != 0) {
    if (*ring->clock != ring->tick)
      sourceprint_time_5(ring);
    sourceprint_record_5(ring, value);
  }
  errno = error;
}

// The original tool's name for it. Weak: a program may still have the original's own.
__attribute__((weak, visibility("default"))) void ascii_instr_log_line(const char *file_path, uint32_t line_number,
                                                                       const char *function_name, const char *snippet,
                                                                       uint8_t is_macro_expansion) {
  sourceprint_runtime_record(file_path, line_number, function_name, snippet, is_macro_expansion);
}

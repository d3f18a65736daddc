// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notes the name of a thread when it gets one, from itself or from the thread that made it: a process that is killed
// can no longer be asked. Names written to /proc are noted at the thread's end, and so are all under ThreadSanitizer,
// whose functions go before ours.
#define _GNU_SOURCE
#include "process.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "record_text.h"

#define WEAK __attribute__((weak))

typedef int setname_function(pthread_t thread, const char *name);

extern void *dlsym(void *restrict handle, const char *restrict name) WEAK;
// A sanitizer's own.
extern setname_function __interceptor_pthread_setname_np WEAK;

// The clock of a thread's processor time holds its id (posix-timers.h of Linux). 0: the thread has ended.
static int tid_of(pthread_t thread) {
  clockid_t clock;
  return pthread_getcpuclockid(thread, &clock) == 0 ? ~(clock >> 3) : 0;
}

// What the C library does, in a program that is linked with nothing to find it by.
static int set_name(int tid, const char *name) {
  char path[64];
  struct sp_text_out out = {path, path + sizeof path - 1};
  const size_t bytes = strlen(name);
  if (bytes >= sizeof((struct sp_thread *)NULL)->name)
    return ERANGE;
  sp_text_plain(&out, "/proc/self/task/");
  sp_text_number(&out, (uint64_t)tid, 1);
  sp_text_plain(&out, "/comm");
  *out.at = '\0';
  const int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0)
    return errno;
  const ssize_t written = write(file, name, bytes);
  const int error = written < 0 ? errno : (size_t)written == bytes ? 0 : EIO;
  close(file);
  return error;
}

static bool is_own_run(void) { return sp_process.state == SP_READY && sp_process.header->pid == getpid(); }

static void note_name(int tid, const char *name) {
  sigset_t saved;
  sp_lock(&saved);
  for (uint32_t i = 0; is_own_run() && i < sp_process.segment_count; i++) {
    struct sp_thread *thread = sp_process.segments[i];
    if (thread->tid == tid && thread->magic == SP_THREAD_MAGIC && thread->end.value == 0)
      sp_note_thread_name(thread, name);
  }
  sp_unlock(&saved);
}

void sp_note_own_name(void) {
  char name[16] = "";
  const int kept = errno;
  if (sp_self.segment && !sp_process.confined && is_own_run() && prctl(PR_GET_NAME, name) == 0)
    sp_note_thread_name(sp_self.segment, name);
  errno = kept;
}

// Weak: a program's own definition goes first.
__attribute__((weak, visibility("default"))) int pthread_setname_np(pthread_t thread, const char *name) {
  setname_function *next = __interceptor_pthread_setname_np;
  if (!next && dlsym)
    next = (setname_function *)dlsym(RTLD_NEXT, "pthread_setname_np");
  const int kept = errno, tid = tid_of(thread);
  const int error = next ? next(thread, name) : set_name(tid, name);
  if (error == 0 && sp_process.state == SP_READY && !sp_process.confined)
    note_name(tid, name);
  errno = kept;
  return error;
}

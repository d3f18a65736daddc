// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What comes from outside while the program runs: a signal that switches, and the requests of `sourceprint ctl`.
//
// The handler may interrupt anything, and another thread may hold the lock and wait for what was interrupted: malloc's
// lock, the dynamic linker's. So it never waits. It says what is wanted, and then either takes the lock or leaves the
// work to who holds it; see sp_unlock().
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "place.h"
#include "signal_name.h"

#define DEFAULT_BEHIND_LAST 9 // the signal of requests is SIGRTMAX minus this, which programs rarely take

static int chosen;                 // SOURCEPRINT_SIGNAL; 0: none
static bool may_listen = true;     // unless it says none
static int heard;                  // the signal that our handler has; 0: none
static uint32_t toggles, requests; // that were asked for, and are not carried out
static char request[SP_REQUEST_MAX];

bool sp_is_asked(void) {
  if (sp_process.confined)
    return false;
  return __atomic_load_n(&toggles, __ATOMIC_SEQ_CST) != 0 || __atomic_load_n(&requests, __ATOMIC_SEQ_CST) != 0;
}

void sp_forget_asked(void) { toggles = requests = 0; }

static struct sp_control *control(void) { return (struct sp_control *)((char *)sp_process.header + SP_CONTROL_OFFSET); }

// A child of vfork() or clone() has its parent's run.
static bool has_own_run(void) { return sp_process.state == SP_READY && sp_process.header->pid == getpid(); }

// A line NAME=VALUE of the request.
static const char *requested_setting(const char *name) {
  size_t length = strlen(name);
  for (const char *line = request; *line; line += strlen(line) + 1)
    if (strncmp(line, name, length) == 0 && line[length] == '=')
      return line[length + 1] ? line + length + 1 : NULL;
  return NULL;
}

// Makes strings of the request's lines, with an empty one at the end. Returns its number, or 0.
static uint32_t read_request(const char **word) {
  char path[SP_PATH_MAX];
  if (sp_join(path, sizeof path, sp_process.run, "/" SP_REQUEST_FILE, NULL) != 0)
    return 0;
  ssize_t bytes = sp_read_file(path, request, sizeof request - 1);
  if (bytes <= 0 || bytes >= (ssize_t)sizeof request - 2 || request[bytes - 1] != '\n')
    return 0;
  request[bytes] = '\0';
  for (ssize_t i = 0; i < bytes; i++)
    request[i] = (char)(request[i] == '\n' ? '\0' : request[i]);
  *word = request + strlen(request) + 1;
  return (uint32_t)strtoul(request, NULL, 10);
}

static bool carry_out(const char *word) {
#define SP_X(name, text) bool is_##name = strcmp(word, text) == 0;
  SP_REQUESTS(SP_X)
#undef SP_X
  if (is_FILTER)
    return sp_replace_filters(requested_setting);
  if (is_RESET)
    return sp_replace_filters(sp_setting);
  return is_ON || is_OFF || is_TOGGLE ? sp_switch(is_ON || (is_TOGGLE && !sp_is_on())) : false;
}

static void take_request(void) {
  const char *word;
  if (!has_own_run() || control()->magic != SP_CONTROL_MAGIC)
    return;
  uint32_t number = read_request(&word);
  if (number == control()->taken) // the signal came twice
    return;
  bool is_done = number != 0 && carry_out(word);
  control()->result = is_done ? SP_CONTROL_DONE : number ? SP_CONTROL_PARTLY : SP_CONTROL_UNREADABLE;
  control()->is_on = sp_is_on();
  __atomic_store_n(&control()->taken, number ? number : control()->taken + 1, __ATOMIC_RELEASE);
}

void sp_answer(void) {
  if (__atomic_exchange_n(&requests, 0, __ATOMIC_SEQ_CST) != 0)
    take_request();
  if (__atomic_exchange_n(&toggles, 0, __ATOMIC_SEQ_CST) % 2 != 0)
    sp_switch(!sp_is_on());
  if (has_own_run())
    control()->is_on = sp_is_on();
}

// What the signal would have done to the program that did not ask for our handler.
static void end_by(int signal) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(signal, &action, NULL);
  syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal); // it is blocked until the handler returns
}

static void on_signal(int signal, siginfo_t *info, void *context) {
  (void)context;
  int kept = errno;
  sigset_t saved;
  bool is_request = info->si_code == SI_QUEUE && info->si_value.sival_ptr == (void *)SP_CONTROL_COOKIE;
  if (is_request || signal == chosen) {
    __atomic_fetch_add(is_request ? &requests : &toggles, 1, __ATOMIC_SEQ_CST);
    bool was_busy = sp_self.busy;
    sp_self.busy = true;
    if (!sp_process.confined && sp_try_lock(&saved))
      sp_unlock(&saved);
    sp_self.busy = was_busy;
  } else {
    end_by(signal);
  }
  errno = kept;
}

// A signal that the program, or who started it, has use for is left alone.
static bool hear(int signal, bool may_be_ignored) {
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART}, before;
  sigemptyset(&action.sa_mask);
  if (sigaction(signal, NULL, &before) != 0 || (before.sa_flags & SA_SIGINFO) != 0 ||
      (before.sa_handler != SIG_DFL && (before.sa_handler != SIG_IGN || !may_be_ignored)))
    return false;
  heard = sigaction(signal, &action, NULL) == 0 ? signal : 0;
  return heard != 0;
}

void sp_hear_signal(void) {
  const char *name = sp_setting("SIGNAL");
  if (!name)
    return;
  may_listen = false;
  if (strcmp(name, "none") == 0)
    return;
  chosen = sp_signal_of(name);
  if (chosen == 0)
    sp_note("SOURCEPRINT_SIGNAL is no signal that can switch, as USR2, RTMIN+3 or none; there is none", name);
  else if (!hear(chosen, true))
    sp_note("the signal of SOURCEPRINT_SIGNAL switches nothing, as the program has a handler for it", name);
}

void sp_hear_requests(void) {
  if (may_listen && heard == 0)
    hear(SIGRTMAX - DEFAULT_BEHIND_LAST, false);
  if (heard == 0)
    return;
  memset(control(), 0, sizeof *control());
  control()->signal = heard;
  control()->is_on = sp_is_on();
  __atomic_store_n(&control()->magic, SP_CONTROL_MAGIC, __ATOMIC_RELEASE);
}

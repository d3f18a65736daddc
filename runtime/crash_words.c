// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a fatal signal was, in words.
#define _GNU_SOURCE
#include "crash.h"

#include "record_text.h"

struct code {
  int signal; // 0: any
  int code;
  const char *words;
};

static const struct code codes[] = {
    {SIGSEGV, SEGV_MAPERR, "no memory there"},
    {SIGSEGV, SEGV_ACCERR, "access not permitted"},
    {SIGSEGV, 4 /* SEGV_PKUERR */, "access not permitted by a protection key"},
    {SIGSEGV, SI_KERNEL, "address not known: it is none that a pointer can hold, or the instruction is privileged"},
    {SIGBUS, BUS_ADRALN, "address not aligned"},
    {SIGBUS, BUS_ADRERR, "nothing behind the address, as past the end of a mapped file"},
    {SIGBUS, BUS_OBJERR, "hardware error"},
    {SIGFPE, FPE_INTDIV, "integer division by zero"},
    {SIGFPE, FPE_INTOVF, "integer overflow"},
    {SIGFPE, FPE_FLTDIV, "floating-point division by zero"},
    {SIGFPE, FPE_FLTOVF, "floating-point overflow"},
    {SIGFPE, FPE_FLTUND, "floating-point underflow"},
    {SIGFPE, FPE_FLTRES, "floating-point result not exact"},
    {SIGFPE, FPE_FLTINV, "invalid floating-point operation"},
    {SIGILL, ILL_ILLOPC, "no such instruction"},
    {SIGILL, ILL_ILLOPN, "no such instruction"},
    {SIGILL, ILL_PRVOPC, "privileged instruction"},
    {SIGTRAP, TRAP_BRKPT, "breakpoint"},
    {SIGTRAP, TRAP_TRACE, "single step"},
    {SIGTRAP, SI_KERNEL, "breakpoint"},
    {SIGSYS, 1 /* SYS_SECCOMP */, "system call that a filter forbids"},
};

static const char *signal_name(int signal) {
  switch (signal) {
  case SIGSEGV:
    return "SIGSEGV";
  case SIGBUS:
    return "SIGBUS";
  case SIGFPE:
    return "SIGFPE";
  case SIGILL:
    return "SIGILL";
  case SIGABRT:
    return "SIGABRT";
  case SIGTRAP:
    return "SIGTRAP";
  case SIGSYS:
    return "SIGSYS";
  default:
    return "a signal";
  }
}

static void put_address(struct sp_text_out *o, uint64_t address) {
  int shift = 60;
  sp_text_plain(o, " at address 0x");
  while (shift > 0 && address >> shift == 0)
    shift -= 4;
  for (; shift >= 0; shift -= 4)
    sp_text_char(o, "0123456789abcdef"[address >> shift & 15]);
}

static void put_sender(struct sp_text_out *o, const siginfo_t *info) {
  if (info->si_pid == sp_process.header->pid) {
    sp_text_plain(o,
                  info->si_signo == SIGABRT ? "abort(), or sent by the process itself" : "sent by the process itself");
    return;
  }
  sp_text_plain(o, "sent by process ");
  sp_text_signed(o, info->si_pid);
}

static void put_code(struct sp_text_out *o, const siginfo_t *info) {
  if (info->si_code == SI_USER || info->si_code == SI_TKILL || info->si_code == SI_QUEUE)
    return put_sender(o, info);
  for (unsigned i = 0; i < sizeof codes / sizeof *codes; i++)
    if (codes[i].signal == info->si_signo && codes[i].code == info->si_code)
      return sp_text_plain(o, codes[i].words);
  sp_text_plain(o, "code ");
  sp_text_signed(o, info->si_code);
}

static void put_signal(struct sp_text_out *o, const struct sp_crash *crash) {
  const siginfo_t *info = crash->info;
  sp_text_plain(o, signal_name(crash->signal));
  if (!info)
    return;
  const uint64_t address = (uint64_t)(uintptr_t)info->si_addr;
  const bool has_address = info->si_code > 0 && info->si_code != SI_KERNEL && info->si_signo != SIGSYS;
  sp_text_plain(o, " (");
  if (has_address && crash->signal == SIGSEGV && sp_is_stack_overflow(address, crash->stack_pointer))
    sp_text_plain(o, "stack overflow: ");
  put_code(o, info);
  sp_text_char(o, ')');
  if (has_address)
    put_address(o, address);
}

void sp_text_crash(struct sp_text_out *o, const struct sp_crash *crash) {
  if (crash->reporter) {
    sp_text_plain(o, crash->reporter);
    sp_text_plain(o, " ends the process");
    if (crash->problem || crash->signal || crash->address)
      sp_text_plain(o, ": ");
  }
  if (crash->problem)
    sp_text_escaped(o, crash->problem, 400, ' ' - 1);
  else if (crash->signal)
    put_signal(o, crash);
  if (crash->address)
    put_address(o, crash->address);
  if (crash->has_handler)
    sp_text_plain(o, ", which goes on to the program's handler");
}

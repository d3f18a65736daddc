// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sanitizer of clang's that ends the process calls back when its report is written: then ours follows, with what it
// says about the memory. All by weak names, so that programs without one link.
#define _GNU_SOURCE
#include "crash.h"

#define WEAK __attribute__((weak))
extern void __sanitizer_set_death_callback(void (*callback)(void)) WEAK;
extern int __asan_report_present(void) WEAK;
extern void *__asan_get_report_address(void) WEAK;
extern const char *__asan_get_report_description(void) WEAK;
extern void __asan_init(void) WEAK;
extern void __tsan_init(void) WEAK;
extern void __msan_init(void) WEAK;
extern void __ubsan_on_report(void) WEAK;

// The thread's last fault that went on to the handler before ours, which may be a sanitizer's.
static __thread struct {
  int signal; // 0: none
  siginfo_t info;
  uint64_t stack_pointer;
} met;

bool sp_has_sanitizer(void) { return __sanitizer_set_death_callback; }

void sp_sanitizer_takes(const struct sp_crash *crash) {
  met.signal = sp_has_sanitizer() && crash->info ? crash->signal : 0;
  if (!met.signal)
    return;
  met.info = *crash->info;
  met.stack_pointer = crash->stack_pointer;
}

// AddressSanitizer's runtime has all of UndefinedBehaviorSanitizer's, and ends the process for what that finds, too.
static const char *name(bool is_address) {
  if (is_address)
    return "AddressSanitizer";
  if (__tsan_init)
    return "ThreadSanitizer";
  if (__msan_init)
    return "MemorySanitizer";
  return __ubsan_on_report && !__asan_init ? "UndefinedBehaviorSanitizer" : "a sanitizer";
}

static void note_end(const void *argument) {
  const struct sp_crash *crash = argument;
  siginfo_t named = {.si_code = 1}; // it names an address
  named.si_addr = (void *)(uintptr_t)crash->address;
  sp_note_end(SP_END_REPORTED, 0, crash->address ? &named : crash->info, NULL);
}

static void on_death(void) {
  // What is found when the program has ended, as leaks are, has no statement.
  if (__atomic_load_n(&sp_process.end_noted, __ATOMIC_RELAXED) == SP_END_EXITED)
    return;
  const bool is_address = __asan_report_present && __asan_report_present();
  struct sp_crash crash = {.reporter = name(is_address)};
  if (is_address) {
    crash.problem = __asan_get_report_description();
    crash.address = (uint64_t)(uintptr_t)__asan_get_report_address();
  }
  // It knows no address of a signal's; the signal itself does.
  if (!crash.address && met.signal) {
    crash.problem = NULL;
    crash.signal = met.signal;
    crash.info = &met.info;
    crash.stack_pointer = met.stack_pointer;
  }
  sp_run_guarded(note_end, &crash);
  sp_report_crash(&crash);
}

// Before main(): the program, or what runs it, as a fuzzer does, may ask to be called instead, and then goes first.
__attribute__((constructor(101))) static void ask_sanitizer(void) {
  if (__sanitizer_set_death_callback)
    __sanitizer_set_death_callback(on_death);
}

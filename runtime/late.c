// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For programs that are linked without a runtime and may be started with one in LD_PRELOAD. In an executable linkers
// set a word of data, or an operand, that holds the address of an absent weak function to 0, for good, and instrumented
// code leaves its fast path through such words. So the names are here, and lead on by way of the global offset table,
// which the dynamic linker fills. Linked with nothing else of this folder.
#include "format.h"

#define HIDDEN __attribute__((visibility("hidden")))

extern struct sp_ring *sourceprint_late_attach_5(const char *first, const char *last, char *functions,
                                                 char *functions_end, struct sp_ring **cache, struct sp_ring *idle)
    __attribute__((weak, visibility("default")));

HIDDEN struct sp_ring *sourceprint_attach_5(const char *first, const char *last, char *functions, char *functions_end,
                                            struct sp_ring **cache, struct sp_ring *idle) {
  if (sourceprint_late_attach_5)
    return sourceprint_late_attach_5(first, last, functions, functions_end, cache, idle);
  return *cache = idle;
}

#if defined __x86_64__ && defined __LP64__
// Nobody comes here unless there was something to attach to.
#define FORWARD(name)                                                                                                  \
  __asm__(".text\n"                                                                                                    \
          ".globl sourceprint_" name "\n"                                                                              \
          ".hidden sourceprint_" name "\n"                                                                             \
          ".type sourceprint_" name ", @function\n"                                                                    \
          ".weak sourceprint_late_" name "\n"                                                                          \
          "sourceprint_" name ":\n"                                                                                    \
          "  endbr64\n"                                                                                                \
          "  jmp *sourceprint_late_" name "@GOTPCREL(%rip)\n"                                                          \
          ".size sourceprint_" name ", . - sourceprint_" name "\n");

FORWARD("slow_5")
FORWARD("slow_step_5")
FORWARD("record_5")
FORWARD("step_5")
FORWARD("time_5")
FORWARD("signal_5")
FORWARD("signal_end_5")
#endif

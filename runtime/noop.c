// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The runtime that does nothing, with the same interface: for what names that interface without asking whether it is
// there, and to measure what the other one costs. Not linked with the rest of this folder.
#include "format.h"
#include "include/sourceprint/sourceprint.h"

#define PUBLIC __attribute__((visibility("default")))

PUBLIC struct sp_ring *sourceprint_attach_5(const char *first, const char *last, char *functions, char *functions_end,
                                            struct sp_ring **cache, struct sp_ring *idle) {
  (void)first, (void)last, (void)functions, (void)functions_end;
  return *cache = idle;
}

PUBLIC unsigned char *sourceprint_record_5(struct sp_ring *ring, uint32_t site) {
  (void)ring, (void)site; // an idle ring does not come here
  return NULL;
}

PUBLIC void sourceprint_step_5(uint64_t step, uint32_t site) { (void)step, (void)site; }

PUBLIC void sourceprint_time_5(struct sp_ring *ring) { (void)ring; }

PUBLIC uint64_t sourceprint_signal_5(struct sp_ring *ring, int signal, const void *frame) {
  (void)ring, (void)signal, (void)frame;
  return 0;
}

PUBLIC void sourceprint_signal_end_5(struct sp_ring *ring, uint64_t begun) { (void)ring, (void)begun; }

#if defined __x86_64__ && defined __LP64__
__asm__(".text\n"
        ".globl sourceprint_slow_5\n"
        ".type sourceprint_slow_5, @function\n"
        "sourceprint_slow_5:\n"
        "  endbr64\n"
        "  movq $0, 16(%rsp)\n"
        "  ret\n"
        ".size sourceprint_slow_5, . - sourceprint_slow_5\n"
        ".globl sourceprint_slow_step_5\n"
        ".type sourceprint_slow_step_5, @function\n"
        "sourceprint_slow_step_5:\n"
        "  endbr64\n"
        "  ret\n"
        ".size sourceprint_slow_step_5, . - sourceprint_slow_step_5\n");
#endif

int sourceprint_runtime_init(void) { return 0; }
void sourceprint_runtime_teardown(void) {}
int sourceprint_runtime_flush(void) { return 0; }
int sourceprint_runtime_switch(int on) {
  (void)on;
  return 0;
}
int sourceprint_runtime_is_on(void) { return 0; }
const char *sourceprint_runtime_version(void) { return SOURCEPRINT_VERSION; }

void sourceprint_runtime_record(const char *file, unsigned line, const char *function, const char *text,
                                unsigned macro) {
  (void)file, (void)line, (void)function, (void)text, (void)macro;
}

__attribute__((weak)) PUBLIC void ascii_instr_log_line(const char *file_path, uint32_t line_number,
                                                       const char *function_name, const char *snippet,
                                                       uint8_t is_macro_expansion) {
  (void)file_path, (void)line_number, (void)function_name, (void)snippet, (void)is_macro_expansion;
}

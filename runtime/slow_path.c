// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The way from the fast path's instructions to the runtime. The compiler of the instrumented code does not know that
// there is a call, so every register must come back as it was; the vector registers too where what we call may use
// them, which is in the text sink.
#define _GNU_SOURCE
#include "process.h"

#if defined __x86_64__ && defined __LP64__
#include <cpuid.h>

// What the runtime's code may use: x87, SSE, AVX, AVX-512. Saving all that a processor has would take 11 KB of a stack.
#define STATES 0xe7
// Bytes that XSAVE needs for these; 0 where there is only FXSAVE.
__attribute__((used)) uint32_t sp_xsave_bytes;

void sp_prepare_slow_path(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !__get_cpuid_count(13, 0, &a, &b, &c, &d))
    return;
  uint32_t bytes = 576; // with the header
  for (unsigned state = 2, enabled = a & STATES, size, offset; enabled >> state != 0; state++)
    if ((enabled >> state & 1) && __get_cpuid_count(13, state, &size, &offset, &c, &d) && bytes < offset + size)
      bytes = offset + size;
  sp_xsave_bytes = bytes;
}

// Pushes what a call may change, and takes the two words of the caller: %rdi and %esi.
#define ENTER                                                                                                          \
  "  endbr64\n"                                                                                                        \
  "  pushq %rbp\n"                                                                                                     \
  "  movq %rsp, %rbp\n"                                                                                                \
  "  pushq %rax\n"                                                                                                     \
  "  pushq %rcx\n"                                                                                                     \
  "  pushq %rdx\n"                                                                                                     \
  "  pushq %rsi\n"                                                                                                     \
  "  pushq %rdi\n"                                                                                                     \
  "  pushq %r8\n"                                                                                                      \
  "  pushq %r9\n"                                                                                                      \
  "  pushq %r10\n"                                                                                                     \
  "  pushq %r11\n"                                                                                                     \
  "  movq 24(%rbp), %rdi\n"                                                                                            \
  "  movl 16(%rbp), %esi\n"

// The labels: 1 without XSAVE, 2 the call, 3 and 4 the way back, 5 the slow way with all registers saved, 6 the quick
// way's result. %rbp: the frame of ENTER, with the two words of the caller at 24 and 16. %r9: what is called.
// clang-format off
__asm__(".text\n"
        ".globl sourceprint_slow_step_5\n"
        ".type sourceprint_slow_step_5, @function\n"
        "sourceprint_slow_step_5:\n" ENTER "  andq $-16, %rsp\n"
        "  call sp_step_quickly\n"
        "  testb %al, %al\n"
        "  jnz 4f\n"
        "  leaq sp_step_slowly(%rip), %r9\n"
        "  jmp 5f\n"
        ".size sourceprint_slow_step_5, . - sourceprint_slow_step_5\n"
        ".globl sourceprint_slow_5\n"
        ".type sourceprint_slow_5, @function\n"
        "sourceprint_slow_5:\n" ENTER "  andq $-16, %rsp\n"
        "  call sp_record_quickly\n"
        "  testq %rax, %rax\n"
        "  jnz 6f\n"
        "  leaq sp_record_slowly(%rip), %r9\n"
        "5:movq 24(%rbp), %rdi\n"
        "  movl 16(%rbp), %esi\n"
        "  movl sp_xsave_bytes(%rip), %ecx\n"
        "  testl %ecx, %ecx\n"
        "  jz 1f\n"
        "  subq %rcx, %rsp\n"
        "  andq $-64, %rsp\n"
        "  xorl %eax, %eax\n"
        "  movq %rax, 512(%rsp)\n" // XRSTOR wants the unused bytes of the header to be zero
        "  movq %rax, 520(%rsp)\n"
        "  movq %rax, 528(%rsp)\n"
        "  movq %rax, 536(%rsp)\n"
        "  movq %rax, 544(%rsp)\n"
        "  movq %rax, 552(%rsp)\n"
        "  movq %rax, 560(%rsp)\n"
        "  movq %rax, 568(%rsp)\n"
        "  movl $" SP_TEXT(STATES) ", %eax\n"
        "  xorl %edx, %edx\n"
        "  xsave64 (%rsp)\n"
        "  jmp 2f\n"
        "1:subq $512, %rsp\n"
        "  andq $-16, %rsp\n"
        "  fxsave64 (%rsp)\n"
        "2:call *%r9\n"
        "  movq %rax, 24(%rbp)\n"
        "  cmpl $0, sp_xsave_bytes(%rip)\n"
        "  je 3f\n"
        "  movl $" SP_TEXT(STATES) ", %eax\n"
        "  xorl %edx, %edx\n"
        "  xrstor64 (%rsp)\n"
        "  jmp 4f\n"
        "3:fxrstor64 (%rsp)\n"
        "  jmp 4f\n"
        "6:movq %rax, 24(%rbp)\n"
        "4:leaq -72(%rbp), %rsp\n"
        "  popq %r11\n"
        "  popq %r10\n"
        "  popq %r9\n"
        "  popq %r8\n"
        "  popq %rdi\n"
        "  popq %rsi\n"
        "  popq %rdx\n"
        "  popq %rcx\n"
        "  popq %rax\n"
        "  popq %rbp\n"
        "  ret\n"
        ".size sourceprint_slow_5, . - sourceprint_slow_5\n");
// clang-format on
#else

void sp_prepare_slow_path(void) {} // the fast path calls the runtime itself
#endif

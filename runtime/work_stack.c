// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stack of the runtime's own for what takes much: a program's thread may have less than 16 KiB left, and the record
// that needs a new file or ring comes at any depth.
#define _GNU_SOURCE
#include "process.h"

// ThreadSanitizer does not see our lock, but what libc functions do under it. At the end of a thread it knows the
// thread no more, and nothing may be told.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

bool sp_has_thread_sanitizer(void) { return __tsan_acquire; }

static void tell(void (*what)(void *address)) {
  if (what)
    what(&sp_process);
}

#if defined __x86_64__ || defined __aarch64__
#define WORK_STACK_BYTES (128u * 1024u)
static _Alignas(64) unsigned char stack[WORK_STACK_BYTES]; // takes memory as far as it was used

// void sp_call_on(function, argument, top of the stack)
void sp_call_on(void (*function)(void *), void *argument, void *top);
#if defined __x86_64__
__asm__(".text\n"
        ".hidden sp_call_on\n"
        ".globl sp_call_on\n"
        ".type sp_call_on, @function\n"
        "sp_call_on:\n"
        "  .cfi_startproc\n"
        "  endbr64\n"
        "  pushq %rbp\n"
        "  .cfi_def_cfa_offset 16\n"
        "  .cfi_offset %rbp, -16\n"
        "  movq %rsp, %rbp\n"
        "  .cfi_def_cfa_register %rbp\n"
        "  movq %rdx, %rsp\n"
        "  movq %rdi, %rax\n"
        "  movq %rsi, %rdi\n"
        "  callq *%rax\n"
        "  movq %rbp, %rsp\n"
        "  popq %rbp\n"
        "  .cfi_def_cfa %rsp, 8\n"
        "  retq\n"
        "  .cfi_endproc\n"
        ".size sp_call_on, . - sp_call_on\n");
#else
__asm__(".text\n"
        ".hidden sp_call_on\n"
        ".globl sp_call_on\n"
        ".type sp_call_on, %function\n"
        "sp_call_on:\n"
        "  .cfi_startproc\n"
        "  stp x29, x30, [sp, #-16]!\n"
        "  .cfi_def_cfa_offset 16\n"
        "  .cfi_offset x29, -16\n"
        "  .cfi_offset x30, -8\n"
        "  mov x29, sp\n"
        "  .cfi_def_cfa_register x29\n"
        "  mov sp, x2\n"
        "  mov x8, x0\n"
        "  mov x0, x1\n"
        "  blr x8\n"
        "  mov sp, x29\n"
        "  ldp x29, x30, [sp], #16\n"
        "  .cfi_def_cfa sp, 0\n"
        "  ret\n"
        "  .cfi_endproc\n"
        ".size sp_call_on, . - sp_call_on\n");
#endif

void sp_with_work_stack(void (*function)(void *), void *argument) {
  tell(__tsan_acquire);
  sp_call_on(function, argument, stack + sizeof stack);
  tell(__tsan_release);
}

// Valgrind takes a far change of the stack pointer for an error unless it knows the stack. The instructions do nothing,
// and valgrind takes them for a request (its manual, "The Client Request mechanism"; 0x1501 is STACK_REGISTER).
void sp_tell_work_stack(void) {
#if defined __x86_64__
  uint64_t request[6] = {0x1501, (uintptr_t)stack, (uintptr_t)(stack + sizeof stack)}, result = 0;
  __asm__ volatile("rolq $3, %%rdi\n\trolq $13, %%rdi\n\trolq $61, %%rdi\n\trolq $51, %%rdi\n\txchgq %%rbx, %%rbx"
                   : "+d"(result)
                   : "a"(request)
                   : "cc", "memory");
#endif
}
#else
void sp_with_work_stack(void (*function)(void *), void *argument) {
  tell(__tsan_acquire);
  function(argument);
  tell(__tsan_release);
}
void sp_tell_work_stack(void) {}
#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -mgeneral-regs-only
// A handler of interrupts must save what it uses: nothing is added to it.
struct frame;

__attribute__((interrupt)) void handler(struct frame *f) {
  __asm__ volatile("" : : "r"(f)); // skipped: the function has an attribute that forbids added code
}

int main(void) {
  void (*volatile known)(struct frame *) = handler; // @1
  return known == 0;                                // @2
}

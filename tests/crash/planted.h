// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What planted faults are made of. Every operand comes from planted.c, which is compiled apart, so that the compiler
// knows nothing about it: each list holds good values for the rounds before the fault, then a bad one.
#ifndef PLANTED_H
#define PLANTED_H

extern unsigned planted_keep;
extern unsigned **planted_next;
extern unsigned *planted_divisor;
extern const unsigned char *planted_flag;
extern void abort(void) __attribute__((__noreturn__));

// A fault in a loop in a macro.
#define PLANTED_IN_MACRO(fault)                                                                                        \
  do {                                                                                                                 \
    unsigned planted_i;                                                                                                \
    for (planted_i = 0; planted_i < 2; planted_i++) {                                                                  \
      planted_keep += planted_i;                                                                                       \
      if (planted_keep != planted_i + 1u)                                                                              \
        fault;                                                                                                         \
    }                                                                                                                  \
  } while (0)

static inline void planted_load(void) {
  unsigned *from = *planted_next++;
  planted_keep += 2u;
  planted_keep = planted_keep * 5u + (*from ^ 3u); // planted load
  planted_keep += 3u;
}

static inline void planted_store(void) {
  unsigned *to = *planted_next++;
  planted_keep += 2u;
  *to = planted_keep + 1u; // planted store
  planted_keep += 3u;
}

static inline void planted_divide(void) {
  unsigned by = *planted_divisor++;
  planted_keep += 2u;
  planted_keep = planted_keep * 5u + (1000u / by ^ 3u); // planted divide
  planted_keep += 3u;
}

static inline void planted_abort(void) {
  planted_keep += 2u;
  planted_keep += *planted_flag++ ? (abort(), 1u) : 2u; // planted abort
  planted_keep += 3u;
}

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdint.h>
#include <stdlib.h>

#define MOST 1000

unsigned planted_keep = 1;
unsigned **planted_next;
unsigned *planted_divisor;
const unsigned char *planted_flag;

static unsigned good;
static unsigned *pointers[MOST];
static unsigned divisors[MOST];
static unsigned char flags[MOST];

// PLANTED_ROUND says in which round the fault comes, from 1.
__attribute__((constructor)) static void plant(void) {
  const char *text = getenv("PLANTED_ROUND");
  unsigned round = text ? (unsigned)atoi(text) - 1 : 0;
  for (unsigned i = 0; i < MOST; i++) {
    pointers[i] = &good;
    divisors[i] = 1;
  }
  if (round < MOST) {
    // Null, the member of a null structure, and what is no address at all.
    const uintptr_t bad[] = {0, 24, UINT64_C(0x5555000000000000)};
    pointers[round] = (unsigned *)bad[round % 3];
    divisors[round] = 0;
    flags[round] = 1;
  }
  planted_next = pointers;
  planted_divisor = divisors;
  planted_flag = flags;
}

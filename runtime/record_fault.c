// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether a fault was in the instructions of a record. They use a pointer that the function keeps, maybe in its frame;
// where that was overwritten it is they that fault first, and the statement before them went well.
#define _GNU_SOURCE
#include "crash.h"

#include <string.h>
#include <ucontext.h>

#if defined __x86_64__ && defined __LP64__

// As rewriter/inserted_text.cc has them: the load of the place, the test of the mask, the store of the record; and the
// store of a step or of the last statement. What differs are registers.
#define AROUND 32u // bytes that are looked at on both sides

static bool is_rex_w(unsigned char byte) { return (byte & 0xf8) == 0x48; }

// Length of a REX prefix, which a 32-bit or an 8-bit instruction may have or not.
static unsigned rex(const unsigned char *p) { return (*p & 0xf0) == 0x40; }

// Whether the instruction's last byte is that displacement, and its second one the operation; *length: of all of it.
static bool has_displacement(const unsigned char *p, unsigned char operation, unsigned char displacement,
                             unsigned *length) {
  const unsigned prefix = rex(p);
  if (p[prefix] != operation || p[prefix + 1] >> 6 != 1)
    return false;
  const unsigned sib = (p[prefix + 1] & 7) == 4;
  *length = prefix + 3 + sib;
  return p[prefix + 2 + sib] == displacement;
}

// "movq (ring),p" and "addq $8,p", or at -O0 "leal table,%ecx".
static bool is_load(const unsigned char *p) {
  if (memcmp(p, "\x48\x8b\x07\x8d\x0d", 5) == 0)
    return true;
  if (!is_rex_w(p[0]) || p[1] != 0x8b || p[2] >> 6 > 1)
    return false;
  const unsigned low = p[2] & 7, length = 3 + (low == 4) + (p[2] >> 6 == 1);
  return is_rex_w(p[length]) && p[length + 1] == 0x83 && p[length + 3] == 8;
}

static bool is_test(const unsigned char *p) {
  unsigned length;
  return has_displacement(p, 0x85, SP_RING_MASK, &length);
}

// "movq t,-8(p)" behind "orq tag(ring),t", or at -O0 without a displacement.
static bool is_store(const unsigned char *p) {
  unsigned length;
  if (memcmp(p, "\x48\x89\x30", 3) == 0 && memcmp(p - 4, "\x48\x0b\x77\x08", 4) == 0)
    return true;
  if (!has_displacement(p, 0x89, 0xf8, &length) || !is_rex_w(*p))
    return false;
  for (unsigned before = 4; before <= 5; before++)
    if (is_rex_w(p[-(int)before]) && has_displacement(p - before, 0x0b, SP_RING_TAG, &length) && length == before)
      return true;
  return false;
}

// The value that "leal table+1+k,t" makes near there; 0: there is none.
static uint32_t value_near(const unsigned char *from, const unsigned char *to, uint32_t added) {
  for (const unsigned char *p = from; p < to; p++) {
    int32_t displacement;
    if (p[0] != 0x8d || ((p[1] & 0xc7) != 0x05 && ((p[1] & 0xc7) != 0x04 || p[2] != 0x25)))
      continue;
    const unsigned length = (p[1] & 7) == 4 ? 7 : 6;
    memcpy(&displacement, p + length - 4, sizeof displacement);
    return (uint32_t)displacement + (length == 6 ? (uint32_t)(uintptr_t)(p + length) : 0) + added;
  }
  return 0;
}

uint32_t sp_unrecorded(const siginfo_t *fault, const void *context) {
  if (sp_process.confined || fault->si_code <= 0 || (fault->si_signo != SIGSEGV && fault->si_signo != SIGBUS))
    return 0;
  const greg_t *registers = ((const ucontext_t *)context)->uc_mcontext.gregs;
  const unsigned char *at = (const unsigned char *)(uintptr_t)registers[REG_RIP];
  if (!sp_is_readable(at - AROUND, 2 * AROUND))
    return 0;
  const bool is_call = memcmp(at, "\x48\x8b\x07", 3) == 0; // of the form at -O0; %esi still has the number
  if (is_load(at) || is_test(at))
    return value_near(at, at + AROUND - 7, is_call ? (uint32_t)registers[REG_RSI] : 0);
  return is_store(at) ? value_near(at - 24, at, 0) : 0;
}

#else

uint32_t sp_unrecorded(const siginfo_t *fault, const void *context) {
  (void)fault, (void)context;
  return 0;
}

#endif

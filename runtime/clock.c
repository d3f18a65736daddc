// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clock of chunks. Like ring.c it uses the general registers only. It asks the kernel's vDSO, which is built so,
// without libc in between: clock_gettime() may be the program's own, or a tool's that lets time pass faster.
#define _GNU_SOURCE
#include "process.h"

#include <elf.h>
#include <link.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef int clock_function(clockid_t, struct timespec *);
static clock_function *vdso_clock;

static const void *vdso_at(uintptr_t base, ElfW(Addr) address) { return (const void *)(base + address); }

struct vdso_symbols {
  const ElfW(Sym) * symbols;
  const char *strings;
  const uint32_t *hash; // the table that counts the symbols in its second word
};

static struct vdso_symbols find_symbols(uintptr_t base, const ElfW(Dyn) * entry) {
  struct vdso_symbols found = {0};
  for (; entry->d_tag != DT_NULL; entry++) {
    if (entry->d_tag == DT_SYMTAB)
      found.symbols = vdso_at(base, entry->d_un.d_ptr);
    else if (entry->d_tag == DT_STRTAB)
      found.strings = vdso_at(base, entry->d_un.d_ptr);
    else if (entry->d_tag == DT_HASH)
      found.hash = vdso_at(base, entry->d_un.d_ptr);
  }
  return found;
}

void sp_find_clock(void) {
  uintptr_t base = getauxval(AT_SYSINFO_EHDR);
  if (!base)
    return;
  const ElfW(Ehdr) *header = (const ElfW(Ehdr) *)base;
  const ElfW(Phdr) *segment = (const ElfW(Phdr) *)(base + header->e_phoff);
  struct vdso_symbols found = {0};
  for (int i = 0; i < header->e_phnum; i++)
    if (segment[i].p_type == PT_DYNAMIC)
      found = find_symbols(base, (const ElfW(Dyn) *)(base + segment[i].p_vaddr));
  if (!found.symbols || !found.strings || !found.hash)
    return;
  for (uint32_t i = 0; i < found.hash[1]; i++) {
    const char *name = found.strings + found.symbols[i].st_name;
    if (strcmp(name, "__vdso_clock_gettime") == 0 || strcmp(name, "__kernel_clock_gettime") == 0)
      vdso_clock = (clock_function *)(base + found.symbols[i].st_value);
  }
}

uint32_t sp_tick_ns(void) {
  struct timespec step;
  if (!vdso_clock)
    return 0;
  if (!sp_process.tick || syscall(SYS_clock_getres, CLOCK_MONOTONIC_COARSE, &step) != 0)
    return SP_ASKED_NS;
  return (uint32_t)step.tv_nsec;
}

// A process that confines itself may not read the time stamp counter either: there a time is not known.
uint64_t sp_chunk_time(void) {
  struct timespec now;
  if (sp_process.confined || !vdso_clock || vdso_clock(CLOCK_MONOTONIC, &now) != 0)
    return 0;
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds what tells the time: the vDSO's function, and the word that the kernel changes with each of its ticks, every 1
// to 10 ms. That one is in the first page of "[vvar]", whose layout is the kernel's own, so the place is found by what
// stands there: seconds and nanoseconds of CLOCK_MONOTONIC_COARSE.
#define _GNU_SOURCE
#include "process.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE_BYTES 4096u // at least
#define ATTEMPTS 3

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

bool sp_find_clock(void) {
  uintptr_t base = getauxval(AT_SYSINFO_EHDR);
  if (!base)
    return false;
  const ElfW(Ehdr) *header = (const ElfW(Ehdr) *)base;
  const ElfW(Phdr) *segment = (const ElfW(Phdr) *)(base + header->e_phoff);
  struct vdso_symbols found = {0};
  for (int i = 0; i < header->e_phnum; i++)
    if (segment[i].p_type == PT_DYNAMIC)
      found = find_symbols(base, (const ElfW(Dyn) *)(base + segment[i].p_vaddr));
  if (!found.symbols || !found.strings || !found.hash)
    return false;
  for (uint32_t i = 0; i < found.hash[1]; i++) {
    const char *name = found.strings + found.symbols[i].st_name;
    if (strcmp(name, "__vdso_clock_gettime") == 0 || strcmp(name, "__kernel_clock_gettime") == 0)
      sp_process.clock = (sp_clock *)(base + found.symbols[i].st_value);
  }
  return sp_process.clock;
}

static const char *skip_hex(const char *text, uintptr_t *value) {
  *value = 0;
  for (;; text++) {
    unsigned digit = *text >= 'a' ? (unsigned)(*text - 'a') + 10 : (unsigned)(*text - '0');
    if (digit > 15)
      return text;
    *value = *value << 4 | digit;
  }
}

// 7ffc1000-7ffc5000 r--p 00000000 00:00 0    [vvar]
// Returns the address, or 0 if the line is another mapping's.
static uintptr_t vvar_of(const char *line) {
  uintptr_t begin, end;
  line = skip_hex(line, &begin);
  if (*line != '-' || !strstr(line, "[vvar]"))
    return 0;
  return strncmp(skip_hex(line + 1, &end), " r--", 4) == 0 ? begin : 0;
}

// Whether the page can be read: of the first one that is certain, but a fault would kill. The kernel looks at the set
// before it refuses what is to be done with it.
static bool is_readable(uintptr_t page) {
  return syscall(SYS_rt_sigprocmask, -1, page, NULL, sizeof(uint64_t)) == -1 && errno == EINVAL;
}

// The coarse time's nanoseconds, or NULL: also where a tick came in between, or the process sees shifted clocks.
static const volatile uint64_t *search(uintptr_t page) {
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &before);
  const volatile uint64_t *found = NULL, *end = (const volatile uint64_t *)(page + PAGE_BYTES);
  for (const volatile uint64_t *word = (const volatile uint64_t *)page; word + 1 < end && !found; word++)
    if (word[0] == (uint64_t)before.tv_sec && word[1] == (uint64_t)before.tv_nsec)
      found = word + 1;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &after);
  return before.tv_sec == after.tv_sec && before.tv_nsec == after.tv_nsec ? found : NULL;
}

// Looks for the line of the map that names the pages; a line may come in two reads.
const volatile uint64_t *sp_find_tick(void) {
  char text[4096];
  size_t kept = 0;
  const volatile uint64_t *found = NULL;
  int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  for (ssize_t got; file >= 0 && !found && (got = read(file, text + kept, sizeof text - 1 - kept)) > 0;) {
    text[kept + (size_t)got] = '\0';
    char *line = text;
    for (char *end; !found && (end = strchr(line, '\n')); line = end + 1) {
      *end = '\0';
      uintptr_t page = vvar_of(line);
      for (int attempt = 0; page && attempt < ATTEMPTS && !found && is_readable(page); attempt++)
        found = search(page);
    }
    kept = strlen(line);
    if (kept == sizeof text - 1)
      kept = 0; // no line is so long
    memmove(text, line, kept);
  }
  if (file >= 0)
    close(file);
  return found;
}

uint32_t sp_tick_ns(void) {
  struct timespec step;
  if (!sp_process.clock)
    return 0;
  if (!sp_process.tick || syscall(SYS_clock_getres, CLOCK_MONOTONIC_COARSE, &step) != 0)
    return SP_ASKED_NS;
  return (uint32_t)step.tv_nsec;
}

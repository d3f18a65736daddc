// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an instr-cc of another format has compiled calls a runtime that is not linked, and records nothing, silently.
// The site tables in what was linked tell.
#define _GNU_SOURCE
#include "old_objects.h"

#include "fallback.h"
#include "process.h"
#include "runtime/format.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct tables {
  bool is_elf;
  uint32_t count, old;
  unsigned version; // of an old one
};

// Bytes [offset, offset + count) of the file, or NULL.
static const char *part(const char *file, size_t bytes, uint64_t offset, uint64_t count) {
  return offset <= bytes && count <= bytes - offset ? file + offset : NULL;
}

static void count_tables(const char *section, size_t bytes, struct tables *tables) {
  for (size_t at = 0; at + offsetof(struct sp_table_header, site_count) <= bytes;) {
    const struct sp_table_header *table = (const void *)(section + at);
    if (table->magic != SP_TABLE_MAGIC || table->total_bytes == 0) {
      at += SP_TABLE_ALIGN;
      continue;
    }
    tables->count++;
    if (table->version != SP_FORMAT_VERSION) {
      tables->old++;
      tables->version = table->version;
    }
    at += (table->total_bytes + SP_TABLE_ALIGN - 1) / SP_TABLE_ALIGN * SP_TABLE_ALIGN;
  }
}

// The list of sections of both kinds of ELF, as its fields differ in size and place only.
#define COUNT_SECTIONS(BITS)                                                                                           \
  static void count_sections_##BITS(const char *file, size_t bytes, struct tables *tables) {                           \
    const Elf##BITS##_Ehdr *header = (const void *)part(file, bytes, 0, sizeof *header);                               \
    const Elf##BITS##_Shdr *list =                                                                                     \
        header ? (const void *)part(file, bytes, header->e_shoff, (uint64_t)header->e_shnum * sizeof *list) : NULL;    \
    if (!list || header->e_shstrndx >= header->e_shnum)                                                                \
      return;                                                                                                          \
    const Elf##BITS##_Shdr *names = &list[header->e_shstrndx];                                                         \
    for (size_t i = 0; i < header->e_shnum; i++) {                                                                     \
      const char *name = list[i].sh_name < names->sh_size                                                              \
                             ? part(file, bytes, names->sh_offset + list[i].sh_name, sizeof SP_SITE_SECTION)           \
                             : NULL;                                                                                   \
      const char *section = part(file, bytes, list[i].sh_offset, list[i].sh_size);                                     \
      if (name && section && strcmp(name, SP_SITE_SECTION) == 0)                                                       \
        count_tables(section, list[i].sh_size, tables);                                                                \
    }                                                                                                                  \
  }
COUNT_SECTIONS(32)
COUNT_SECTIONS(64)

static struct tables tables_of(const char *path) {
  struct tables tables = {0};
  struct stat status;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  size_t bytes = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) ? (size_t)status.st_size : 0;
  char *content = bytes > EI_NIDENT ? mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  if (file >= 0)
    close(file);
  if (content == MAP_FAILED)
    return tables;
  tables.is_elf = memcmp(content, ELFMAG, SELFMAG) == 0;
  if (tables.is_elf)
    (content[EI_CLASS] == ELFCLASS64 ? count_sections_64 : count_sections_32)(content, bytes, &tables);
  munmap(content, bytes);
  return tables;
}

bool driver_lacks_sites(const char *path) {
  const struct tables tables = tables_of(path);
  return tables.is_elf && tables.count == 0;
}

static void check(const char *path) {
  struct tables tables = tables_of(path);
  if (!tables.old)
    return;
  const char *detail = driver_format("%u of %u instrumented sources in it have format %u, this instr-cc makes %u",
                                     tables.old, tables.count, tables.version, SP_FORMAT_VERSION);
  fprintf(stderr, "instr-cc: warning: %s: %s: they record nothing; compile them again\n", path, detail);
  driver_note_fallback(DRIVER_FALL_OLD_OBJECTS, path, detail);
}

// The library that -l names, in the folders of -L.
static void check_named(const struct driver_command *command, const char *name) {
  for (size_t i = 0; i < command->words.count; i++) {
    const char *word = command->words.word[i];
    if (strncmp(word, "-L", 2) != 0)
      continue;
    const char *folder = word[2] ? word + 2 : i + 1 < command->words.count ? command->words.word[i + 1] : "";
    const char *path = driver_format("%s/lib%s.so", folder, name);
    if (access(path, R_OK) == 0) {
      check(path);
      return;
    }
  }
}

void driver_check_linked(const struct driver_command *command) {
  check(command->output ? command->output : "a.out");
  for (size_t i = 0; i < command->words.count; i++) {
    const char *word = command->words.word[i], *slash = strrchr(word, '/');
    if (strncmp(word, "-l", 2) == 0 && word[2])
      check_named(command, word + 2);
    else if (word[0] != '-' && strstr(slash ? slash : word, ".so") && word != command->output)
      check(word);
  }
}

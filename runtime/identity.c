// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What tells the file of a module from another one, built before or since, that a reader may find by its name.
#define _GNU_SOURCE
#include "process.h"

#include <elf.h>
#include <link.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>

#include "crash.h"

#define NOTES_MOST 65536u // bytes; more are no notes

struct image {
  const ElfW(Phdr) * headers;
  size_t count;
  uintptr_t bias; // what is added to the file's addresses
  uintptr_t begin, end;
};

// Finds where the segments are, once the bias is known.
static void measure(struct image *image) {
  image->begin = UINTPTR_MAX;
  for (size_t i = 0; i < image->count; i++) {
    const ElfW(Phdr) *header = &image->headers[i];
    uintptr_t begin = image->bias + header->p_vaddr, end = begin + header->p_memsz;
    if (header->p_type != PT_LOAD || end < begin)
      continue;
    image->begin = begin < image->begin ? begin : image->begin;
    image->end = end > image->end ? end : image->end;
  }
}

static bool holds(const struct image *image, uintptr_t address) {
  return address >= image->begin && address < image->end;
}

// The kernel says where those of the program are, also of a static one.
static struct image image_of_program(void) {
  struct image image = {.headers = (const void *)getauxval(AT_PHDR), .count = getauxval(AT_PHNUM)};
  for (size_t i = 0; image.headers && i < image.count; i++)
    if (image.headers[i].p_type == PT_PHDR)
      image.bias = (uintptr_t)image.headers - image.headers[i].p_vaddr;
  if (image.headers)
    measure(&image);
  return image;
}

// Where the dynamic linker has mapped the file's beginning.
static struct image image_at(const void *base) {
  const ElfW(Ehdr) *file = base;
  struct image image = {0};
  if (!sp_is_readable(file, sizeof *file) || memcmp(file->e_ident, ELFMAG, SELFMAG) != 0 ||
      file->e_phentsize != sizeof *image.headers ||
      !sp_is_readable((const char *)base + file->e_phoff, file->e_phnum * sizeof *image.headers))
    return image;
  image.headers = (const void *)((const char *)base + file->e_phoff);
  image.count = file->e_phnum;
  measure(&image);
  image.bias = (uintptr_t)base - image.begin / SP_PAGE_LEAST * SP_PAGE_LEAST;
  measure(&image);
  return image;
}

static void take_build_id(struct sp_module *module, const char *id, size_t bytes) {
  module->build_id_bytes = (uint32_t)bytes;
  memcpy(module->build_id, id, bytes < SP_BUILD_ID_MAX ? bytes : SP_BUILD_ID_MAX);
}

static void read_notes(struct sp_module *module, const char *notes, size_t bytes, size_t align) {
  const size_t round = align == 8 ? 7 : 3;
  for (size_t at = 0; at + sizeof(ElfW(Nhdr)) <= bytes;) {
    const ElfW(Nhdr) *note = (const void *)(notes + at);
    const size_t name = at + sizeof *note, id = (name + note->n_namesz + round) & ~round;
    if (note->n_namesz > bytes || note->n_descsz > bytes || id + note->n_descsz > bytes)
      return;
    if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == sizeof ELF_NOTE_GNU && note->n_descsz > 0 &&
        memcmp(notes + name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0)
      return take_build_id(module, notes + id, note->n_descsz);
    at = (id + note->n_descsz + round) & ~round;
  }
}

// Notes that no segment loads are not in memory.
static bool is_loaded(const struct image *image, const ElfW(Phdr) * notes) {
  for (size_t i = 0; i < image->count; i++) {
    const ElfW(Phdr) *header = &image->headers[i];
    if (header->p_type == PT_LOAD && (header->p_flags & PF_R) && notes->p_vaddr >= header->p_vaddr &&
        notes->p_vaddr - header->p_vaddr <= header->p_filesz &&
        notes->p_memsz <= header->p_filesz - (notes->p_vaddr - header->p_vaddr))
      return true;
  }
  return false;
}

// The file that has the name now; of the program the one that runs, whatever became of its name.
static void read_file(struct sp_module *module, bool is_program) {
  struct stat status;
  if (stat(is_program ? "/proc/self/exe" : module->path, &status) != 0)
    return;
  module->file_bytes = (uint64_t)status.st_size;
  module->file_mtime_ns = (uint64_t)status.st_mtim.tv_sec * 1000000000u + (uint64_t)status.st_mtim.tv_nsec;
}

void sp_identify_module(struct sp_module *module) {
  struct image image = image_of_program();
  const bool is_program = holds(&image, (uintptr_t)module->table_address);
  if (!is_program && module->load_address)
    image = image_at((const void *)(uintptr_t)module->load_address);
  if (!holds(&image, (uintptr_t)module->table_address))
    return;
  module->load_address = image.begin / SP_PAGE_LEAST * SP_PAGE_LEAST;
  module->load_bytes = image.end - module->load_address;
  for (size_t i = 0; i < image.count && !module->build_id_bytes; i++) {
    const ElfW(Phdr) *header = &image.headers[i];
    if (header->p_type == PT_NOTE && header->p_memsz <= NOTES_MOST && is_loaded(&image, header))
      read_notes(module, (const char *)(image.bias + header->p_vaddr), header->p_memsz, header->p_align);
  }
  if (!module->build_id_bytes)
    read_file(module, is_program);
}

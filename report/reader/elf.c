// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads sections with libelf, from objects, archives and programs.

#define _GNU_SOURCE

#include "elf.h"

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What instrumented code calls first, and the library that has it.
#define RUNTIME_SYMBOL "sourceprint_attach_5"
#define RUNTIME_LIBRARY "libsourceprint"
#define ADVICE "name an object file, a program, a library or a run"

struct elf_visit {
  const char *path;
  struct reader_problems *problems;
  void (*visit)(void *context, struct reader_section *section);
  void *context;
  int count;
};

static void visit_section(struct elf_visit *v, Elf_Scn *scn) {
  // Raw: a table is data to libelf, and checked by us for its byte order.
  const Elf_Data *data = elf_rawdata(scn, NULL);
  v->count++;
  if (!data || (!data->d_buf && data->d_size)) {
    reader_problem(v->problems, "%s: the section " SP_SITE_SECTION " cannot be read: %s", v->path, elf_errmsg(-1));
    return;
  }
  unsigned char *bytes = malloc(data->d_size ? data->d_size : 1);
  if (!bytes)
    return;
  if (data->d_size)
    memcpy(bytes, data->d_buf, data->d_size);
  struct reader_section *section = reader_section_new(bytes, data->d_size, v->path, v->problems);
  if (section)
    v->visit(v->context, section);
  reader_section_free(section);
}

static void visit_elf(struct elf_visit *v, Elf *elf) {
  GElf_Ehdr header;
  size_t names;
  size_t sections = 0;
  bool are_named = true;
  if (!gelf_getehdr(elf, &header) || elf_getshdrstrndx(elf, &names) != 0) {
    reader_problem(v->problems, "%s: the list of sections cannot be read: %s", v->path, elf_errmsg(-1));
    return;
  }
  for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn)); sections++) {
    GElf_Shdr section;
    const char *name = gelf_getshdr(scn, &section) ? elf_strptr(elf, names, section.sh_name) : NULL;
    if (name && strcmp(name, SP_SITE_SECTION) == 0)
      visit_section(v, scn);
    are_named &= name != NULL;
  }
  if (!are_named)
    reader_problem(v->problems, "%s: the file is cut inside the names of its sections; build it again", v->path);
  // libelf takes a list that begins behind the end of the file for an empty one.
  if (!sections && header.e_shoff)
    reader_problem(v->problems, "%s: the file is cut before its list of sections; build it again", v->path);
}

static void visit_archive(struct elf_visit *v, int fd, Elf *archive) {
  Elf *member;
  for (Elf_Cmd command = ELF_C_READ; (member = elf_begin(fd, command, archive));) {
    if (elf_kind(member) == ELF_K_ELF)
      visit_elf(v, member);
    command = elf_next(member);
    elf_end(member);
  }
}

int reader_elf_sections(const char *path, struct reader_problems *problems,
                        void (*visit)(void *context, struct reader_section *section), void *context) {
  struct elf_visit v = {path, problems, visit, context, 0};
  struct stat status;
  const int fd = reader_file_open(AT_FDCWD, path, &status);
  if (fd < 0) {
    reader_problem(problems, "%s: cannot be read: %s; " ADVICE, path, strerror(errno));
    return -1;
  }
  elf_version(EV_CURRENT);
  Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
  const Elf_Kind kind = elf ? elf_kind(elf) : ELF_K_NONE;
  if (kind == ELF_K_ELF) {
    visit_elf(&v, elf);
  } else if (kind == ELF_K_AR) {
    visit_archive(&v, fd, elf);
  } else {
    reader_problem(problems, "%s: neither an ELF file nor a run; " ADVICE, path);
    v.count = -1;
  }
  elf_end(elf);
  close(fd);
  return v.count;
}

// What the walk through a program's sections has found.
struct program {
  bool is_program; // not a library, nor an object
  bool has_sites;
  bool has_runtime;
};

static void look_at_symbols(struct program *program, Elf *elf, Elf_Scn *scn, const GElf_Shdr *section) {
  Elf_Data *data = section->sh_entsize ? elf_getdata(scn, NULL) : NULL;
  GElf_Sym symbol;
  for (int i = 0; data && gelf_getsym(data, i, &symbol); i++) {
    const char *name = elf_strptr(elf, section->sh_link, symbol.st_name);
    program->has_runtime |= name && symbol.st_shndx != SHN_UNDEF && strcmp(name, RUNTIME_SYMBOL) == 0;
  }
}

static void look_at_libraries(struct program *program, Elf *elf, Elf_Scn *scn, const GElf_Shdr *section) {
  Elf_Data *data = section->sh_entsize ? elf_getdata(scn, NULL) : NULL;
  GElf_Dyn entry;
  for (int i = 0; data && gelf_getdyn(data, i, &entry); i++) {
    const char *name = entry.d_tag == DT_NEEDED ? elf_strptr(elf, section->sh_link, entry.d_un.d_val) : NULL;
    program->has_runtime |= name && strncmp(name, RUNTIME_LIBRARY, strlen(RUNTIME_LIBRARY)) == 0;
  }
}

static void look_at_program(struct program *program, Elf *elf) {
  GElf_Ehdr header;
  size_t names;
  if (!gelf_getehdr(elf, &header) || elf_getshdrstrndx(elf, &names) != 0)
    return;
  program->is_program = header.e_type == ET_EXEC;
  for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
    GElf_Shdr section;
    const char *name = gelf_getshdr(scn, &section) ? elf_strptr(elf, names, section.sh_name) : NULL;
    if (!name)
      continue;
    program->is_program |= strcmp(name, ".interp") == 0;
    program->has_sites |= strcmp(name, SP_SITE_SECTION) == 0;
    if (section.sh_type == SHT_SYMTAB || section.sh_type == SHT_DYNSYM)
      look_at_symbols(program, elf, scn, &section);
    else if (section.sh_type == SHT_DYNAMIC)
      look_at_libraries(program, elf, scn, &section);
  }
}

bool reader_elf_lacks_runtime(const char *path) {
  struct program program = {0};
  struct stat status;
  const int fd = reader_file_open(AT_FDCWD, path, &status);
  if (fd < 0)
    return false;
  elf_version(EV_CURRENT);
  Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
  if (elf && elf_kind(elf) == ELF_K_ELF)
    look_at_program(&program, elf);
  elf_end(elf);
  close(fd);
  return program.is_program && program.has_sites && !program.has_runtime;
}

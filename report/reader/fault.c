// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds function and line of a program counter with libdw.

#define _GNU_SOURCE

#include "fault.h"

#include "caught.h"
#include "common/base_name.h"
#include "identity.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Whether the address is in code of the file, as the file's own headers number addresses.
static bool is_code(Elf *elf, uint64_t address) {
  size_t count = 0;
  GElf_Phdr header;
  if (elf_getphdrnum(elf, &count) != 0)
    return false;
  for (size_t i = 0; i < count; i++)
    if (gelf_getphdr(elf, (int)i, &header) && header.p_type == PT_LOAD && (header.p_flags & PF_X) &&
        address >= header.p_vaddr && address - header.p_vaddr < header.p_memsz)
      return true;
  return false;
}

// The name of the innermost function or inlined call at the address.
static bool name_function(Dwarf_Die *unit, uint64_t address, struct reader_fault *fault) {
  Dwarf_Die *scopes = NULL;
  const int count = dwarf_getscopes(unit, address, &scopes);
  bool found = false;
  for (int i = 0; i < count && !found; i++) {
    const int tag = dwarf_tag(&scopes[i]);
    if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram)
      continue;
    Dwarf_Attribute attribute;
    const char *name = dwarf_formstring(dwarf_attr_integrate(&scopes[i], DW_AT_name, &attribute));
    found = name && strlen(name) < sizeof fault->function;
    if (found)
      strcpy(fault->function, name);
  }
  free(scopes);
  return found;
}

static void note_line(Dwarf_Line *found, struct reader_fault *fault) {
  int line = 0;
  const char *path = found ? dwarf_linesrc(found, NULL, NULL) : NULL;
  if (!path || dwarf_lineno(found, &line) != 0 || line <= 0 || strlen(base_name(path)) >= sizeof fault->file)
    return;
  strcpy(fault->file, base_name(path));
  fault->line = (uint32_t)line;
}

static bool look_up(Dwarf *dwarf, uint64_t address, struct reader_fault *fault) {
  Dwarf_CU *cu = NULL;
  Dwarf_Die unit;
  // Clang writes no index of addresses, so the units are asked one by one.
  while (dwarf_get_units(dwarf, cu, &cu, NULL, NULL, &unit, NULL) == 0) {
    if (dwarf_haspc(&unit, address) != 1)
      continue;
    note_line(dwarf_getsrc_die(&unit, address), fault);
    return name_function(&unit, address, fault);
  }
  return false;
}

// Whether the address is in the module, where the run knows how far that reaches.
static bool may_hold(const struct sp_module *module, uint64_t address) {
  return !module->load_bytes || address - module->load_address < module->load_bytes;
}

// The function's name in one of the file's tables of symbols.
static bool name_symbol(Elf *elf, uint64_t address, struct reader_fault *fault) {
  GElf_Shdr header;
  GElf_Sym symbol;
  for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
    const bool is_table = gelf_getshdr(section, &header) && header.sh_entsize &&
                          (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM);
    Elf_Data *data = is_table ? elf_getdata(section, NULL) : NULL;
    for (int i = 0; data && gelf_getsym(data, i, &symbol); i++) {
      if (GELF_ST_TYPE(symbol.st_info) != STT_FUNC || address < symbol.st_value ||
          address - symbol.st_value >= (symbol.st_size ? symbol.st_size : 1))
        continue;
      const char *name = elf_strptr(elf, header.sh_link, symbol.st_name);
      snprintf(fault->function, sizeof fault->function, "%s", name ? name : "");
      return name;
    }
  }
  return false;
}

// has_line: debug information is wanted, not just a name.
static bool find_in_module(const struct reader_run *run, const struct reader_module *m, uint64_t pc, bool has_line,
                           struct reader_fault *fault) {
  const struct sp_module *module = &m->module;
  char *why;
  const int fd = reader_module_open(run, m, &why);
  if (fd < 0) {
    if (module->load_bytes && why)
      snprintf(fault->problem, sizeof fault->problem, "%s: the fault's function is not known", why);
    free(why);
    return false;
  }
  elf_version(EV_CURRENT);
  Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
  GElf_Ehdr header;
  bool found = false;
  if (elf && gelf_getehdr(elf, &header)) {
    const uint64_t address = pc - (header.e_type == ET_EXEC ? 0 : module->load_address);
    Dwarf *dwarf = is_code(elf, address) ? dwarf_begin_elf(elf, DWARF_C_READ, NULL) : NULL;
    found = dwarf && look_up(dwarf, address, fault);
    dwarf_end(dwarf);
    found = found || (!has_line && is_code(elf, address) && name_symbol(elf, address, fault));
  }
  elf_end(elf);
  close(fd);
  return found;
}

uint64_t reader_fault_pc(const struct reader_run *run) {
  if (run->caught)
    return run->caught->fault.pc;
  return run->end == READER_END_SIGNALED ? run->header.end.fault_pc : 0;
}

bool reader_fault_find(const struct reader_run *run, uint64_t pc, struct reader_fault *fault) {
  *fault = (struct reader_fault){0};
  for (size_t i = 0; pc && i < run->module_count; i++)
    if (may_hold(&run->modules[i].module, pc) && find_in_module(run, &run->modules[i], pc, true, fault))
      return true;
  return false;
}

void reader_fault_name(const struct reader_run *run, uint64_t address, char *name, size_t size) {
  struct reader_fault fault = {0};
  for (size_t i = 0; i < run->module_count; i++)
    if (may_hold(&run->modules[i].module, address) && find_in_module(run, &run->modules[i], address, false, &fault))
      break;
  snprintf(name, size, "%s", fault.function);
}

static bool is_nearer(const struct reader_site *site, const struct reader_fault *fault, uint32_t nearest) {
  return site->line <= fault->line && site->line > nearest && strcmp(site->function, fault->function) == 0 &&
         strcmp(base_name(site->file), fault->file) == 0;
}

bool reader_fault_site(const struct reader_run *run, const struct reader_fault *fault, struct reader_site *site) {
  uint32_t nearest = 0;
  for (size_t i = 0; fault->line && i < run->module_count; i++) {
    const struct reader_section *section = run->modules[i].section;
    for (size_t j = 0; section && j < section->table_count; j++)
      for (uint64_t k = 0; k < section->tables[j].header.site_count; k++) {
        const struct reader_site candidate = reader_table_site(&section->tables[j], k);
        if (!is_nearer(&candidate, fault, nearest))
          continue;
        nearest = candidate.line;
        *site = candidate;
      }
  }
  return nearest > 0;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compares build IDs, and without one the site tables, size and time.

#define _GNU_SOURCE

#include "identity.h"

#include "file.h"

#include <elfutils/libdwelf.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECOND_NS UINT64_C(1000000000)

static bool has_build_id(Elf *elf, const struct sp_module *module) {
  const void *id;
  const ssize_t bytes = dwelf_elf_gnu_build_id(elf, &id);
  const size_t compared = module->build_id_bytes < SP_BUILD_ID_MAX ? module->build_id_bytes : SP_BUILD_ID_MAX;
  return bytes == (ssize_t)module->build_id_bytes && memcmp(id, module->build_id, compared) == 0;
}

// Whether its site tables are those of the run.
static bool has_tables(Elf *elf, const struct reader_section *section) {
  size_t names;
  if (!section || elf_getshdrstrndx(elf, &names) != 0)
    return false;
  for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
    GElf_Shdr header;
    const char *name = gelf_getshdr(scn, &header) ? elf_strptr(elf, names, header.sh_name) : NULL;
    if (!name || strcmp(name, SP_SITE_SECTION) != 0)
      continue;
    const Elf_Data *data = elf_rawdata(scn, NULL);
    return data && data->d_buf && data->d_size == section->size &&
           memcmp(data->d_buf, section->bytes, section->size) == 0;
  }
  return false;
}

// Some file systems and archives keep whole seconds.
static bool is_time(uint64_t ns, uint64_t recorded_ns) {
  return ns == recorded_ns || (ns % SECOND_NS == 0 && ns / SECOND_NS == recorded_ns / SECOND_NS);
}

// Why the file is another one, or NULL.
static const char *difference(int fd, const struct stat *status, const struct reader_run *run,
                              const struct reader_module *m) {
  const struct sp_module *module = &m->module;
  const uint64_t changed_ns = (uint64_t)status->st_mtim.tv_sec * SECOND_NS + (uint64_t)status->st_mtim.tv_nsec;
  const void *id;
  const char *why = NULL;
  elf_version(EV_CURRENT);
  Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
  if (!elf || elf_kind(elf) != ELF_K_ELF)
    why = "no ELF file";
  else if (module->build_id_bytes)
    why = has_build_id(elf, module) ? NULL : "other build ID";
  else if (dwelf_elf_gnu_build_id(elf, &id) > 0)
    why = "other build ID";
  else if (!has_tables(elf, m->section))
    why = "other site tables";
  else if (module->file_bytes && (uint64_t)status->st_size != module->file_bytes)
    why = "other size";
  else if (module->file_mtime_ns ? !is_time(changed_ns, module->file_mtime_ns)
                                 : changed_ns > run->header.start_realtime_ns)
    why = "changed since";
  elf_end(elf);
  return why;
}

// One place. Leaves *why as it is where it is the file.
static int try_place(const char *path, const struct reader_run *run, const struct reader_module *m, char **why) {
  struct stat status;
  const int fd = reader_file_open(AT_FDCWD, path, &status);
  const char *other = fd >= 0 ? difference(fd, &status, run, m) : NULL;
  if (fd >= 0 && !other)
    return fd;
  const int error = errno;
  free(*why);
  if ((fd < 0 ? asprintf(why, "%s cannot be read (%s)", path, strerrordesc_np(error))
              : asprintf(why, "%s is not the file that ran (%s)", path, other)) < 0)
    *why = NULL;
  if (fd >= 0)
    close(fd);
  return -1;
}

// The dynamic linker knows the executable by the word that started it, and the run has its path.
int reader_module_open(const struct reader_run *run, const struct reader_module *m, char **why) {
  const char *path = m->module.path, *program = run->header.program;
  char *place = NULL, *other = NULL;
  *why = NULL;
  if (asprintf(&place, "%s%s%s", path[0] == '/' ? "" : run->header.directory, path[0] == '/' ? "" : "/", path) < 0)
    return -1;
  reader_path_normalize(place);
  int fd = *path ? try_place(place, run, m, why) : -1;
  if (fd < 0 && strcmp(place, program) != 0) {
    fd = try_place(program, run, m, &other);
    if (!*why) {
      *why = other;
      other = NULL;
    }
  }
  if (fd >= 0) {
    free(*why);
    *why = NULL;
  }
  free(other);
  free(place);
  return fd;
}

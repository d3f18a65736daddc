// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Modules and their site tables. A table is stored once per content, beside the runs; each run holds a link to it.
#define _GNU_SOURCE
#include "process.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hand.h"
#include "record_text.h"

// Objects of another format call names that this runtime does not have: they are silent.
static void note_old_tables(const char *first, const char *last, const char *path) {
  uint32_t count = 0, old = 0;
  for (const char *p = first; p + sizeof(struct sp_table_header) <= last;) {
    const struct sp_table_header *table = (const struct sp_table_header *)p;
    bool is_table = table->magic == SP_TABLE_MAGIC && table->total_bytes != 0;
    count += is_table;
    old += is_table && table->version != SP_FORMAT_VERSION;
    p += is_table ? table->total_bytes : SP_TABLE_ALIGN;
  }
  if (old == 0)
    return;
  char text[SP_PATH_MAX];
  struct sp_text_out out = {text, text + sizeof text - 1};
  sp_text_number(&out, old, 1);
  sp_text_plain(&out, " of ");
  sp_text_number(&out, count, 1);
  sp_text_plain(&out, " instrumented sources in ");
  sp_text_plain(&out, path[0] ? path : "the program");
  *out.at = '\0';
  sp_note("sources are not recorded, as another version of instr-cc has compiled them; compile them again", text);
}

// Names a module's content by what its tables say of themselves: reading all of it would cost start-up time.
static uint64_t content_hash(const char *first, const char *last) {
  uint64_t hash = sp_checksum(NULL, 0);
  for (const char *p = first; p + sizeof(struct sp_table_header) <= last;) {
    const struct sp_table_header *table = (const struct sp_table_header *)p;
    if (table->magic != SP_TABLE_MAGIC || table->total_bytes == 0) {
      p += SP_TABLE_ALIGN; // padding
      continue;
    }
    uint64_t place = (uint64_t)(p - first);
    hash = sp_checksum_more(hash, &place, sizeof place);
    hash = sp_checksum_more(hash, table, sizeof *table);
    p += table->total_bytes;
  }
  return hash;
}

static void name_table(char *out, size_t size, uint64_t hash, uint64_t bytes) {
  struct sp_text_out text = {out, out + size - 1};
  for (int shift = 60; shift >= 0; shift -= 4)
    sp_text_char(&text, "0123456789abcdef"[hash >> shift & 15]);
  sp_text_char(&text, '-');
  sp_text_number(&text, bytes, 1);
  sp_text_plain(&text, ".sites");
  *text.at = '\0';
}

// Writes a table into a folder under a name of its own, then gives it its place in one step, so that no other process
// ever sees half of it.
static bool store_table(int folder, const char *name, const char *first, uint64_t bytes) {
  char draft[SP_PATH_MAX], number[24];
  struct sp_text_out out = {number, number + sizeof number - 1};
  sp_text_number(&out, (uint64_t)getpid(), 1);
  *out.at = '\0';
  if (sp_join(draft, sizeof draft, name, ".", number, NULL) != 0)
    return false;
  unlinkat(folder, draft, 0); // a process of the same number died here before
  int file = openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    return false;
  bool done = sp_may_have_size(bytes) && sp_write_all(file, first, bytes) == 0;
  done &= close(file) == 0;
  done = done && renameat(folder, draft, folder, name) == 0;
  if (!done)
    unlinkat(folder, draft, 0);
  return done;
}

// The folder of tables that all runs of this user share; -1: there is none. It may be another user's, or a link that
// one has put there, where the folder of runs is shared.
static int open_tables(void) {
  char path[SP_PATH_MAX];
  struct stat status;
  if (sp_join(path, sizeof path, sp_process.folder, "/tables", NULL) != 0 ||
      (mkdir(path, 0700) != 0 && errno != EEXIST))
    return -1;
  const int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0 && fstat(folder, &status) == 0 && status.st_uid == geteuid())
    return folder;
  if (folder >= 0)
    close(folder);
  return -1;
}

static bool is_stored(int folder, const struct sp_module *module) {
  struct stat status;
  return fstatat(folder, module->table_file, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
         status.st_uid == geteuid() && (uint64_t)status.st_size == module->table_bytes;
}

static bool link_table(const struct sp_module *module, const char *first, const char *own) {
  const int folder = open_tables();
  if (folder < 0)
    return false;
  const bool is_linked =
      (is_stored(folder, module) || store_table(folder, module->table_file, first, module->table_bytes)) &&
      (linkat(folder, module->table_file, AT_FDCWD, own, 0) == 0 ||
       errno == EEXIST); // two modules can have equal tables
  close(folder);
  return is_linked;
}

// Where nothing can be shared, or a file system has no links, or it was pruned just now, the run has its own copy.
static bool keep_table(struct sp_module *module, const char *first) {
  char own[SP_PATH_MAX];
  return sp_join(own, sizeof own, sp_process.run, "/", module->table_file, NULL) == 0 &&
         (link_table(module, first, own) || store_table(AT_FDCWD, own, first, module->table_bytes));
}

static void lose_table(struct sp_module *module) {
  module->table_file[0] = '\0';
  sp_note("a site table cannot be kept", strerror(errno));
}

static void sum_up(struct sp_module *module) {
  size_t begin = offsetof(struct sp_module, table_address);
  module->checksum = sp_checksum(&module->table_address, offsetof(struct sp_module, checksum) - begin);
}

void sp_keep_tables(const char *from) {
  for (uint32_t i = 0; i < sp_process.module_count; i++) {
    char old[SP_PATH_MAX], own[SP_PATH_MAX];
    struct sp_module *module = &sp_process.modules[i];
    if (!module->table_file[0])
      continue;
    bool is_kept;
    if (sp_keep_hand_region(module->table_address, &is_kept)) {
      if (!is_kept)
        lose_table(module);
      sum_up(module);
      continue;
    }
    if (sp_join(old, sizeof old, from, "/", module->table_file, NULL) != 0 ||
        sp_join(own, sizeof own, sp_process.run, "/", module->table_file, NULL) != 0 ||
        (link(old, own) != 0 && errno != EEXIST &&
         !store_table(AT_FDCWD, own, (const char *)(uintptr_t)module->table_address, module->table_bytes)))
      lose_table(module);
    sum_up(module);
  }
}

// Record values are the low halves of addresses: two modules must not share any, nor meet the reserved ones.
static bool values_are_free(uint32_t first, uint64_t bytes) {
  if (first < SP_SITE_RESERVED || first + bytes > UINT64_C(1) << 32)
    return false;
  for (uint32_t i = 0; i < sp_process.module_count; i++) {
    uint32_t other = (uint32_t)sp_process.modules[i].table_address;
    if (first < other + sp_process.modules[i].table_bytes && other < first + bytes)
      return false;
  }
  return true;
}

static bool lose_module(const char *why) {
  struct sp_counter *lost = &sp_process.header->lost_modules;
  sp_set_counter(lost, lost->value + 1);
  sp_note("a module is not recorded", why);
  return false;
}

struct sp_origin sp_find_origin(const char *first) {
  Dl_info info;
  struct sp_origin origin = {0};
  if (dladdr(first, &info) && info.dli_fname)
    origin = (struct sp_origin){.path = info.dli_fname, .base = info.dli_fbase};
  return origin;
}

// The next module's place in the map.
static struct sp_module *make_place(void) {
  const uint32_t begin = sp_process.module_count * (uint32_t)sizeof(struct sp_module), part = SP_MODULE_PART;
  const uint32_t first = (begin + part - 1) / part * part, end = begin + (uint32_t)sizeof(struct sp_module);
  struct sp_module *module = &sp_process.modules[sp_process.module_count];
  // The first part is there from the beginning; this is the one that the module's end is in.
  if (sp_process.can_populate && first > 0 && first < end && !sp_populate((char *)sp_process.modules + first, part))
    return NULL;
  memset(module, 0, sizeof *module);
  return module;
}

static void name_module(struct sp_module *module, struct sp_origin origin) {
  module->load_address = (uint64_t)(uintptr_t)origin.base;
  if (origin.path)
    strncpy(module->path, origin.path, sizeof module->path - 1);
}

// By size and first table: a thread's first record in a module would take longer if it looked at all of them.
static uint64_t mark_of(const char *first, const char *last) {
  uint64_t bytes = (uint64_t)(last - first);
  return sp_checksum_more(sp_checksum(&bytes, sizeof bytes), first, sizeof(struct sp_table_header));
}

static uint32_t find_place(const char *first) {
  uint32_t i = 0;
  while (i < sp_process.module_count && sp_process.modules[i].table_address != (uint64_t)(uintptr_t)first)
    i++;
  return i;
}

bool sp_knows_module(const char *first, const char *last) {
  uint32_t place = find_place(first);
  return place < sp_process.module_count && sp_process.module_marks[place] == mark_of(first, last);
}

bool sp_add_module(const char *first, const char *last, char *functions, char *functions_end, struct sp_origin origin) {
  uint64_t bytes = (uint64_t)(last - first);
  if (!first || !last || bytes < sizeof(struct sp_table_header))
    return lose_module("it has no site table (was its section discarded by the linker?)");
  if (sp_knows_module(first, last))
    return true;
  if (find_place(first) < sp_process.module_count)
    return lose_module("it has the place of one that was closed, and its sites would have that one's values");
  if (sp_process.module_count == SP_MODULE_MAX)
    return lose_module("there are too many modules");
  if (!values_are_free((uint32_t)(uintptr_t)first, bytes))
    return lose_module("its sites' values are another module's; start the program again");
  struct sp_module *module = make_place();
  if (!module)
    return lose_module("there is no room for its description on the disk");
  module->table_address = (uint64_t)(uintptr_t)first;
  module->table_bytes = bytes;
  name_module(module, origin);
  sp_identify_module(module);
  note_old_tables(first, last, module->path);
  name_table(module->table_file, sizeof module->table_file, content_hash(first, last), bytes);
  if (!keep_table(module, first))
    lose_table(module);
  sum_up(module);
  __atomic_store_n(&module->magic, SP_MODULE_MAGIC, __ATOMIC_RELEASE);
  sp_process.functions[sp_process.module_count] = functions;
  sp_process.functions_end[sp_process.module_count] = functions_end;
  sp_select_functions(sp_process.module_count);
  sp_process.module_marks[sp_process.module_count++] = mark_of(first, last);
  return true;
}

bool sp_add_region(const char *first, uint64_t bytes, const char *table_file) {
  if (sp_process.module_count == SP_MODULE_MAX || !values_are_free((uint32_t)(uintptr_t)first, bytes))
    return false;
  struct sp_module *module = make_place();
  if (!module)
    return false;
  module->table_address = (uint64_t)(uintptr_t)first;
  module->table_bytes = bytes;
  strncpy(module->table_file, table_file, sizeof module->table_file - 1);
  strncpy(module->path, "records by hand", sizeof module->path - 1);
  sum_up(module);
  __atomic_store_n(&module->magic, SP_MODULE_MAGIC, __ATOMIC_RELEASE);
  sp_process.functions[sp_process.module_count++] = NULL;
  return true;
}

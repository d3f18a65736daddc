// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Carries out what the filters and the switch say: the functions of a module get their bytes in SP_FUNCTION_SECTION,
// which instrumented code looks at when a function begins.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "filter.h"
#include "place.h"

#define NAME_BYTES 4096 // of a file, or of functions; what is longer is cut

static struct sp_filter filter;
static bool is_off;
static bool is_chosen;   // on or off, by a call before there was a run
static bool is_changed;  // bytes may be set that the filters do not ask for any more
static bool is_refused;  // the kernel does not let memory be reached
static bool may_be_gone; // the module whose functions are looked at
static uint32_t question = 1;
static bool is_ended; // for good

static bool read_filters(sp_filter_source *setting) {
  sp_filter_read(&filter, setting);
  sp_process.text_rate = filter.rate;
  bool is_enabled = !filter.is_off;
  filter.is_off = false; // the switch is apart from the filters: they are asked while it is off, too
  return is_enabled;
}

bool sp_read_filters(void) {
  bool is_enabled = read_filters(sp_setting);
  if (!is_chosen)
    is_off = !is_enabled;
  return !is_off;
}

bool sp_selects_thread(int tid, const char *name) {
  return !sp_filter_any(&filter) || sp_filter_thread(&filter, tid, name, tid == getpid());
}

void sp_note_idle_filters(void) {
  if (sp_filter_any(&filter))
    sp_filter_note_idle(&filter, true);
}

static bool fetch(void *to, const void *from, size_t bytes) {
  if (!may_be_gone)
    return memcpy(to, from, bytes);
  if (sp_peek(to, from, bytes))
    return true;
  is_refused |= errno != EFAULT;
  return false;
}

static bool store(void *to, const void *from, size_t bytes) {
  if (!may_be_gone)
    return memcpy(to, from, bytes);
  if (sp_poke(to, from, bytes))
    return true;
  is_refused |= errno != EFAULT;
  return false;
}

// A string of the table at `start`.
static bool fetch_string(char out[NAME_BYTES], const char *start, const struct sp_table_header *table,
                         uint32_t offset) {
  uint32_t left = offset < table->string_bytes ? table->string_bytes - offset : 0;
  uint32_t bytes = left < NAME_BYTES - 1 ? left : NAME_BYTES - 1;
  out[bytes] = '\0';
  return fetch(out, start + table->string_offset + offset, bytes);
}

// Whether function i is off; true too where it cannot be asked.
static uint8_t ask(const char *start, const struct sp_table_header *table, uint32_t i, const char *module) {
  static char file[NAME_BYTES], function[NAME_BYTES]; // the stack may be a small one
  const struct sp_site *sites = (const struct sp_site *)(start + table->header_bytes);
  const uint32_t *firsts = (const uint32_t *)(sites + table->site_count + table->skipped_count);
  uint32_t first;
  struct sp_site site;
  if (!fetch(&first, &firsts[i], sizeof first) ||
      !fetch(&site, &sites[first < table->site_count ? first : 0], sizeof site) ||
      !fetch_string(file, start, table, site.file) || !fetch_string(function, start, table, site.function))
    return true;
  return !sp_filter_function(&filter, module, file, function);
}

static void select_functions(const char *start, const struct sp_table_header *table, uint8_t *off, const char *module) {
  static uint8_t bytes[1024];
  bool is_asked = sp_filter_any(&filter);
  for (uint32_t i = 0; i < table->function_count;) {
    uint32_t count = 0;
    for (; count < sizeof bytes && i + count < table->function_count; count++)
      bytes[count] = (is_asked && ask(start, table, i + count, module)) || is_off;
    if (!store(off + i, bytes, count))
      return;
    i += count;
  }
}

// Objects have both in the same order. One that the linker left out of one section only is passed by.
static uint8_t *find_functions(const struct sp_table_header *table, char **place, const char *end) {
  struct sp_functions functions;
  for (char *p = *place; p + sizeof functions <= end; p += SP_TABLE_ALIGN) {
    if (!fetch(&functions, p, sizeof functions))
      return NULL;
    if (functions.table != table->checksum || functions.count != table->function_count)
      continue;
    *place = p + sizeof functions + functions.count;
    *place += -(uintptr_t)*place % SP_TABLE_ALIGN;
    return (uint8_t *)p + sizeof functions;
  }
  return NULL;
}

static void select_module(uint32_t number) {
  const struct sp_module *module = &sp_process.modules[number];
  char *functions = sp_process.functions[number];
  const char *p = (const char *)(uintptr_t)module->table_address, *end = p + module->table_bytes;
  while (functions && p + sizeof(struct sp_table_header) <= end) {
    struct sp_table_header table;
    if (!fetch(&table, p, sizeof table))
      return;
    bool real = table.magic == SP_TABLE_MAGIC && table.total_bytes > 0;
    uint8_t *off = real ? find_functions(&table, &functions, sp_process.functions_end[number]) : NULL;
    if (off)
      select_functions(p, &table, off, module->path);
    p += real ? table.total_bytes : SP_TABLE_ALIGN;
  }
}

void sp_select_functions(uint32_t module) {
  if (is_off || sp_filter_any(&filter))
    select_module(module);
}

// The program itself is never closed.
static bool is_program(const struct sp_module *module) {
  uint64_t headers = getauxval(AT_PHDR);
  return module->load_address <= headers && headers - module->load_address < 4096;
}

static bool select_again(void) {
  is_refused = false;
  is_changed |= is_off || sp_filter_any(&filter);
  for (uint32_t i = 0; i < sp_process.module_count && is_changed; i++) {
    may_be_gone = !is_program(&sp_process.modules[i]);
    select_module(i);
  }
  may_be_gone = false;
  __atomic_fetch_add(&question, 1, __ATOMIC_RELAXED);
  return !is_refused;
}

bool sp_is_on(void) { return !is_off; }

bool sp_has_filters(void) { return sp_filter_any(&filter); }

uint32_t sp_question(void) { return __atomic_load_n(&question, __ATOMIC_RELAXED); }

bool sp_selects_place(const char *file, const char *function) {
  return !sp_filter_any(&filter) || sp_filter_function(&filter, NULL, file, function);
}

void sp_end_recording(void) {
  sp_note_idle_filters();
  sp_switch(false);
  is_ended = true;
}

bool sp_switch(bool is_on) {
  if (is_ended) {
    sp_note("recording has ended for good, by sourceprint_teardown()", NULL);
    return true;
  }
  is_off = !is_on;
  is_chosen = true;
  bool is_done = select_again();
  if (is_on && sp_process.state == SP_ASLEEP)
    sp_process.state = SP_UNUSED;
  if (is_on)
    sp_ask_again();
  return is_done;
}

bool sp_replace_filters(sp_filter_source *setting) {
  sp_note_idle_filters();
  memset(&filter, 0, sizeof filter);
  read_filters(setting);
  bool is_done = select_again();
  if (filter.functions > 0)
    sp_filter_note_idle(&filter, false);
  sp_ask_again();
  return is_done;
}

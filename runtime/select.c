// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Carries out what the filters say: the functions of a module get their bytes in SP_FUNCTION_SECTION, which
// instrumented code looks at when a function begins.
#define _GNU_SOURCE
#include "process.h"

#include "filter.h"

static struct sp_filter filter;

bool sp_read_filters(void) {
  sp_filter_read(&filter);
  sp_process.text_rate = filter.rate;
  return !filter.is_off;
}

bool sp_selects_thread(int tid, const char *name) {
  return !sp_filter_any(&filter) || sp_filter_thread(&filter, tid, name);
}

void sp_note_idle_filters(void) {
  if (sp_filter_any(&filter))
    sp_filter_note_idle(&filter, true);
}

static void select_functions(const struct sp_table_header *table, struct sp_functions *functions, const char *module) {
  const char *bytes = (const char *)table, *strings = bytes + table->string_offset;
  const struct sp_site *sites = (const struct sp_site *)(bytes + table->header_bytes);
  const uint32_t *first = (const uint32_t *)(sites + table->site_count + table->skipped_count);
  for (uint32_t i = 0; i < functions->count && i < table->function_count; i++) {
    const struct sp_site *site = &sites[first[i] < table->site_count ? first[i] : 0];
    functions->off[i] = !sp_filter_function(&filter, module, strings + site->file, strings + site->function);
  }
}

// Objects have both in the same order. One that the linker left out of one section only is passed by.
static struct sp_functions *find_functions(const struct sp_table_header *table, char **place, const char *end) {
  for (char *p = *place; p + sizeof(struct sp_functions) <= end;) {
    struct sp_functions *functions = (struct sp_functions *)p;
    if (functions->table == table->checksum && functions->count == table->function_count) {
      *place = p + sizeof *functions + functions->count;
      *place += -(uintptr_t)*place % SP_TABLE_ALIGN;
      return functions;
    }
    p += SP_TABLE_ALIGN;
  }
  return NULL;
}

void sp_select_functions(const struct sp_module *module, char *functions, const char *functions_end) {
  if (!sp_filter_any(&filter) || !functions)
    return;
  const char *p = (const char *)(uintptr_t)module->table_address, *end = p + module->table_bytes;
  while (p + sizeof(struct sp_table_header) <= end) {
    const struct sp_table_header *table = (const struct sp_table_header *)p;
    bool real = table->magic == SP_TABLE_MAGIC && table->total_bytes > 0;
    struct sp_functions *found = real ? find_functions(table, &functions, functions_end) : NULL;
    if (found)
      select_functions(table, found, module->path);
    p += real ? table->total_bytes : SP_TABLE_ALIGN;
  }
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The source files of a view, and how often their lines were executed.

#include "view_parts.h"

#include "common/memory.h"

#include <stdlib.h>
#include <string.h>

// A line number that no file has, but damage may.
#define LINES_MOST 10000000u

size_t view_file_count(const struct view *view) { return view->sites->file_count; }

const char *view_file_name(const struct view *view, size_t file) {
  return file < view->sites->file_count ? view->sites->files[file].name : "";
}

static struct sp_record_text text_of(const struct view_site *site) {
  return (struct sp_record_text){
      .file = site->file,
      .snippet = site->snippet,
      .line = site->line,
      .column = site->column,
      .macro = site->macro,
  };
}

// Each site of the file that was met must stand where the table says.
const struct source_file *view_source(struct view *view, size_t number, const char **why) {
  struct view_sites *sites = view->sites;
  *why = "the file is not known";
  if (number >= sites->file_count)
    return NULL;
  struct view_file *file = &sites->files[number];
  for (; file->checked < sites->count && !file->is_changed; file->checked++) {
    const struct view_site *site = &sites->list[file->checked];
    if (site->file_index != number)
      continue;
    const struct sp_record_text text = text_of(site);
    file->text = source_find(&sites->sources, view->processes[file->process].run, &text, &file->why);
    file->is_changed = !file->text;
  }
  *why = file->why;
  return file->is_changed ? NULL : file->text;
}

uint32_t view_source_lines(struct view *view, size_t file) {
  const char *why;
  const struct source_file *text = view_source(view, file, &why);
  return text ? source_line_count(text) : 0;
}

struct marks {
  struct view_line *lines;
  uint32_t count;
};

static struct view_line *line_at(struct marks *marks, uint32_t line, bool is_text) {
  if (!line || line > LINES_MOST || (is_text && line > marks->count))
    return NULL;
  if (line > marks->count) {
    marks->lines = view_allocate(marks->lines, line * 2u * sizeof *marks->lines);
    memset(marks->lines + marks->count, 0, (line * 2u - marks->count) * sizeof *marks->lines);
    marks->count = line * 2u;
  }
  return &marks->lines[line - 1];
}

static void mark_table(struct marks *marks, const struct reader_table *table, const char *name, bool is_text) {
  const char *same = NULL; // names of one file are mostly one string
  for (uint32_t k = 0; k < table->header.site_count; k++) {
    const struct reader_site site = reader_table_site(table, k);
    if (site.file != same && strcmp(site.file, name) != 0)
      continue;
    same = site.file;
    struct view_line *line = line_at(marks, site.line, is_text);
    if (line && !line->snippet)
      line->snippet = site.snippet;
  }
}

// The statements that the programs have in the file.
static void mark_statements(struct view *view, size_t file, struct marks *marks, bool is_text) {
  const struct reader_section *before = NULL;
  for (size_t i = 0; i < view->process_count; i++) {
    const struct reader_run *run = view->processes[i].run;
    for (size_t m = 0; m < run->module_count; m++) {
      const struct reader_section *section = run->modules[m].section;
      if (!section || section == before)
        continue;
      before = section;
      for (size_t t = 0; t < section->table_count; t++)
        mark_table(marks, &section->tables[t], view_file_name(view, file), is_text);
    }
  }
}

static void add_counts(struct view *view, size_t file, const struct view_thread *thread, struct marks *marks,
                       bool is_text) {
  for (size_t i = 0; i < thread->counted_count; i++) {
    const struct view_site *site = view_site(view, thread->counted[i].site);
    struct view_line *line = site->file_index == file ? line_at(marks, site->line, is_text) : NULL;
    if (!line)
      continue;
    line->count += thread->counted[i].count;
    if (!line->snippet)
      line->snippet = site->snippet;
  }
}

uint32_t view_heat(struct view *view, size_t file, size_t thread, struct view_line **lines) {
  struct marks marks = {.count = view_source_lines(view, file)};
  const bool is_text = marks.count > 0;
  marks.lines = calloc(marks.count + 1u, sizeof *marks.lines);
  if (!marks.lines)
    memory_is_short();
  if (thread == VIEW_NONE)
    view_load_all(view);
  else
    view_load(view, thread);
  for (size_t i = 0; i < view->thread_count; i++)
    if (thread == VIEW_NONE || thread == i)
      add_counts(view, file, &view->threads[i], &marks, is_text);
  mark_statements(view, file, &marks, is_text);
  while (!is_text && marks.count > 0 && !marks.lines[marks.count - 1].snippet)
    marks.count--;
  *lines = marks.lines;
  return marks.count;
}

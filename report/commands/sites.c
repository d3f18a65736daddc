// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint sites`: the statements that a file or a run knows.

#include "commands.h"
#include "report/archive/pack.h"
#include "report/model/find.h"
#include "report/model/outcomes.h"
#include "report/reader/elf.h"
#include "report/reader/names.h"
#include "report/reader/run.h"
#include "report/text/json.h"
#include "report/text/output.h"

#include "runtime/record_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct options {
  bool is_json;
  bool is_skipped;
  const char *argument;
  uint64_t sites; // counted while they are printed
  uint64_t skipped;
  struct reader_names names; // of an ELF file's sources
};

enum { KEY_FORMAT = 256, KEY_SKIPPED };

static const struct argp_option option_table[] = {
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json, one object a line", 0},
    {"skipped", KEY_SKIPPED, NULL, 0, "List the statements without a record, and why", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_FORMAT:
    options->is_json = command_parse_json(argument, state);
    return 0;
  case KEY_SKIPPED:
    options->is_skipped = true;
    return 0;
  case ARGP_KEY_ARG:
    if (options->argument)
      argp_error(state, "only one file or run at a time");
    options->argument = argument;
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_usage(state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static void print_text(const struct reader_site *site) {
  char line[SP_RECORD_TEXT_MAX];
  struct sp_text_out o = {line, line + sizeof line};
  sp_text_escaped(&o, site->file, SP_RECORD_WORD_MAX, ' ');
  sp_text_char(&o, ':');
  sp_text_number(&o, site->line, 1);
  sp_text_char(&o, ':');
  sp_text_number(&o, site->column, 1);
  sp_text_char(&o, ' ');
  sp_text_escaped(&o, *site->function ? site->function : NULL, SP_RECORD_WORD_MAX, ' ');
  sp_text_char(&o, ' ');
  if (site->skip) {
    sp_text_plain(&o, "skipped (");
    sp_text_plain(&o, sp_skip_reason_text(site->skip));
    sp_text_plain(&o, ") ");
  } else {
    sp_text_plain(&o, reader_site_kind_text(site->kind));
    sp_text_char(&o, ' ');
    sp_text_plain(&o, reader_site_macro_text(site->macro));
    sp_text_char(&o, ' ');
  }
  sp_text_escaped(&o, site->snippet, SP_RECORD_TEXT_MAX, ' ' - 1);
  fwrite(line, 1, (size_t)(o.at - line), stdout);
  putchar('\n');
}

static void print_json(const struct reader_site *site) {
  json_t *object = json_object();
  json_object_set_new(object, "file", report_json_text(site->file));
  json_object_set_new(object, "line", report_json_known(site->line));
  json_object_set_new(object, "column", report_json_known(site->column));
  json_object_set_new(object, "function", report_json_text(*site->function ? site->function : NULL));
  json_object_set_new(object, "kind", report_json_text(reader_site_kind_text(site->kind)));
  json_object_set_new(object, "macro", json_integer(site->macro));
  json_object_set_new(object, "definition_file", report_json_text(*site->def_file ? site->def_file : NULL));
  json_object_set_new(object, "definition_line", report_json_known(site->def_line));
  json_object_set_new(object, "skipped", report_json_text(site->skip ? sp_skip_reason_text(site->skip) : NULL));
  json_object_set_new(object, "snippet", report_json_text(site->snippet));
  json_dumpf(object, stdout, JSON_COMPACT);
  putchar('\n');
  json_decref(object);
}

static void list_section(struct options *options, const struct reader_section *section) {
  for (size_t i = 0; i < section->table_count && !output_is_over(); i++) {
    const struct reader_table *table = &section->tables[i];
    const uint64_t recorded = table->header.site_count;
    const uint64_t end = options->is_skipped ? reader_table_sites(table) : recorded;
    options->sites += recorded;
    options->skipped += table->header.skipped_count;
    for (uint64_t k = options->is_skipped ? recorded : 0; k < end; k++) {
      const struct reader_site site = reader_table_site(table, k);
      (options->is_json ? print_json : print_text)(&site);
    }
  }
}

static void list_elf_section(void *context, struct reader_section *section) {
  struct options *options = context;
  struct reader_table **tables = calloc(section->table_count + 1, sizeof(void *));
  for (size_t i = 0; tables && i < section->table_count; i++)
    tables[i] = &section->tables[i];
  if (tables)
    reader_names_add(&options->names, tables, section->table_count);
  free(tables);
  list_section(options, section);
}

static int list_elf(struct options *options, struct reader *reader) {
  const int sections = reader_elf_sections(options->argument, &reader->problems, list_elf_section, options);
  if (sections > 0 && reader_elf_lacks_runtime(options->argument))
    fprintf(stderr,
            "sourceprint: %s: it has sites but no runtime, so nothing is recorded; link it with instr-cc, or preload "
            "libsourceprint.so\n",
            options->argument);
  if (sections > 0)
    return 0;
  if (sections == 0) {
    char *counted = outcomes_text();
    fprintf(stderr,
            "sourceprint: %s: there are no sites in it; was it compiled with instr-cc? 'sourceprint doctor' lists %s\n",
            options->argument, counted);
    free(counted);
  }
  return COMMAND_FAILED;
}

// Runs share a table file by a link. Copies of runs hold it again: it is listed once all the same.
static bool is_repeated(const struct reader *reader, const struct reader_section *section) {
  const struct reader_section *other = reader->sections.first;
  while (other != section && (other->size != section->size || memcmp(other->bytes, section->bytes, other->size) != 0))
    other = other->next;
  return other != section;
}

static int list_runs(struct options *options, struct reader *reader) {
  struct find_runs runs = {.archives = &pack_archives};
  find_runs_add(&runs, options->argument, false, &reader->problems);
  for (size_t i = 0; i < runs.count; i++)
    reader_run_close(reader_run_open(reader, runs.paths[i]));
  for (const struct reader_section *section = reader->sections.first; section; section = section->next)
    if (!is_repeated(reader, section))
      list_section(options, section);
  const bool is_nothing = runs.count == 0;
  find_runs_free(&runs);
  return is_nothing ? COMMAND_FAILED : 0;
}

int command_sites(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "FILE",
      .doc = "Lists the statements that are recorded: place, function, kind, relation to macros, text.\v"
             "FILE is an object file, an archive, a program, a shared library, a run directory or a folder of runs, "
             "which stands for its newest family.",
  };
  struct options options = {0};
  struct reader reader = {.problems.out = stderr};
  struct stat file;
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  output_begin();
  const bool is_folder = stat(options.argument, &file) == 0 && S_ISDIR(file.st_mode);
  int status = is_folder ? list_runs(&options, &reader) : list_elf(&options, &reader);
  if (status == 0 && !options.is_json)
    printf("%" PRIu64 " sites, %" PRIu64 " skipped\n", options.sites, options.skipped);
  const int damage = reader_problems_status(&reader.problems);
  if (!status)
    status = damage;
  reader_names_free(&options.names);
  reader_free(&reader);
  return output_finish(status);
}

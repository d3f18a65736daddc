// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens a run directory and loads its modules' tables.

#define _GNU_SOURCE

#include "run.h"

#include "caught.h"
#include "common/base_name.h"

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void load_module(struct reader_run *run, struct reader_module *m) {
  struct reader_problems *problems = &run->reader->problems;
  const char *file = m->module.table_file;
  if (!*file) {
    reader_problem(problems, "%s: the run could not keep the site tables of %s; its statements are unknown", run->path,
                   m->module.path);
    return;
  }
  char *where = NULL;
  if (strchr(file, '/') || strcmp(file, ".") == 0 || strcmp(file, "..") == 0)
    reader_problem(problems, "%s: the name of the site tables of %s is damaged", run->path, m->module.path);
  else if (asprintf(&where, "%s/%s", run->path, file) >= 0)
    m->section =
        reader_section_load(&run->reader->sections, run->directory_fd, file, m->module.table_bytes, where, problems);
  free(where);
  if (m->section && !reader_sites_add(&run->sites, m->section, m->module.table_address))
    reader_problem(problems, "%s: not enough memory for the sites of %s", run->path, m->module.path);
}

static bool module_is_sound(struct sp_module *module) {
  const size_t from = offsetof(struct sp_module, table_address);
  const uint64_t sum = sp_checksum((char *)module + from, offsetof(struct sp_module, checksum) - from);
  module->table_file[sizeof module->table_file - 1] = 0;
  module->path[sizeof module->path - 1] = 0;
  return module->magic == SP_MODULE_MAGIC && sum == module->checksum;
}

// Of all modules at once, so that files of one name are treated alike.
static void name_files(struct reader_run *run) {
  size_t count = 0, done = 0;
  if (!run->modules)
    return;
  for (size_t i = 0; i < run->module_count; i++)
    count += run->modules[i].section ? run->modules[i].section->table_count : 0;
  struct reader_table **tables = calloc(count + 1, sizeof(void *));
  for (size_t i = 0; tables && i < run->module_count; i++) {
    const struct reader_section *section = run->modules[i].section;
    for (size_t j = 0; section && j < section->table_count; j++)
      tables[done++] = &section->tables[j];
  }
  if (tables)
    reader_names_add(&run->reader->names, tables, done);
  free(tables);
}

static void read_modules(struct reader_run *run) {
  struct reader_problems *problems = &run->reader->problems;
  const uint32_t max = run->header.module_max;
  if (run->file_bytes < run->header.thread_offset)
    reader_problem(problems, "%s/" SP_RUN_FILE ": the file is cut before its first thread; copy the run again",
                   run->path);
  run->modules = calloc(max ? max : 1, sizeof *run->modules);
  for (uint32_t i = 0; run->modules && i < max; i++) {
    struct reader_module *m = &run->modules[run->module_count];
    const uint64_t at = run->header.module_offset + i * (uint64_t)sizeof m->module;
    if (reader_file_read(run->fd, &m->module, sizeof m->module, at) < sizeof m->module)
      break;
    if (m->module.magic == 0)
      continue;
    if (!module_is_sound(&m->module)) {
      reader_problem(problems, "%s/" SP_RUN_FILE ": module %u is damaged, its statements are unknown", run->path, i);
      continue;
    }
    load_module(run, m);
    run->module_count++;
  }
  name_files(run);
  if (!reader_sites_finish(&run->sites))
    reader_problem(problems, "%s: site tables of two modules overlap; statements may be wrong", run->path);
}

// A process may end, and note it, while its header is read: what looks like an end without a word, or like half a
// note, is looked at again.
static void read_end(struct reader_run *run) {
  const struct timespec pause = {.tv_nsec = 10000000};
  run->end = reader_header_end(&run->header);
  if (run->end == READER_END_RUNNING)
    return; // it may be exiting
  if (run->end == READER_END_DAMAGED)
    nanosleep(&pause, NULL);
  const size_t from = offsetof(struct sp_run_header, end);
  reader_file_read(run->fd, (char *)&run->header + from, sizeof run->header - from, from);
  run->end = reader_header_end(&run->header);
  if (run->end == READER_END_DAMAGED)
    reader_problem(&run->reader->problems,
                   "%s/" SP_RUN_FILE ": the note of how the process ended is damaged or incomplete", run->path);
}

static void check_counter(struct reader_run *run, struct sp_counter *counter, const char *what) {
  if (reader_counter_is_sound(counter))
    return;
  reader_problem(&run->reader->problems, "%s/" SP_RUN_FILE ": the number of %s is damaged", run->path, what);
  *counter = (struct sp_counter){0};
}

static bool read_run(struct reader_run *run) {
  struct stat status;
  char *where = NULL;
  if (asprintf(&where, "%s/" SP_RUN_FILE, run->path) < 0)
    return false;
  enum reader_header_state state = READER_HEADER_CUT;
  run->fd = reader_file_open(run->directory_fd, SP_RUN_FILE, &status);
  if (run->fd < 0) {
    reader_problem(&run->reader->problems, "%s: cannot read the run: %s", where, strerror(errno));
  } else {
    run->file_bytes = (uint64_t)status.st_size;
    state = reader_header_read(run->fd, &run->header);
    reader_header_tell(state, &run->header, where, &run->reader->problems);
  }
  free(where);
  if (state != READER_HEADER_SOUND && state != READER_HEADER_DAMAGED)
    return false;
  read_end(run);
  check_counter(run, &run->header.lost_threads, "threads without a ring");
  check_counter(run, &run->header.lost_forks, "forked processes without a run");
  check_counter(run, &run->header.lost_modules, "modules without sites");
  read_modules(run);
  return true;
}

struct reader_run *reader_run_open(struct reader *reader, const char *path) {
  struct reader_run *run = calloc(1, sizeof *run);
  if (!run)
    return NULL;
  run->reader = reader;
  run->fd = -1;
  run->path = strdup(path);
  run->directory_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (run->directory_fd < 0)
    reader_problem(&reader->problems, "%s: cannot open the run directory: %s", path, strerror(errno));
  if (run->path && run->directory_fd >= 0) {
    while (run->path[0] && run->path[1] && run->path[strlen(run->path) - 1] == '/')
      run->path[strlen(run->path) - 1] = 0;
    run->name = base_name(run->path);
    if (read_run(run)) {
      run->caught = reader_caught_find(run);
      return run;
    }
  }
  reader_run_close(run);
  return NULL;
}

void reader_run_close(struct reader_run *run) {
  if (!run)
    return;
  if (run->fd >= 0)
    close(run->fd);
  if (run->directory_fd >= 0)
    close(run->directory_fd);
  reader_sites_free(&run->sites);
  free(run->caught);
  free(run->modules);
  free(run->path);
  free(run);
}

bool reader_run_is_there(const char *path) {
  struct stat status;
  const int directory_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory_fd < 0)
    return false;
  const bool is_there = fstatat(directory_fd, SP_RUN_FILE, &status, 0) == 0;
  close(directory_fd);
  return is_there;
}

void reader_free(struct reader *reader) {
  reader_section_cache_free(&reader->sections);
  reader_names_free(&reader->names);
}

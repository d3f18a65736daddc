// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads each source once, and checks that the recorded text is where the site says.

#define _GNU_SOURCE

#include "source.h"

#include "report/reader/file.h"
#include "source_place.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A larger file is no source text that a person looks at.
#define SOURCE_MAX (64u << 20)

struct source_file {
  char *name;  // as the record has it
  char *place; // where relative names of the run begin, or where this one leads: it means different files
  char *text;  // NULL if it cannot be read
  char *why;   // owned; then the reason
  size_t bytes;
  size_t *starts; // of each line
  size_t line_count;
  struct source_file *next;
};

static bool find_lines(struct source_file *file) {
  size_t lines = 1;
  for (size_t i = 0; i < file->bytes; i++)
    lines += file->text[i] == '\n';
  file->starts = malloc(lines * sizeof *file->starts);
  if (!file->starts)
    return false;
  file->starts[file->line_count++] = 0;
  for (size_t i = 0; i + 1 < file->bytes; i++)
    if (file->text[i] == '\n')
      file->starts[file->line_count++] = i + 1;
  return true;
}

// Tries one place. Returns false, with errno, if there is no such file.
static bool read_at(struct source_file *file, const char *path) {
  struct stat status;
  const int fd = reader_file_open(AT_FDCWD, path, &status);
  if (fd < 0)
    return false;
  const size_t bytes = (size_t)status.st_size;
  file->text = bytes <= SOURCE_MAX ? malloc(bytes + 1) : NULL;
  errno = file->text ? 0 : EFBIG;
  if (file->text)
    file->bytes = reader_file_read(fd, file->text, bytes, 0);
  close(fd);
  return file->text && find_lines(file);
}

static bool is_repeated(char *const *places, size_t i) {
  size_t first = 0;
  while (strcmp(places[first], places[i]) != 0)
    first++;
  return first < i;
}

// The reason is that of a place where something is, else of the first.
static char *explain(char *const *places, int error) {
  char *why = NULL;
  size_t bytes;
  FILE *out = open_memstream(&why, &bytes);
  if (!out)
    return NULL;
  fputs(strerrordesc_np(error), out);
  for (size_t i = 0; places[i]; i++) {
    if (is_repeated(places, i))
      continue;
    fputs(i ? ", " : "; tried ", out);
    fputs(places[i], out);
  }
  fputs("; --source-root names other folders", out);
  fclose(out);
  return why;
}

static void read_source(struct source_file *file, const struct reader_run *run) {
  char **places = source_places(run, file->name);
  int error = ENOENT;
  bool is_read = false;
  for (size_t i = 0; places[i] && !is_read; i++) {
    is_read = read_at(file, places[i]);
    if (!is_read && errno != ENOENT && error == ENOENT)
      error = errno;
  }
  if (!is_read)
    file->why = explain(places, error);
  source_places_free(places);
}

static struct source_file *cached(struct source_cache *cache, const struct reader_run *run, const char *name) {
  const char *known = reader_names_path(&run->reader->names, name);
  const char *place = known ? known : name[0] == '/' ? "" : run->header.directory;
  for (struct source_file *file = cache->first; file; file = file->next)
    if (strcmp(file->name, name) == 0 && strcmp(file->place, place) == 0)
      return file;
  struct source_file *file = calloc(1, sizeof *file);
  if (!file)
    return NULL;
  file->name = strdup(name);
  file->place = strdup(place);
  file->next = cache->first;
  cache->first = file;
  if (file->name && file->place)
    read_source(file, run);
  return file;
}

// Compares the snippet with the text where it should stand, up to the end of that line. The snippet's white space is
// folded, and its end may be cut.
static bool is_same_text(const struct source_file *file, const struct sp_record_text *record) {
  size_t bytes;
  const char *line = source_line(file, record->line, &bytes);
  if (!line)
    return false;
  // The text of an expansion stands in the macro's definition, elsewhere.
  if (record->macro == SP_MACRO_EXPANSION || !record->column)
    return true;
  size_t at = record->column - 1;
  for (const char *p = record->snippet; *p && at < bytes; p++) {
    if (*p == ' ') {
      while (at < bytes && isspace((unsigned char)line[at]))
        at++;
    } else if (line[at++] != *p) {
      return line[at - 1] == '\r' || strcmp(p, "...") == 0;
    }
  }
  return record->column <= bytes;
}

const struct source_file *source_find(struct source_cache *cache, const struct reader_run *run,
                                      const struct sp_record_text *record, const char **why) {
  const struct source_file *file = cached(cache, run, record->file);
  *why = "not enough memory";
  if (!file)
    return NULL;
  if (!file->starts) {
    if (file->why)
      *why = file->why;
    return NULL;
  }
  *why = "the file is not what the program was compiled from";
  return is_same_text(file, record) ? file : NULL;
}

const char *source_line(const struct source_file *file, uint32_t line, size_t *bytes) {
  if (line == 0 || line > file->line_count)
    return NULL;
  const size_t start = file->starts[line - 1];
  size_t end = line < file->line_count ? file->starts[line] : file->bytes;
  while (end > start && (file->text[end - 1] == '\n' || file->text[end - 1] == '\r'))
    end--;
  *bytes = end - start;
  return file->text + start;
}

uint32_t source_line_count(const struct source_file *file) {
  return file->line_count < UINT32_MAX ? (uint32_t)file->line_count : UINT32_MAX;
}

void source_cache_free(struct source_cache *cache) {
  while (cache->first) {
    struct source_file *file = cache->first;
    cache->first = file->next;
    free(file->name);
    free(file->place);
    free(file->text);
    free(file->why);
    free(file->starts);
    free(file);
  }
}

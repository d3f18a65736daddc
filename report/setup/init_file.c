// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes sourceprint.yaml under a temporary name first.

#define _GNU_SOURCE

#include "init.h"

#include "common/memory.h"
#include "runtime/record_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void init_list_add(struct init_list *list, const char *text, const char *comment) {
  list->items = realloc(list->items, (list->count + 1) * sizeof *list->items);
  if (!list->items)
    memory_is_short();
  list->items[list->count++] = (struct init_item){strdup(text), comment ? strdup(comment) : NULL};
}

const char *init_list_add_path(struct init_list *list, const char *path) {
  static const char special[] = "*?[\\";
  struct stat status;
  char *text, *out;
  const bool is_there = stat(path, &status) == 0;
  if (!is_there && (errno != ENOENT || !strpbrk(path, special)))
    return strerror(errno);
  for (const char *p = path; *p;) {
    const unsigned wide = sp_text_utf8_bytes((const unsigned char *)p);
    if (!wide && (*p < ' ' || *p == 0x7f))
      return "a name with such characters cannot stand in the file";
    p += wide ? wide : 1;
  }
  out = text = calloc(2 * strlen(path) + 2, 1);
  if (!text)
    memory_is_short();
  for (const char *p = path; *p; p++) {
    if (is_there && strchr(special, *p)) // what exists is no pattern
      *out++ = '\\';
    *out++ = *p;
  }
  if (is_there && S_ISDIR(status.st_mode) && out > text && out[-1] != '/')
    *out++ = '/';
  init_list_add(list, text, NULL);
  free(text);
  return NULL;
}

static void free_list(struct init_list *list) {
  for (size_t i = 0; i < list->count; i++) {
    free(list->items[i].text);
    free(list->items[i].comment);
  }
  free(list->items);
}

void init_values_free(struct init_values *values) {
  free_list(&values->instrument);
  free_list(&values->exclude);
  free_list(&values->exclude_functions);
}

static void put_list(FILE *out, const char *key, const struct init_list *list) {
  fprintf(out, "%s:\n", key);
  for (size_t i = 0; i < list->count; i++) {
    fputs("  - \"", out);
    for (const char *p = list->items[i].text; *p; p++) {
      if (strchr("\"\\", *p))
        putc('\\', out);
      putc(*p, out);
    }
    fprintf(out, "\"%s%s\n", list->items[i].comment ? " # " : "", list->items[i].comment ? list->items[i].comment : "");
  }
}

// One key of the schema: its help, and its value, or an example as a comment.
static void put_key(FILE *out, const struct init_values *values, const struct explained_line *line) {
  const char *key = explained_field(line, 1), *choices = explained_field(line, 5);
  const struct {
    const char *key;
    const struct init_list *list;
  } lists[] = {{"instrument", &values->instrument},
               {"exclude", &values->exclude},
               {"exclude_functions", &values->exclude_functions}};
  fprintf(out, "\n# %s", explained_field(line, 4));
  if (*choices)
    fprintf(out, " One of %s.", choices);
  fprintf(out, " Default: %s.\n", explained_field(line, 2));
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    if (strcmp(lists[i].key, key) == 0 && lists[i].list->count > 0) {
      put_list(out, key, lists[i].list);
      return;
    }
  if (strcmp(key, "granularity") == 0 && values->granularity)
    fprintf(out, "%s: %s\n", key, values->granularity);
  else
    fprintf(out, "# %s: %s\n", key, explained_field(line, 3));
}

static void put_file(FILE *out, const struct init_values *values, const struct explained *explained) {
  static const char parent[] = "cache.";
  fputs("# What instr-cc records of the sources in this folder and below. Paths are relative to this file.\n"
        "# The manual is docs/configuration.md; `sourceprint doctor FILE` says what holds for a source, and why.\n",
        out);
  for (const struct explained_line *line = NULL; (line = explained_next(explained, "schema", line)) != NULL;)
    if (strncmp(explained_field(line, 1), parent, sizeof parent - 1) != 0)
      put_key(out, values, line);
  fputs("\n# Rewritten text that is kept for the next build.\n# cache:\n", out);
  for (const struct explained_line *line = NULL; (line = explained_next(explained, "schema", line)) != NULL;)
    if (strncmp(explained_field(line, 1), parent, sizeof parent - 1) == 0)
      fprintf(out, "#   %s: %s # %s\n", explained_field(line, 1) + sizeof parent - 1, explained_field(line, 3),
              explained_field(line, 4));
  fputs("\n# Other values for the sources of some folders. Possible here:", out);
  const char *separator = " ";
  for (const struct explained_line *line = NULL; (line = explained_next(explained, "schema", line)) != NULL;)
    if (*explained_field(line, 6)) {
      fprintf(out, "%s%s", separator, explained_field(line, 1));
      separator = ", ";
    }
  fputs(".\n# folders:\n#   lib/: {granularity: block}\n", out);
}

// Gives the file its name. Returns false with errno set.
static bool put_into_place(const char *temporary, bool is_forced) {
  if (is_forced)
    return rename(temporary, INIT_FILE) == 0;
  if (renameat2(AT_FDCWD, temporary, AT_FDCWD, INIT_FILE, RENAME_NOREPLACE) == 0)
    return true;
  // Some file systems cannot do that; a link, too, is not made over something.
  return errno == EINVAL && link(temporary, INIT_FILE) == 0 && unlink(temporary) == 0;
}

bool init_write(const struct init_values *values, const struct explained *explained, bool is_forced) {
  char temporary[] = INIT_FILE ".XXXXXX";
  const int fd = mkstemp(temporary);
  FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
  const mode_t mask = umask(0);
  umask(mask);
  bool is_written = false;
  if (out) {
    put_file(out, values, explained);
    is_written = fchmod(fd, 0666 & ~mask) == 0 && !ferror(out);
    is_written = fclose(out) == 0 && is_written && put_into_place(temporary, is_forced);
  }
  const int error = errno;
  if (!is_written && error == EEXIST)
    fprintf(stderr, "sourceprint: %s is there already; --force writes it anew\n", INIT_FILE);
  else if (!is_written)
    fprintf(stderr, "sourceprint: %s cannot be written: %s\n", INIT_FILE, strerror(error));
  if (!is_written && fd >= 0)
    unlink(temporary);
  return is_written;
}

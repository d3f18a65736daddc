// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lists the places where a source may be; runs from an archive are confined to what came with them.

#define _GNU_SOURCE

#include "source_place.h"

#include "common/memory.h"
#include "report/reader/machine.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// As --source-root gives them: FROM=TO or a folder.
struct root {
  char *from; // owned; NULL for a folder
  char *to;   // owned
};
static struct root *roots;
static size_t root_count;

static void add_root(const char *argument, struct argp_state *state) {
  const char *equals = strchr(argument, '=');
  if (!*argument || argument == equals)
    argp_error(state, "--source-root takes a folder, or FROM=TO, not '%s'", argument);
  roots = memory_checked(realloc(roots, (root_count + 1) * sizeof *roots));
  roots[root_count++] = (struct root){
      .from = equals ? memory_checked(strndup(argument, (size_t)(equals - argument))) : NULL,
      .to = memory_checked(strdup(equals ? equals + 1 : argument)),
  };
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  if (key != 's')
    return ARGP_ERR_UNKNOWN;
  add_root(argument, state);
  return 0;
}

static const struct argp_option option_table[] = {
    {"source-root", 's', "DIR", 0, "Look for sources below DIR, or for those of FROM in TO, as FROM=TO", 2},
    {0},
};
const struct argp source_root_argp = {.options = option_table, .parser = parse};

char *source_absolute(const struct reader_run *run, const char *name) {
  const char *known = reader_names_path(&run->reader->names, name);
  const char *begin = known ? known : name;
  char *path = NULL;
  if (begin[0] == '/')
    path = memory_checked(strdup(begin));
  else if (asprintf(&path, "/%s/%s", run->header.directory, begin) < 0)
    memory_is_short();
  reader_path_normalize(path);
  return path;
}

struct list {
  char **paths;
  size_t count;
};

__attribute__((format(printf, 2, 3))) static void add(struct list *list, const char *format, ...) {
  va_list arguments;
  char *path;
  va_start(arguments, format);
  if (vasprintf(&path, format, arguments) < 0)
    memory_is_short();
  va_end(arguments);
  list->paths = memory_checked(realloc(list->paths, (list->count + 2) * sizeof *list->paths));
  list->paths[list->count++] = path;
  list->paths[list->count] = NULL;
}

static void add_root_places(struct list *list, const struct root *root, const char *absolute, const char *name) {
  const size_t length = root->from ? strlen(root->from) : 0;
  if (!root->from) {
    add(list, "%s%s", root->to, absolute);
    if (name[0] != '/')
      add(list, "%s/%s", root->to, name);
  } else if (strncmp(absolute, root->from, length) == 0 &&
             (absolute[length] == '/' || !absolute[length] || root->from[length - 1] == '/')) {
    add(list, "%s/%s", root->to, absolute + length);
  }
}

// Folders that were unpacked; owned. They stay known to the end.
static char **confined;
static size_t confined_count;

void source_confine(const char *folder) {
  confined = memory_checked(realloc(confined, (confined_count + 1) * sizeof *confined));
  confined[confined_count++] = memory_checked(strdup(folder));
}

static bool is_confined(const struct reader_run *run) {
  for (size_t i = 0; i < confined_count; i++)
    if (strncmp(run->path, confined[i], strlen(confined[i])) == 0)
      return true;
  return faccessat(run->directory_fd, MACHINE_FILE, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

// Where the compiler read it, and where it is by its name from the folders that the process knew.
static void add_local_places(struct list *list, const struct reader_run *run, const char *name) {
  const char *slash = strrchr(run->header.program, '/'), *known = reader_names_path(&run->reader->names, name);
  if (known && *known == '/')
    add(list, "%s", known);
  add(list, "%s", name);
  if (name[0] == '/')
    return;
  add(list, "%s/%s", run->header.directory, name);
  if (slash)
    add(list, "%.*s/%s", (int)(slash - run->header.program), run->header.program, name);
}

char **source_places(const struct reader_run *run, const char *name) {
  struct list list = {0};
  char *absolute = source_absolute(run, name);
  for (size_t i = 0; i < root_count; i++)
    add_root_places(&list, &roots[i], absolute, name);
  if (!is_confined(run))
    add_local_places(&list, run, name);
  add(&list, "%s/../" SOURCE_FOLDER "%s", run->path, absolute);
  free(absolute);
  return list.paths;
}

void source_places_free(char **places) {
  for (size_t i = 0; places[i]; i++)
    free(places[i]);
  free(places);
}

static bool is_file(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

char *source_existing(const struct reader_run *run, const char *name) {
  char *path = NULL, *here = NULL, *absolute = NULL;
  char **places = source_places(run, name);
  for (size_t i = 0; places[i] && !path; i++)
    if (is_file(places[i]))
      path = memory_checked(strdup(places[i]));
  source_places_free(places);
  if (path && path[0] != '/' && (here = getcwd(NULL, 0)) && asprintf(&absolute, "%s/%s", here, path) >= 0) {
    free(path);
    path = absolute;
  }
  free(here);
  if (path && path[0] == '/')
    reader_path_normalize(path);
  return path;
}

char *source_path(const struct reader_run *run, const char *name) {
  char *path = source_existing(run, name);
  return path ? path : source_absolute(run, name);
}

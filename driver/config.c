// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "config.h"

#include "own_flags.h"
#include "paths.h"
#include "pattern.h"
#include "runtime/place.h"

#include <fcntl.h>
#include <stdio.h>

#define LARGEST_FILE (256 << 10)

// Like git, reads nothing that somebody else has laid into a folder upwards of ours: it can name a program to run.
static bool is_trusted(const struct stat *file, const char *folder) {
  struct stat status;
  return file->st_uid == geteuid() || file->st_uid == 0 ||
         (stat(folder, &status) == 0 && file->st_uid == status.st_uid);
}

static void read_file(struct driver_config *config, int file) {
  char *text = driver_allocate(LARGEST_FILE);
  size_t bytes = 0;
  ssize_t got;
  while (bytes < LARGEST_FILE && (got = read(file, text + bytes, LARGEST_FILE - bytes)) > 0)
    bytes += (size_t)got;
  if (bytes == LARGEST_FILE)
    config->problem = driver_format("%s:1:1: error: the file is larger than 256 KiB", config->path);
  else
    driver_config_parse(config, text, bytes);
  free(text);
}

static void look_for_misnamed(struct driver_config *config, const char *folder) {
  char *path = driver_path_join(folder, DRIVER_CONFIG_MISNAMED);
  if (!config->misnamed && access(path, F_OK) == 0)
    config->misnamed = path;
  else
    free(path);
}

// Looks into one folder. Returns true if the search ends there. source_folder: where it began.
static bool look_into(struct driver_config *config, const char *folder, const char *source_folder) {
  struct stat status;
  char *path = driver_path_join(folder, DRIVER_CONFIG_NAME);
  // Without waiting, as it may be a pipe.
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) {
    free(path);
    look_for_misnamed(config, folder);
    return false;
  }
  if (file >= 0 && fstat(file, &status) == 0 && !is_trusted(&status, source_folder)) {
    config->passed_over = path;
    close(file);
    return false;
  }
  config->path = path;
  config->folder = driver_format("%s", folder);
  if (file < 0)
    config->problem = driver_format("%s:1:1: error: cannot be read: %s", path, strerror(errno));
  else if (!S_ISREG(status.st_mode))
    config->problem = driver_format("%s:1:1: error: it is no file", path);
  else
    read_file(config, file);
  if (file >= 0)
    close(file);
  return true;
}

const struct driver_config *driver_config_near(const char *source) {
  static struct driver_config *last;
  static const char *last_folder;
  char *start = source ? driver_path_of_folder(source) : driver_path_real(".");
  if (last && strcmp(start, last_folder) == 0) {
    free(start);
    return last;
  }
  char *folder = driver_format("%s", start);
  last = driver_allocate(sizeof *last);
  last_folder = start;
  while (!look_into(last, *folder ? folder : "/", start) && *folder) {
    char *slash = strrchr(folder, '/');
    *(slash ? slash : folder) = '\0';
  }
  free(folder);
  return last;
}

const char *driver_config_source(const struct driver_command *command) {
  for (size_t i = 0; i < command->input_count; i++)
    if (command->inputs[i].is_source)
      return command->words.word[command->inputs[i].index];
  return NULL;
}

const char *driver_setting(const struct driver_config *config, const char *name) {
  const char *value = sp_setting(name);
  if (value || !config || config->problem)
    return value;
  for (size_t i = 0; i < DRIVER_KEY_COUNT; i++)
    if (strcmp(driver_config_keys[i].setting, name) == 0 && config->values[i].words.count > 0)
      return config->values[i].words.word[0];
  return NULL;
}

static bool is_list(const struct driver_config_key *key) {
  return key->type == DRIVER_KEY_PATHS || key->type == DRIVER_KEY_PATTERNS;
}

// A variable of the environment; lists are separated by commas.
static void take_setting(struct driver_config_choice *choice, const struct driver_config_key *key,
                         const char *setting) {
  choice->origin = driver_format("environment SOURCEPRINT_%s", key->setting);
  while (*setting) {
    size_t length = is_list(key) ? strcspn(setting, ",") : strlen(setting);
    const char *word = driver_format("%.*s", (int)length, setting);
    const char *problem = key->flag && length ? driver_own_flag_problem(driver_own_flag(key->flag), word) : NULL;
    if (problem && !choice->problem)
      choice->problem = driver_format("invalid value '%s' in SOURCEPRINT_%s: %s", word, key->setting, problem);
    if (length)
      driver_words_add(&choice->words, word);
    setting += length + (setting[length] == ',');
  }
}

static void take_value(struct driver_config_choice *choice, const struct driver_config *config,
                       const struct driver_config_value *value) {
  choice->words = value->words;
  choice->origin = driver_format("%s:%d:%d", config->path, value->line, value->column);
}

struct driver_config_choice driver_config_choose(const struct driver_config *config, const char *source,
                                                 const struct driver_words *own, enum driver_key number) {
  const struct driver_config_key *key = &driver_config_keys[number];
  struct driver_config_choice choice = {.origin = "default"};
  const char *option = key->flag ? driver_own_flag(key->flag)->option : NULL;
  for (size_t i = 0; option && i < own->count; i++)
    if (strncmp(own->word[i], option, strlen(option)) == 0) {
      choice.origin = "flag";
      driver_words_add(&choice.words, own->word[i] + strlen(option));
    }
  const char *setting = sp_setting(key->setting);
  if (choice.words.count > 0)
    return choice;
  if (setting) {
    take_setting(&choice, key, setting);
    return choice;
  }
  if (config->problem)
    return choice;
  if (config->values[number].line)
    take_value(&choice, config, &config->values[number]);
  for (size_t i = 0; source && i < config->folder_count; i++) {
    struct driver_pattern pattern;
    const struct driver_config_folder *folder = &config->folders[i];
    if (folder->values[number].line && !driver_pattern_parse(folder->pattern, &pattern) &&
        driver_pattern_matches(&pattern, source))
      take_value(&choice, config, &folder->values[number]);
  }
  return choice;
}

struct driver_words driver_own_flags_for(const struct driver_command *command, const char *source,
                                         const char **problem) {
  struct driver_words result = {0};
  const struct driver_config *config = driver_config_near(source);
  *problem = config->problem;
  for (size_t i = 0; i < DRIVER_KEY_COUNT; i++) {
    if (!driver_config_keys[i].flag || i == DRIVER_KEY_RUNTIME)
      continue;
    struct driver_config_choice choice = driver_config_choose(config, source, &command->own, i);
    const char *option = driver_own_flag(driver_config_keys[i].flag)->option;
    for (size_t k = 0; k < choice.words.count; k++)
      driver_words_add(&result, driver_format("%s%s", option, choice.words.word[k]));
    if (choice.problem && !*problem)
      *problem = choice.problem;
  }
  return result;
}

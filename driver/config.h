// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What holds for a source: our flags, then the environment, then the nearest sourceprint.yaml upwards from the source,
// then defaults; for each key by itself. The keys stand in config_schema.h.
#ifndef SOURCEPRINT_DRIVER_CONFIG_H
#define SOURCEPRINT_DRIVER_CONFIG_H

#include "command.h"
#include "config_schema.h"

#define DRIVER_CONFIG_NAME "sourceprint.yaml"
#define DRIVER_CONFIG_MISNAMED "sourceprint.yml"

struct driver_config_value {
  struct driver_words words; // patterns and paths are absolute
  int line, column;          // of the value; line 0: the file does not say
};

// What the file says for sources that match a pattern.
struct driver_config_folder {
  const char *pattern;
  struct driver_config_value values[DRIVER_KEY_COUNT];
};

struct driver_config {
  const char *path;        // of the file, or NULL: there is none
  const char *folder;      // that it stands in
  const char *problem;     // one line, with the place, or NULL; then nothing in the file holds
  const char *passed_over; // a file that belongs to somebody else, or NULL
  const char *misnamed;    // a file that is meant for one, and has a name that is not read, or NULL
  struct driver_config_value values[DRIVER_KEY_COUNT];
  struct driver_config_folder *folders;
  size_t folder_count;
};

// Reads the text of a file that stands in config->folder, and is called config->path, into config.
void driver_config_parse(struct driver_config *config, const char *text, size_t bytes);

// The configuration that is nearest to a source, or for NULL to the working directory. It is read once a process.
const struct driver_config *driver_config_near(const char *source);

// The source that decides which configuration holds for a command as a whole, or NULL.
const char *driver_config_source(const struct driver_command *command);

// The value of a setting that is no flag, such as "CACHE_DIR": from the environment, or else from the configuration, or
// NULL. The configuration may be NULL.
const char *driver_setting(const struct driver_config *config, const char *name);

struct driver_config_choice {
  struct driver_words words; // none: the default holds
  const char *origin;        // in words
  const char *problem;       // of a variable of the environment, or NULL
};

// What holds for a source, and why. own: our flags in the command, as options for the rewriter.
struct driver_config_choice driver_config_choose(const struct driver_config *config, const char *source,
                                                 const struct driver_words *own, enum driver_key key);

// The options for the rewriter that hold for a source of the command. *problem is set to one line where the file or the
// environment is wrong.
struct driver_words driver_own_flags_for(const struct driver_command *command, const char *source,
                                         const char **problem);

#endif

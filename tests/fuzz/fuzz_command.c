// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Command lines of instr-cc, and configurations, of any bytes: for libFuzzer. The input is words with a NUL between
// them, and behind an empty word the text of a sourceprint.yaml. Nothing is run.

#define _GNU_SOURCE

#include "driver/command.h"
#include "driver/compose.h"
#include "driver/config.h"
#include "driver/own_flags.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MOST 64

static void compose(char **argv, const struct driver_command *command) {
  const char *problem = NULL;
  const char *const option[] = {"-Dx", NULL};
  struct driver_words words = driver_compose_original("/usr/bin/clang", argv, command);
  driver_add_runtime(&words, command);
  const char *objects[WORDS_MOST + 1];
  for (size_t i = 0; i <= WORDS_MOST; i++)
    objects[i] = "object.o";
  for (size_t i = 0; i < command->input_count; i++)
    if (command->inputs[i].is_c)
      driver_compose_single("/usr/bin/clang", command, i, "object.o");
  driver_compose_link("/usr/bin/clang", command, objects);
  driver_with_options(&command->words, option);
  driver_own_flags_for(command, driver_config_source(command), &problem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *words[WORDS_MOST + 2] = {(char *)"instr-cc"}, *text = malloc(size + 1), *at = text;
  size_t count = 1;
  if (!text)
    abort();
  if (size)
    memcpy(text, data, size);
  text[size] = '\0';
  // A file named by @ is read: only what the test put there.
  while (at < text + size && *at && count <= WORDS_MOST) {
    if (*at == '@' && strcmp(at, "@words") != 0)
      *at = 'a';
    words[count++] = at;
    at += strlen(at) + 1;
  }
  struct driver_command command = driver_scan(words);
  if (!command.problem && command.c_sources)
    compose(words, &command);
  struct driver_config config = {.path = "/nowhere/sourceprint.yaml", .folder = "/nowhere"};
  if (at < text + size)
    driver_config_parse(&config, at + 1, (size_t)(text + size - at - 1));
  for (size_t key = 0; key < DRIVER_KEY_COUNT; key++)
    driver_config_choose(&config, "/nowhere/a/b.c", &command.own, (enum driver_key)key);
  return 0;
}

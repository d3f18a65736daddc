// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parses the arguments that several options share, and ends with a usage error where one is wrong.

#include "commands.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool command_parse_json(const char *argument, struct argp_state *state) {
  if (strcmp(argument, "json") == 0)
    return true;
  if (strcmp(argument, "text") != 0)
    argp_error(state, "--format is text or json, not '%s'", argument);
  return false;
}

enum output_color_choice command_parse_color(const char *argument, struct argp_state *state) {
  if (strcmp(argument, "always") == 0)
    return OUTPUT_COLOR_ALWAYS;
  if (strcmp(argument, "never") == 0)
    return OUTPUT_COLOR_NEVER;
  if (strcmp(argument, "auto") != 0)
    argp_error(state, "--color is auto, always or never, not '%s'", argument);
  return OUTPUT_COLOR_AUTO;
}

uint64_t command_parse_number(const char *argument, uint64_t max, const char *what, struct argp_state *state) {
  char *end;
  errno = 0;
  const unsigned long long number = strtoull(argument, &end, 10);
  if (!isdigit((unsigned char)*argument) || *end || errno || number > max)
    argp_error(state, "%s takes a number from 0 to %llu, not '%s'", what, (unsigned long long)max, argument);
  return number;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint ctl`: switches the recording of a running process, and changes its filters.

#define _GNU_SOURCE

#include "report/model/ctl.h"
#include "commands.h"
#include "report/text/output.h"

#include "runtime/filter.h"

#include <stdlib.h>
#include <string.h>

#define COMMAND_PARTLY 2

struct options {
  const char *which;
  const char *action;
  char **filters;
  size_t filter_count;
  bool is_reset;
};

enum { KEY_RESET = 256 };

static const struct argp_option option_table[] = {
    {"reset", KEY_RESET, NULL, 0, "With filter: those that the program was started with", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_RESET:
    options->is_reset = true;
    return 0;
  case ARGP_KEY_ARG:
    if (state->arg_num >= 2)
      return ARGP_ERR_UNKNOWN; // the rest comes as ARGP_KEY_ARGS
    *(state->arg_num == 0 ? &options->which : &options->action) = argument;
    return 0;
  case ARGP_KEY_ARGS:
    options->filters = state->argv + state->next;
    options->filter_count = (size_t)(state->argc - state->next);
    return 0;
  case ARGP_KEY_END:
    if (!options->action)
      argp_usage(state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const char *const filter_names[] = {
#define SP_X(name) #name,
    SP_FILTER_LISTS(SP_X) SP_FILTER_REGEXES(SP_X)
#undef SP_X
        "RATE"};

// The filter's name without a prefix, or NULL.
static const char *filter_name(const char *word) {
  static const char prefix[] = "SOURCEPRINT_";
  if (strncmp(word, prefix, sizeof prefix - 1) == 0)
    word += sizeof prefix - 1;
  for (size_t i = 0; i < sizeof filter_names / sizeof *filter_names; i++) {
    const size_t length = strlen(filter_names[i]);
    if (strncmp(word, filter_names[i], length) == 0 && word[length] == '=')
      return word;
  }
  return NULL;
}

static void tell_filter(const char *word) {
  fprintf(stderr, "sourceprint: '%s' is no filter; there are", word);
  for (size_t i = 0; i < sizeof filter_names / sizeof *filter_names; i++)
    fprintf(stderr, "%s %s=VALUE", i ? "," : "", filter_names[i]);
  fputc('\n', stderr);
}

// The text of the request, or NULL after a message.
static char *compose(const struct options *options) {
  static const char *const plain[] = {"on", "off", "toggle"};
  const bool is_filter = strcmp(options->action, "filter") == 0;
  char *text = NULL;
  size_t bytes = 0;
  FILE *out = open_memstream(&text, &bytes);
  bool is_known = is_filter;
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    is_known |= strcmp(options->action, plain[i]) == 0;
  bool is_sound = is_known && (is_filter ? options->is_reset != (options->filter_count > 0)
                                         : !options->is_reset && options->filter_count == 0);
  if (!is_known)
    fprintf(stderr, "sourceprint: there is no '%s'; there are on, off, toggle, status and filter\n", options->action);
  else if (!is_sound)
    fprintf(stderr,
            is_filter ? "sourceprint: filter takes NAME=VALUE... or --reset\n"
                      : "sourceprint: %s takes nothing behind it\n",
            options->action);
  fprintf(out, "%s\n", options->is_reset ? "reset" : options->action);
  for (size_t i = 0; i < options->filter_count && is_sound; i++) {
    const char *name = filter_name(options->filters[i]);
    is_sound = name && !strchr(name, '\n');
    if (is_sound)
      fprintf(out, "%s\n", name);
    else
      tell_filter(options->filters[i]);
  }
  fclose(out);
  if (is_sound && bytes > SP_REQUEST_MAX - 16) {
    fprintf(stderr, "sourceprint: the filters are too long\n");
    is_sound = false;
  }
  if (!is_sound) {
    free(text);
    return NULL;
  }
  return text;
}

static FILE *open_notes(const struct ctl_process *process) {
  char *path;
  if (asprintf(&path, "%s/" SP_NOTES_FILE, process->run) < 0)
    return NULL;
  FILE *notes = fopen(path, "re");
  free(path);
  return notes;
}

static long notes_length(const struct ctl_process *process) {
  FILE *notes = open_notes(process);
  const long length = notes && fseek(notes, 0, SEEK_END) == 0 ? ftell(notes) : 0;
  if (notes)
    fclose(notes);
  return length;
}

// What the process had to say about the request.
static void repeat_notes(const struct ctl_process *process, long from) {
  FILE *notes = open_notes(process);
  char line[4096];
  if (notes && fseek(notes, from, SEEK_SET) == 0)
    while (fgets(line, sizeof line, notes)) {
      output_text(stderr, line, strcspn(line, "\n"));
      fputc('\n', stderr);
    }
  if (notes)
    fclose(notes);
}

static int ask(struct ctl_process *process, const char *text) {
  const long known = notes_length(process);
  char *problem = ctl_request(process, text);
  repeat_notes(process, known);
  if (problem) {
    fprintf(stderr, "sourceprint: %s\n", problem);
    free(problem);
    return COMMAND_FAILED;
  }
  printf("process %d: recording is %s\n", process->pid, process->control.is_on ? "on" : "off");
  if (process->control.result != SP_CONTROL_PARTLY)
    return 0;
  fprintf(stderr, "sourceprint: not in all of its libraries, as its kernel does not let us reach them\n");
  return COMMAND_PARTLY;
}

static int tell_status(const struct ctl_process *process) {
  char *obstacle = ctl_obstacle(process);
  if (process->control.magic == SP_CONTROL_MAGIC)
    printf("process %d: recording is %s\n", process->pid, process->control.is_on ? "on" : "off");
  printf("  %s\n", process->run);
  if (obstacle)
    printf("  it cannot be switched from here: %s\n", obstacle);
  free(obstacle);
  return 0;
}

int command_ctl(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "PID|RUN on|off|toggle|status\nPID|RUN filter NAME=VALUE...\nPID|RUN filter --reset",
      .doc =
          "Switches the recording of a running process on or off, or gives it other filters.\v"
          "A switch holds for each function when it is called next. NAME is that of a filter's environment variable, "
          "with or without SOURCEPRINT_; the filters take the place of all that held before.",
  };
  struct options options = {0};
  struct ctl_process process = {.file = -1};
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  output_begin();
  const bool is_status = strcmp(options.action, "status") == 0 && !options.is_reset && options.filter_count == 0;
  char *text = is_status ? NULL : compose(&options);
  if (!is_status && !text)
    return output_finish(COMMAND_FAILED);
  char *problem = ctl_find(&process, options.which);
  int status = COMMAND_FAILED;
  if (problem)
    fprintf(stderr, "sourceprint: %s\n", problem);
  else
    status = is_status ? tell_status(&process) : ask(&process, text);
  free(problem);
  free(text);
  ctl_free(&process);
  return output_finish(status);
}

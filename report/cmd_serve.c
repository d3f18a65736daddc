// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint serve`: the web viewer.

#define _GNU_SOURCE

#include "commands.h"
#include "serve.h"
#include "source_place.h"

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

struct options {
  const char *address;
  unsigned port;
  bool is_opened;
  char **arguments;
  size_t argument_count;
};

enum { KEY_BIND = 256, KEY_OPEN, KEY_PORT };

static const struct argp_option option_table[] = {
    {"bind", KEY_BIND, "ADDRESS", 0, "Listen at this address (default 127.0.0.1: only this machine)", 0},
    {"open", KEY_OPEN, NULL, 0, "Open the page in the browser", 0},
    {"port", KEY_PORT, "N", 0, "Listen at this port (default: a free one)", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_BIND:
    options->address = argument;
    return 0;
  case KEY_OPEN:
    options->is_opened = true;
    return 0;
  case KEY_PORT:
    options->port = (unsigned)command_parse_number(argument, 65535, "--port", state);
    return 0;
  case ARGP_KEY_ARGS:
    options->arguments = state->argv + state->next;
    options->argument_count = (size_t)(state->argc - state->next);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static volatile int is_stopped;

static void stop(int signal) {
  (void)signal;
  is_stopped = 1;
}

static void catch_signals(void) {
  const struct sigaction action = {.sa_handler = stop}; // no SA_RESTART: waiting ends
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
}

static bool is_open(const struct view *view, const char *path) {
  for (size_t i = 0; i < view->process_count; i++)
    if (strcmp(view->processes[i].run->path, path) == 0)
      return true;
  return false;
}

// Children of processes that go on. A folder may stand for another family meanwhile, which is not what is looked at.
static void add_runs(struct serve *serve) {
  const struct options *options = serve->context;
  struct reader_problems silent = {0};
  struct find_runs runs = {0};
  find_runs(&runs, options->arguments, options->argument_count, false, &silent);
  bool is_family = false;
  for (size_t i = 0; i < runs.count; i++)
    is_family |= is_open(&serve->view, runs.paths[i]);
  if (is_family)
    view_add(&serve->view, &runs);
  find_runs_free(&runs);
}

static bool is_loopback(const char *address) { return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0; }

static void open_page(char *url) {
  extern char **environ;
  char *words[] = {"xdg-open", url, NULL};
  pid_t pid;
  const int error = posix_spawnp(&pid, words[0], NULL, NULL, words, environ);
  if (error)
    fprintf(stderr, "sourceprint: cannot run xdg-open: %s; open the URL by hand\n", strerror(error));
}

static int serve_view(struct serve *serve, struct options *options) {
  char url[160];
  unsigned port = options->port;
  if (!serve_begin(serve, options->address, &port))
    return COMMAND_FAILED;
  const bool is_6 = strchr(options->address, ':');
  if (!is_loopback(options->address))
    fprintf(stderr,
            "sourceprint: %s is reached from other machines: whoever has the URL can read the program's text, and it "
            "goes through the network as it is\n",
            options->address);
  snprintf(url, sizeof url, is_6 ? "http://[%s]:%u/?token=%s" : "http://%s:%u/?token=%s", options->address, port,
           serve->guard.token);
  printf("%s\n", url);
  fflush(stdout);
  if (options->is_opened)
    open_page(url);
  catch_signals();
  serve_run(serve, &is_stopped);
  return 0;
}

int command_serve(int argc, char **argv) {
  static const struct argp_child children[] = {{.argp = &source_root_argp}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .children = children,
      .args_doc = "[RUN...]",
      .doc = "Shows runs in the browser: threads, sources, a timeline, each statement back and forth, also while the "
             "program runs. Prints the page's URL and goes on until it is interrupted.\v"
             "RUN is a run directory, or a folder of runs, which stands for its newest family: a process and all "
             "its descendants. Without RUN, the folder is $SOURCEPRINT_OUTPUT_DIR, or sourceprint-<uid> in the "
             "directory for temporary files.",
  };
  struct options options = {.address = "127.0.0.1"};
  struct serve serve = {.add_runs = add_runs, .context = &options};
  struct reader_problems problems = {.out = stderr};
  struct find_runs runs = {0};
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  find_runs(&runs, options.arguments, options.argument_count, false, &problems);
  int status = COMMAND_FAILED;
  if (runs.count) {
    const bool is_read = view_open(&serve.view, &runs);
    fputs(view_words(&serve.view), stderr);
    serve.json = view_json_begin(&serve.view);
    status = is_read ? serve_view(&serve, &options) : 2;
    serve_end(&serve);
    if (!status && serve.view.reader.problems.count)
      status = 2;
    view_close(&serve.view);
  }
  find_runs_free(&runs);
  return status;
}

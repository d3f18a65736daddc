// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint serve`: the web viewer.

#define _GNU_SOURCE

#include "report/web/serve.h"
#include "asked.h"
#include "common/temporary.h"
#include "report/archive/pack.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
  const char *address;
  unsigned port;
  bool is_opened;
  struct asked asked;
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

// Children of processes that go on.
static void add_runs(struct serve *serve) {
  const struct options *options = serve->context;
  struct reader_problems silent = {0};
  struct find_runs runs = {.archives = &pack_archives,
                           .relative = serve->view.process_count ? serve->view.processes[0].run->path : NULL};
  find_runs(&runs, options->asked.arguments, options->asked.argument_count, false, &silent);
  view_add(&serve->view, &runs);
  find_runs_free(&runs);
}

static bool is_loopback(const char *address) { return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0; }

// An address that stands for all of the machine's is no address to go to.
static const char *address_to_show(const char *address) {
  return strcmp(address, "0.0.0.0") == 0 ? "127.0.0.1" : strcmp(address, "::") == 0 ? "::1" : address;
}

static void warn(const char *address) {
  fprintf(stderr,
          "sourceprint: %s is reached from other machines, which use its address in the URL: whoever has that can read "
          "the program's text, and it goes through the network as it is\n",
          address);
}

// Opens the page by way of a file that only this user can read: the words of a command can be seen by others. Returns
// the file's name, to be removed and freed; NULL after a message.
static char *open_page(const char *url) {
  extern char **environ;
  const char *folder = getenv("TMPDIR");
  char *name = NULL;
  if (asprintf(&name, "%s/sourceprint-XXXXXX.html", folder && *folder ? folder : "/tmp") < 0)
    return NULL;
  const int fd = mkstemps(name, (int)strlen(".html"));
  FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
  if (!file) {
    fprintf(stderr, "sourceprint: cannot write %s: %s; open the URL by hand\n", name, strerror(errno));
    if (fd >= 0)
      close(fd);
    free(name);
    return NULL;
  }
  temporary_add(name);
  fprintf(file, "<!doctype html><meta http-equiv=\"refresh\" content=\"0; url=%s\"><a href=\"%s\">The page</a>\n", url,
          url);
  if (ferror(file) | fclose(file))
    fprintf(stderr, "sourceprint: cannot write %s: %s; open the URL by hand\n", name, strerror(errno));
  char *words[] = {"xdg-open", name, NULL};
  pid_t pid;
  const int error = posix_spawnp(&pid, words[0], NULL, NULL, words, environ);
  if (error)
    fprintf(stderr, "sourceprint: cannot run xdg-open: %s; open the URL by hand\n", strerror(error));
  return name;
}

static int serve_view(struct serve *serve, struct options *options) {
  char url[160];
  unsigned port = options->port;
  if (!serve_begin(serve, options->address, &port))
    return COMMAND_FAILED;
  const char *address = address_to_show(options->address);
  if (!is_loopback(options->address))
    warn(options->address);
  snprintf(url, sizeof url, strchr(address, ':') ? "http://[%s]:%u/%s/" : "http://%s:%u/%s/", address, port,
           serve->guard.token);
  printf("%s\n", url);
  fflush(stdout);
  catch_signals();
  char *file = options->is_opened ? open_page(url) : NULL;
  serve_run(serve, &is_stopped);
  if (file) {
    unlink(file);
    temporary_drop(file);
  }
  free(file);
  return 0;
}

int command_serve(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS | ASKED_SOURCE_ROOT,
      .args_doc = "[RUN...]",
      .doc = "Shows runs in the browser: threads, sources, a timeline, each statement back and forth, also while the "
             "program runs. Prints the page's URL and goes on until it is interrupted.\v" COMMAND_FAMILY_DOC,
  };
  struct options options = {.address = "127.0.0.1"};
  struct serve serve = {.add_runs = add_runs, .context = &options};
  int status = COMMAND_FAILED;
  asked_parse(&options.asked, &command, &options, argc, argv);
  if (asked_find_runs(&options.asked)) {
    const bool is_read = view_open(&serve.view, &options.asked.runs);
    fputs(view_words(&serve.view), stderr);
    serve.json = view_json_begin(&serve.view);
    status = is_read ? serve_view(&serve, &options) : 2;
    serve_end(&serve);
    if (!status && serve.view.reader.problems.count)
      status = 2;
    view_close(&serve.view);
  }
  asked_free(&options.asked);
  return status;
}

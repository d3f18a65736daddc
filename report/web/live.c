// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Events for pages that are open, while a program runs. A connection that has nothing to hear is suspended.

#define _GNU_SOURCE

#include "serve.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

// How often running programs are looked at, at most a fifth of the time; and how often a page hears something in any
// case, so that a connection that broke is found.
#define LOOK_MS 500
#define LOOKS_A_SEARCH 4u // for other processes of the family
#define BEAT_MS 15000

struct serve_listener {
  struct serve *serve;
  struct MHD_Connection *connection;
  struct serve_listener *next;
  bool is_suspended;
  bool has_begun;
  uint32_t told; // view.changes
  uint64_t beat_ms;
};

static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static ssize_t write_event(void *context, uint64_t position, char *buffer, size_t room) {
  (void)position;
  struct serve_listener *listener = context;
  const struct serve *serve = listener->serve;
  const uint64_t now = now_ms();
  int bytes = 0;
  if (serve->is_over)
    return MHD_CONTENT_READER_END_OF_STREAM;
  if (!listener->has_begun || listener->told != serve->view.changes) {
    bytes = snprintf(buffer, room, "event: change\ndata: {\"changes\":%u,\"running\":%s}\n\n", serve->view.changes,
                     view_is_running(&serve->view) ? "true" : "false");
    listener->told = serve->view.changes;
    listener->has_begun = true;
  } else if (now - listener->beat_ms >= BEAT_MS) {
    bytes = snprintf(buffer, room, ": still here\n\n");
  }
  if (bytes > 0 && (size_t)bytes < room) {
    listener->beat_ms = now;
    return bytes;
  }
  listener->is_suspended = true;
  MHD_suspend_connection(listener->connection);
  return 0;
}

static void remove_listener(void *context) {
  struct serve_listener *gone = context;
  struct serve_listener **at = &gone->serve->listeners;
  while (*at && *at != gone)
    at = &(*at)->next;
  if (*at)
    *at = gone->next;
  free(gone);
}

struct MHD_Response *serve_live_response(struct serve *serve, struct MHD_Connection *connection) {
  struct serve_listener *listener = calloc(1, sizeof *listener);
  if (!listener)
    return NULL;
  *listener = (struct serve_listener){.serve = serve, .connection = connection, .next = serve->listeners};
  struct MHD_Response *response =
      MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 512, write_event, listener, remove_listener);
  if (!response) {
    free(listener);
    return NULL;
  }
  serve->listeners = listener;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/event-stream");
  return response;
}

static void wake(struct serve_listener *listener) {
  if (!listener->is_suspended)
    return;
  listener->is_suspended = false;
  MHD_resume_connection(listener->connection);
}

// Nobody looks at running programs while no page is open.
void serve_live_tick(struct serve *serve) {
  static uint64_t next_ms;
  static unsigned looks;
  const uint64_t now = now_ms();
  if (!serve->listeners || now < next_ms)
    return;
  if (view_is_running(&serve->view)) {
    if (looks++ % LOOKS_A_SEARCH == 0)
      serve->add_runs(serve);
    view_refresh(&serve->view);
  }
  const uint64_t end = now_ms(), rest = 4 * (end - now);
  next_ms = end + (rest > LOOK_MS ? rest : LOOK_MS);
  for (struct serve_listener *listener = serve->listeners; listener; listener = listener->next)
    if (listener->told != serve->view.changes || now - listener->beat_ms >= BEAT_MS)
      wake(listener);
}

void serve_live_end(struct serve *serve) {
  serve->is_over = true;
  for (struct serve_listener *listener = serve->listeners; listener; listener = listener->next)
    wake(listener);
  if (serve->daemon)
    MHD_run(serve->daemon);
}

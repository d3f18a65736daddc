// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The web viewer's server: one thread, one view, HTTP by libmicrohttpd.
#ifndef SOURCEPRINT_REPORT_SERVE_H
#define SOURCEPRINT_REPORT_SERVE_H

#include "view_json.h"

#include <microhttpd.h>
#include <stdint.h>

#define SERVE_URL_MOST 2048u
#define SERVE_CONNECTIONS_MOST 128u
#define SERVE_STRANGERS_MOST 64u // of them, connections that have not shown the token
#define SERVE_IDLE_SECONDS 30u
#define SERVE_STATEMENTS_MOST 2000u
#define SERVE_BUCKETS_MOST 4000u
#define SERVE_ROWS_MOST 100u
#define SERVE_TOKEN_BYTES 16u

// Who may ask.
struct serve_guard {
  char token[2 * SERVE_TOKEN_BYTES + 1]; // hexadecimal
  char hosts[4][80];                     // what a Host header may be
  size_t host_count;
};

struct serve_listener;   // a page that waits for events
struct serve_connection; // a connection that is open

struct serve {
  struct view view;
  struct view_json json;
  struct serve_guard guard;
  struct MHD_Daemon *daemon;
  struct serve_listener *listeners;     // owned
  struct serve_connection *connections; // owned, the oldest first
  bool is_over;                         // no more events
  void (*add_runs)(struct serve *);     // looks for runs that came
  void *context;                        // of add_runs
};

// A request, as far as it matters here.
struct serve_request {
  struct MHD_Connection *connection;
  const char *method;
  const char *path; // behind the token, once it was checked
  size_t url_bytes;
};

// --- guard.c

// Makes a token. False if the system has no random numbers.
bool serve_guard_begin(struct serve_guard *guard, const char *address, unsigned port);

// The status to refuse a request with, and the reason; 0 if it may pass, and then request->path begins behind the
// token.
unsigned serve_guard_check(const struct serve_guard *guard, struct serve_request *request, const char **why);

// --- connections.c

// For MHD_OPTION_NOTIFY_CONNECTION, with the server as its context.
void serve_connection_notify(void *context, struct MHD_Connection *connection, void **socket_context,
                             enum MHD_ConnectionNotificationCode code);

// That a request on it had the token.
void serve_connection_trust(struct MHD_Connection *connection);

// --- http.c

// Listens at an address, and has the view ready. False after a message.
bool serve_begin(struct serve *serve, const char *address, unsigned *port);

// Answers until *stop is set.
void serve_run(struct serve *serve, const volatile int *stop);
void serve_end(struct serve *serve);

// --- api.c

// The answer to /api/NAME: a new reference, or NULL with a status.
json_t *serve_api(struct serve *serve, struct MHD_Connection *connection, const char *name, unsigned *status);

// --- live.c

// A stream of server-sent events: "change" whenever the view is another one.
struct MHD_Response *serve_live_response(struct serve *serve, struct MHD_Connection *connection);

// To be called some times a second: looks what is new, and wakes those who wait for it.
void serve_live_tick(struct serve *serve);
void serve_live_end(struct serve *serve);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Answers requests with libmicrohttpd, in one thread.

#define _GNU_SOURCE

#include "serve.h"

#include "page.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TICK_MS 250

static const char *const fixed_headers[][2] = {
    {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                                "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cache-Control", "no-store"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
};

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response) {
  if (!response)
    return MHD_NO;
  for (size_t i = 0; i < sizeof fixed_headers / sizeof *fixed_headers; i++)
    MHD_add_response_header(response, fixed_headers[i][0], fixed_headers[i][1]);
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  const enum MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

static struct MHD_Response *text_response(const char *text) {
  struct MHD_Response *response = MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
  if (response)
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; charset=utf-8");
  return response;
}

static struct MHD_Response *json_response(json_t *json) {
  char *text = json_dumps(json, JSON_COMPACT);
  json_decref(json);
  struct MHD_Response *response =
      text ? MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE) : NULL;
  if (response)
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
  return response;
}

// A part of the page.
static struct MHD_Response *file_response(const struct web_file *file) {
  struct MHD_Response *response =
      MHD_create_response_from_buffer(file->bytes, (void *)file->content, MHD_RESPMEM_PERSISTENT);
  if (response)
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, file->type);
  return response;
}

// The names in the page are relative to its folder.
static struct MHD_Response *folder_response(const struct serve *serve) {
  struct MHD_Response *response = text_response("the URL ends with a slash\n");
  char place[sizeof serve->guard.token + 2];
  snprintf(place, sizeof place, "/%s/", serve->guard.token);
  if (response)
    MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, place);
  return response;
}

static enum MHD_Result answer_api(struct serve *serve, const struct serve_request *request, const char *name) {
  unsigned status = MHD_HTTP_NOT_FOUND;
  if (strcmp(name, "events") == 0) {
    if (strcmp(request->method, MHD_HTTP_METHOD_HEAD) == 0)
      return answer(request->connection, MHD_HTTP_METHOD_NOT_ALLOWED, text_response("events are for GET\n"));
    return answer(request->connection, MHD_HTTP_OK, serve_live_response(serve, request->connection));
  }
  json_t *json = serve_api(serve, request->connection, name, &status);
  if (!json)
    return answer(
        request->connection, status,
        text_response(status == MHD_HTTP_NOT_FOUND ? "there is no such thing\n" : "a value makes no sense\n"));
  return answer(request->connection, MHD_HTTP_OK, json_response(json));
}

static enum MHD_Result route(struct serve *serve, const struct serve_request *request) {
  static const char api[] = "/api/";
  if (strncmp(request->path, api, sizeof api - 1) == 0)
    return answer_api(serve, request, request->path + sizeof api - 1);
  if (!*request->path)
    return answer(request->connection, MHD_HTTP_PERMANENT_REDIRECT, folder_response(serve));
  const char *name = strcmp(request->path, "/") == 0 ? "index.html" : request->path + 1;
  for (size_t i = 0; i < web_file_count; i++)
    if (strcmp(web_files[i].name, name) == 0)
      return answer(request->connection, MHD_HTTP_OK, file_response(&web_files[i]));
  return answer(request->connection, MHD_HTTP_NOT_FOUND, text_response("there is no such thing\n"));
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *data_bytes, void **state) {
  (void)version;
  (void)data;
  struct serve *serve = context;
  struct serve_request request = {connection, method, url, *state ? *(size_t *)*state : 0};
  const char *why;
  if (*data_bytes) { // of a request with a body, which was refused
    *data_bytes = 0;
    return MHD_YES;
  }
  const unsigned refused = serve_guard_check(&serve->guard, &request, &why);
  if (refused) {
    char words[160];
    snprintf(words, sizeof words, "%s\n", why);
    return answer(connection, refused, text_response(words));
  }
  serve_connection_trust(connection);
  return route(serve, &request);
}

static void *note_url(void *context, const char *url, struct MHD_Connection *connection) {
  (void)context;
  (void)connection;
  size_t *bytes = malloc(sizeof *bytes);
  if (bytes)
    *bytes = strlen(url);
  return bytes;
}

static void forget(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code) {
  (void)context;
  (void)connection;
  (void)code;
  free(*state);
  *state = NULL;
}

static void silence(void *context, const char *format, va_list arguments) {
  (void)context;
  (void)format;
  (void)arguments;
}

// The address and port to listen at. False if that is no address.
static bool parse_address(const char *address, unsigned port, struct sockaddr_storage *place, bool *is_6) {
  struct sockaddr_in *four = (struct sockaddr_in *)place;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)place;
  memset(place, 0, sizeof *place);
  *is_6 = strchr(address, ':');
  if (*is_6) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons((uint16_t)port);
    return inet_pton(AF_INET6, address, &six->sin6_addr) == 1;
  }
  four->sin_family = AF_INET;
  four->sin_port = htons((uint16_t)port);
  return inet_pton(AF_INET, address, &four->sin_addr) == 1;
}

bool serve_begin(struct serve *serve, const char *address, unsigned *port) {
  struct sockaddr_storage place;
  bool is_6;
  if (!parse_address(address, *port, &place, &is_6)) {
    fprintf(stderr, "sourceprint: --bind takes an address such as 127.0.0.1 or ::1, not '%s'\n", address);
    return false;
  }
  const unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | (is_6 ? MHD_USE_IPv6 : 0);
  errno = 0;
  serve->daemon =
      MHD_start_daemon(flags, (uint16_t)*port, NULL, NULL, handle, serve, MHD_OPTION_EXTERNAL_LOGGER, silence, NULL,
                       MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&place, MHD_OPTION_CONNECTION_LIMIT,
                       SERVE_CONNECTIONS_MOST, MHD_OPTION_CONNECTION_TIMEOUT, SERVE_IDLE_SECONDS,
                       MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384, MHD_OPTION_URI_LOG_CALLBACK, note_url, NULL,
                       MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_NOTIFY_CONNECTION, serve_connection_notify,
                       serve, MHD_OPTION_LISTEN_BACKLOG_SIZE, SERVE_CONNECTIONS_MOST, MHD_OPTION_END);
  if (!serve->daemon) {
    fprintf(stderr, "sourceprint: cannot listen at %s port %u: %s; choose another --port\n", address, *port,
            strerror(errno ? errno : EADDRNOTAVAIL));
    return false;
  }
  *port = MHD_get_daemon_info(serve->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  if (serve_guard_begin(&serve->guard, address, *port))
    return true;
  fputs("sourceprint: the system gives no random numbers for the token\n", stderr);
  return false;
}

void serve_run(struct serve *serve, const volatile int *stop) {
  struct pollfd wait = {MHD_get_daemon_info(serve->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, POLLIN, 0};
  while (!*stop) {
    MHD_UNSIGNED_LONG_LONG next_ms;
    int timeout = TICK_MS;
    if (MHD_get_timeout(serve->daemon, &next_ms) == MHD_YES && next_ms < TICK_MS)
      timeout = (int)next_ms;
    poll(&wait, 1, timeout);
    MHD_run(serve->daemon);
    serve_live_tick(serve);
  }
}

void serve_end(struct serve *serve) {
  serve_live_end(serve);
  if (serve->daemon)
    MHD_stop_daemon(serve->daemon);
  serve->daemon = NULL;
}

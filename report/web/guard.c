// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who may ask the server. A run holds the program's text, so another user of the machine, and a page of the web that
// runs in the same browser, must get nothing: the token keeps out the former; the checks of Host and Origin keep out
// the latter, also where its name was made to stand for this address (DNS rebinding).

#define _GNU_SOURCE

#include "serve.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>

bool serve_guard_begin(struct serve_guard *guard, const char *address, unsigned port) {
  unsigned char bytes[SERVE_TOKEN_BYTES];
  if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
    return false;
  for (size_t i = 0; i < sizeof bytes; i++)
    snprintf(guard->token + 2 * i, 3, "%02x", bytes[i]);
  const char *const names[] = {"localhost", "127.0.0.1", "[::1]", address};
  guard->host_count = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const bool is_bare_6 = names[i][0] != '[' && strchr(names[i], ':');
    snprintf(guard->hosts[guard->host_count++], sizeof guard->hosts[0], is_bare_6 ? "[%s]:%u" : "%s:%u", names[i],
             port);
  }
  return true;
}

// What follows the token in a path, "" or from a slash on; NULL if it does not begin with it. Takes as long wherever
// the two differ. A cookie would go to every server of this address, whatever its port.
static const char *behind_token(const struct serve_guard *guard, const char *path) {
  unsigned difference = *path != '/';
  path += *path != 0;
  for (size_t i = 0; i < sizeof guard->token - 1; i++) {
    difference |= (unsigned)(guard->token[i] ^ *path);
    path += *path != 0;
  }
  return difference == 0 && (*path == '/' || !*path) ? path : NULL;
}

static bool is_host(const struct serve_guard *guard, const char *word) {
  for (size_t i = 0; i < guard->host_count; i++)
    if (strcasecmp(guard->hosts[i], word) == 0)
      return true;
  return false;
}

// The address that the connection came to: where all of the machine's are listened at, it is none of those known
// before.
static bool is_reached(struct MHD_Connection *connection, const char *word) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  union {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
  } place;
  socklen_t bytes = sizeof place;
  memset(&place, 0, sizeof place);
  char address[INET6_ADDRSTRLEN] = "", host[sizeof address + 16];
  if (!info || getsockname(info->connect_fd, &place.any, &bytes) != 0)
    return false;
  const bool is_6 = place.any.sa_family == AF_INET6;
  inet_ntop(place.any.sa_family, is_6 ? (const void *)&place.six.sin6_addr : &place.four.sin_addr, address,
            sizeof address);
  snprintf(host, sizeof host, is_6 ? "[%s]:%u" : "%s:%u", address,
           ntohs(is_6 ? place.six.sin6_port : place.four.sin_port));
  return strcasecmp(host, word) == 0;
}

static bool is_own(const struct serve_guard *guard, struct MHD_Connection *connection, const char *host) {
  return is_host(guard, host) || is_reached(connection, host);
}

static bool is_own_origin(const struct serve_guard *guard, struct MHD_Connection *connection, const char *word) {
  static const char scheme[] = "http://";
  return strncmp(word, scheme, sizeof scheme - 1) == 0 && is_own(guard, connection, word + sizeof scheme - 1);
}

unsigned serve_guard_check(const struct serve_guard *guard, struct serve_request *request, const char **why) {
  struct MHD_Connection *connection = request->connection;
  const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
  const char *origin = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ORIGIN);
  if (strcmp(request->method, MHD_HTTP_METHOD_GET) != 0 && strcmp(request->method, MHD_HTTP_METHOD_HEAD) != 0) {
    *why = "only GET and HEAD are answered";
    return MHD_HTTP_METHOD_NOT_ALLOWED;
  }
  if (request->url_bytes > SERVE_URL_MOST) {
    *why = "the URL is too long";
    return MHD_HTTP_URI_TOO_LONG;
  }
  if (!host || !is_own(guard, connection, host)) {
    *why = "the Host header names another host";
    return MHD_HTTP_FORBIDDEN;
  }
  if (origin && !is_own_origin(guard, connection, origin)) {
    *why = "the request comes from another site";
    return MHD_HTTP_FORBIDDEN;
  }
  request->path = behind_token(guard, request->path);
  if (!request->path) {
    *why = "the token is missing or wrong: open the URL that 'sourceprint serve' has printed";
    return MHD_HTTP_FORBIDDEN;
  }
  return 0;
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps room for the page: who opens connections and says nothing, as any user of the machine can, loses the oldest
// ones when there are many. A connection that has shown the token stays.

#define _GNU_SOURCE

#include "serve.h"

#include <stdlib.h>
#include <sys/socket.h>

struct serve_connection {
  struct serve_connection *next;
  int fd;
  bool is_trusted;
  bool is_shut; // and will be gone when the server has looked at it
};

static struct serve_connection **find_end(struct serve *serve) {
  struct serve_connection **end = &serve->connections;
  while (*end)
    end = &(*end)->next;
  return end;
}

static void shut_oldest_stranger(struct serve *serve) {
  size_t strangers = 0;
  struct serve_connection *oldest = NULL;
  for (struct serve_connection *c = serve->connections; c; c = c->next) {
    if (c->is_trusted || c->is_shut)
      continue;
    strangers++;
    oldest = oldest ? oldest : c;
  }
  if (strangers <= SERVE_STRANGERS_MOST)
    return;
  oldest->is_shut = true;
  shutdown(oldest->fd, SHUT_RDWR);
}

static struct serve_connection *add(struct serve *serve, struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  struct serve_connection *added = info ? calloc(1, sizeof *added) : NULL;
  if (!added)
    return NULL;
  added->fd = info->connect_fd;
  *find_end(serve) = added;
  shut_oldest_stranger(serve);
  return added;
}

static void forget(struct serve *serve, struct serve_connection *gone) {
  struct serve_connection **place = &serve->connections;
  while (*place && *place != gone)
    place = &(*place)->next;
  if (*place)
    *place = gone->next;
  free(gone);
}

void serve_connection_notify(void *context, struct MHD_Connection *connection, void **socket_context,
                             enum MHD_ConnectionNotificationCode code) {
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    *socket_context = add(context, connection);
    return;
  }
  forget(context, *socket_context);
  *socket_context = NULL;
}

void serve_connection_trust(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  struct serve_connection *known = info ? info->socket_context : NULL;
  if (known)
    known->is_trusted = true;
}

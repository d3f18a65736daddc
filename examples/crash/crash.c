// Three clients send messages to a server thread. The program has a bug and dies of it, without a word.
#include "queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CLIENTS 3
#define MESSAGES 200

static struct queue inbox = QUEUE_INITIALIZER;

static struct message *make_message(int client, int number) {
  struct message *message = malloc(sizeof *message);
  if (!message)
    exit(1);
  message->client = client;
  message->text = malloc(32);
  if (number % 97 == 96)
    message->text = NULL; // the bug: "no text" was thought to be fine
  else
    snprintf(message->text, 32, "message %d of client %d", number, client);
  return message;
}

static void *client(void *argument) {
  int id = *(int *)argument;
  for (int i = 0; i < MESSAGES; i++) {
    queue_put(&inbox, make_message(id, i));
    usleep(100);
  }
  return NULL;
}

static void *server(void *argument) {
  unsigned long *bytes = argument;
  for (int i = 0; i < CLIENTS * MESSAGES; i++) {
    struct message *message = queue_take(&inbox);
    *bytes += message_length(message);
    free(message->text);
    free(message);
  }
  return NULL;
}

int main(void) {
  pthread_t clients[CLIENTS], receiver;
  int ids[CLIENTS];
  unsigned long bytes = 0;
  pthread_create(&receiver, NULL, server, &bytes);
  for (int i = 0; i < CLIENTS; i++) {
    ids[i] = i;
    pthread_create(&clients[i], NULL, client, &ids[i]);
  }
  for (int i = 0; i < CLIENTS; i++)
    pthread_join(clients[i], NULL);
  pthread_join(receiver, NULL);
  printf("%lu bytes\n", bytes);
  return 0;
}

// A queue of messages between threads.
#ifndef QUEUE_H
#define QUEUE_H

#include <pthread.h>

struct message {
  struct message *next;
  int client;
  char *text; // the receiver frees it
};

struct queue {
  pthread_mutex_t lock;
  pthread_cond_t filled;
  struct message *first, *last;
};

#define QUEUE_INITIALIZER                                                                                              \
  { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0 }

void queue_put(struct queue *queue, struct message *message);
// Waits until there is a message.
struct message *queue_take(struct queue *queue);

// The length of a message's text.
static inline unsigned message_length(const struct message *message) {
  unsigned length = 0;
  while (message->text[length])
    length++;
  return length;
}

#endif

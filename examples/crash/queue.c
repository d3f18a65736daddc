#include "queue.h"

void queue_put(struct queue *queue, struct message *message) {
  message->next = 0;
  pthread_mutex_lock(&queue->lock);
  if (queue->last)
    queue->last->next = message;
  else
    queue->first = message;
  queue->last = message;
  pthread_cond_signal(&queue->filled);
  pthread_mutex_unlock(&queue->lock);
}

struct message *queue_take(struct queue *queue) {
  pthread_mutex_lock(&queue->lock);
  while (!queue->first)
    pthread_cond_wait(&queue->filled, &queue->lock);
  struct message *message = queue->first;
  queue->first = message->next;
  if (!queue->first)
    queue->last = 0;
  pthread_mutex_unlock(&queue->lock);
  return message;
}

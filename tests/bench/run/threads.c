// Two threads that both work: one makes blocks of numbers and sorts them, the other counts and hashes what it is given.
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_NUMBERS = 4096, SLOTS = 8, BLOCKS_PER_ROUND = 120, BUCKETS = 64 };

static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  uint32_t numbers[SLOTS][BLOCK_NUMBERS];
  unsigned made, taken;
} queue = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static unsigned block_count;

static void sort(uint32_t *numbers, int count) {
  for (int gap = count / 2; gap; gap = gap == 2 ? 1 : gap * 5 / 11) {
    for (int i = gap; i < count; i++) {
      uint32_t number = numbers[i];
      int k = i;
      for (; k >= gap && numbers[k - gap] > number; k -= gap)
        numbers[k] = numbers[k - gap];
      numbers[k] = number;
    }
  }
}

static void *produce(void *unused) {
  uint32_t state = 2463534242u;
  for (unsigned block = 0; block < block_count; block++) {
    pthread_mutex_lock(&queue.lock);
    while (queue.made - queue.taken == SLOTS)
      pthread_cond_wait(&queue.changed, &queue.lock);
    pthread_mutex_unlock(&queue.lock);
    uint32_t *numbers = queue.numbers[block % SLOTS];
    for (int i = 0; i < BLOCK_NUMBERS; i++) {
      state ^= state << 13;
      state ^= state >> 17;
      state ^= state << 5;
      numbers[i] = state;
    }
    sort(numbers, BLOCK_NUMBERS);
    pthread_mutex_lock(&queue.lock);
    queue.made++;
    pthread_cond_signal(&queue.changed);
    pthread_mutex_unlock(&queue.lock);
  }
  return unused;
}

static uint64_t hash(const uint32_t *numbers, int count) {
  uint64_t hash = 14695981039346656037u;
  for (int i = 0; i < count; i++) {
    for (int shift = 0; shift < 32; shift += 8) {
      hash ^= numbers[i] >> shift & 0xff;
      hash *= 1099511628211u;
    }
  }
  return hash;
}

static void *consume(void *result) {
  uint64_t *sum = result;
  unsigned buckets[BUCKETS] = {0};
  for (unsigned block = 0; block < block_count; block++) {
    pthread_mutex_lock(&queue.lock);
    while (queue.made == queue.taken)
      pthread_cond_wait(&queue.changed, &queue.lock);
    pthread_mutex_unlock(&queue.lock);
    const uint32_t *numbers = queue.numbers[block % SLOTS];
    for (int i = 0; i < BLOCK_NUMBERS; i++) {
      if (i && numbers[i - 1] > numbers[i])
        *sum += 1;
      buckets[numbers[i] % BUCKETS]++;
    }
    for (int times = 0; times < 8; times++)
      *sum = *sum * 31 + hash(numbers, BLOCK_NUMBERS);
    pthread_mutex_lock(&queue.lock);
    queue.taken++;
    pthread_cond_signal(&queue.changed);
    pthread_mutex_unlock(&queue.lock);
  }
  for (int i = 0; i < BUCKETS; i++)
    *sum = *sum * 31 + buckets[i];
  return NULL;
}

int main(int argc, char **argv) {
  block_count = (argc > 1 ? (unsigned)atoi(argv[1]) : 1) * BLOCKS_PER_ROUND;
  pthread_t producer, consumer;
  uint64_t sum = 0;
  if (pthread_create(&producer, NULL, produce, NULL) || pthread_create(&consumer, NULL, consume, &sum))
    return 1;
  pthread_join(producer, NULL);
  pthread_join(consumer, NULL);
  printf("%016llx\n", (unsigned long long)sum);
  return 0;
}

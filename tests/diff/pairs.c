// pairs WORD [ROUNDS]: three threads spell a word each, the second one WORD; first all of them go round so often. With
// an x in it, it crashes at the end, and with a y there is a thread more.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static volatile unsigned sum;
static unsigned rounds;

static unsigned spell(const char *word) {
  unsigned value = 0;
  for (; *word; word++) {
    value = value * 31 + (unsigned)*word;
    if (*word == 'x')
      value += 1000;
  }
  return value;
}

static void *spell_all(void *word) {
  for (unsigned i = 0; i < rounds; i++)
    sum += i;
  sum += spell(word);
  return NULL;
}

static void *come_along(void *word) {
  sum += spell(word);
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t threads[4];
  unsigned count = 3;
  rounds = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
  for (unsigned i = 0; i < 3; i++)
    pthread_create(&threads[i], NULL, spell_all, i == 1 ? argv[1] : "another");
  if (strchr(argv[1], 'y'))
    pthread_create(&threads[count++], NULL, come_along, argv[1]);
  while (count > 0)
    pthread_join(threads[--count], NULL);
  if (strchr(argv[1], 'x'))
    abort();
  return 0;
}

// Compresses or inflates a buffer of made-up prose with zlib, several times.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { TEXT_BYTES = 1 << 20, INFLATIONS_PER_ROUND = 20, WORD_COUNT = 2000, WORD_BYTES = 12 };

static unsigned next_random(void) {
  static unsigned long long state = 88172645463325252u;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)(state >> 32);
}

// Few words are frequent and many are rare, as in a language.
static void write_prose(unsigned char *text, size_t size) {
  static char words[WORD_COUNT][WORD_BYTES];
  for (int i = 0; i < WORD_COUNT; i++) {
    int length = 2 + (int)(next_random() % (WORD_BYTES - 3));
    for (int k = 0; k < length; k++)
      words[i][k] = (char)('a' + next_random() % 26);
  }
  size_t used = 0;
  while (used < size) {
    unsigned below = 1 + next_random() % WORD_COUNT;
    const char *word = words[next_random() % below];
    for (; *word && used < size; word++)
      text[used++] = (unsigned char)*word;
    if (used < size)
      text[used++] = next_random() % 12 ? ' ' : '\n';
  }
}

static void must(int status) {
  if (status == Z_OK)
    return;
  fprintf(stderr, "zlib_work: zlib's status is %d\n", status);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: zlib_work compress|inflate ROUNDS\n");
    return 2;
  }
  int inflates = !strcmp(argv[1], "inflate"), rounds = atoi(argv[2]);
  uLong bound = compressBound(TEXT_BYTES);
  unsigned char *text = malloc(TEXT_BYTES), *packed = malloc(bound), *copy = malloc(TEXT_BYTES);
  if (!text || !packed || !copy)
    return 1;
  write_prose(text, TEXT_BYTES);
  uLongf packed_size = 0, copy_size = TEXT_BYTES;
  for (int i = 0; i < (inflates ? 1 : rounds); i++) {
    packed_size = bound;
    must(compress2(packed, &packed_size, text, TEXT_BYTES, inflates ? 1 : 6));
  }
  for (int i = 0; i < (inflates ? rounds * INFLATIONS_PER_ROUND : 1); i++) {
    copy_size = TEXT_BYTES;
    must(uncompress(copy, &copy_size, packed, packed_size));
  }
  printf("%lu %08lx %d\n", packed_size, crc32(0, packed, (uInt)packed_size), memcmp(text, copy, TEXT_BYTES));
  free(text);
  free(packed);
  free(copy);
  return 0;
}

// tally WORD...: prints how many vowels each word has.
#include "tally.h"

#include <stdio.h>

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    unsigned vowels = 0;
    for (const char *vowel = "aeiou"; *vowel; vowel++)
      vowels += tally(argv[i], *vowel);
    printf("%s %u\n", argv[i], vowels);
  }
  return 0;
}

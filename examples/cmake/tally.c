#include "tally.h"

unsigned tally(const char *text, char letter) {
  unsigned count = 0;
  for (; *text; text++)
    if (*text == letter)
      count++;
  return count;
}

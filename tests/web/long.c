// More than ten million records, then a crash.
#include <stddef.h>

static unsigned long state = 1;
static int table[1024];

static unsigned next(void) {
  state = state * 6364136223846793005UL + 1442695040888963407UL;
  return (unsigned)(state >> 33);
}

static void step(unsigned i) {
  unsigned value = next();
  if (value % 3 == 0)
    table[i % 1024]++;
  else
    table[value % 1024] += (int)i;
}

int main(void) {
  int *volatile nowhere = NULL;
  for (unsigned i = 0; i < 2500000; i++)
    step(i);
  *nowhere = table[5];
  return 0;
}

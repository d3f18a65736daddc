// Handlers that another source installs.
#include <stdlib.h>

void elsewhere(int number);
extern void (*const table[])(int);

void elsewhere(int number) {
  if (number > 10)
    exit(number - 10); // @elsewhere
}

static void in_table(int number) {
  int status = number - 10;
  exit(status);
}

void (*const table[])(int) = {in_table};

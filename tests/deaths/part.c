// The library that modules.c opens. With -DOTHER it is another one, of the same shape.
#include "part.h"

#include <stddef.h>

static int *volatile nowhere = NULL;

#ifdef OTHER

static int number(void) {
  return 2; // @part_other_number
}

static void *leave(void *unused) {
  return unused; // @part_other_leave
}

#else

static int number(void) {
  return 1; // @part_number
}

static void *leave(void *unused) {
  return unused; // @part_leave
}

#endif

static void fault(void) {
  *nowhere = number(); // @part_fault
}

extern const struct part part;
const struct part part = {number, leave, fault};

// What is planted in a program's statements: `if (planted_at == 17) planted_count++;`. PLANT=17 in the environment lets
// that one happen.
#include <stdlib.h>

static int planted_at;
static unsigned planted_count;

__attribute__((constructor)) static void planted_read(void) {
  const char *wanted = getenv("PLANT");
  planted_at = wanted ? atoi(wanted) : 0;
  planted_count = 0;
}

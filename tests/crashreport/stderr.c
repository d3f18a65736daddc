// Says `before` on stderr, and dies. With FILL it fills the pipe that is its stderr first.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int *volatile nowhere = NULL;

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  if (write(2, "before\n", 7) != 7 && getenv("FILL"))
    return 3;
  signal(SIGPIPE, SIG_DFL);
  if (getenv("FILL")) {
    fcntl(2, F_SETFL, O_NONBLOCK);
    while (write(2, "x", 1) == 1)
      continue;
    fcntl(2, F_SETFL, 0);
  }
  *nowhere = 1;
  return 0;
}

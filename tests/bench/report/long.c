// long PROCESSES ROUNDS: so many processes, each of which goes through its work so often.
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned mix(unsigned a, unsigned b) {
  unsigned c = a * 31 + b;
  if (c & 1)
    c ^= c >> 7;
  else
    c += a;
  return c;
}

static unsigned fold(unsigned seed, unsigned rounds) {
  unsigned sum = seed;
  for (unsigned i = 0; i < rounds; i++) {
    sum = mix(sum, i);
    if (sum % 3 == 0)
      sum = mix(i, sum);
  }
  return sum;
}

int main(int argc, char **argv) {
  const unsigned processes = argc > 1 ? (unsigned)atoi(argv[1]) : 1, rounds = argc > 2 ? (unsigned)atoi(argv[2]) : 1;
  for (unsigned i = 1; i < processes; i++)
    if (fork() == 0)
      _exit((int)(fold(i, rounds) & 1));
  const unsigned sum = fold(0, rounds);
  while (wait(NULL) > 0)
    ;
  return (int)(sum & 1);
}

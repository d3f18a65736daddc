// Ends that a signal handler has a part in; ends_test.sh says what is reported of each.
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void elsewhere(int number);
extern void (*const table[])(int);

static int *volatile nowhere;
static sigjmp_buf back;
static int *cache;

static int touch(int n) {
  return nowhere[n]; // @touch
}

static void leave(int number) { exit(number - 10); }

static void quit(int number) { _exit(number - 10); }

static void again(int number) {
  signal(number, SIG_DFL);
  raise(number);
}

static void give_up(int number) {
  (void)number;
  abort();
}

static void jump(int number) { siglongjmp(back, number); }

static void wait_forever(int number) {
  (void)number;
  if (write(1, "w", 1) == 1)
    for (;;)
      pause();
}

__attribute__((no_instrument_function)) static void unrecorded(int number) { exit(number - 10); }

static void install(int number, void (*handler)(int), int flags) {
  struct sigaction action, before;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigaction(number, &action, &before);
  // What the program sees is its own.
  if (before.sa_handler != SIG_DFL)
    puts("another handler was there");
  sigaction(number, NULL, &before);
  if (before.sa_handler != handler || (before.sa_flags & (int)SA_RESETHAND) != (flags & (int)SA_RESETHAND))
    puts("it is not what was installed");
}

static void late(void) {
  if (cache)
    raise(SIGKILL); // @late
}

__attribute__((destructor(101))) static void drop_cache(void) {
  if (cache == (int *)&back)
    *nowhere = 1; // @drop
}

int main(int argc, char **argv) {
  const char *way = argc > 1 ? argv[1] : "";
  if (!strcmp(way, "exits"))
    install(SIGSEGV, leave, 0);
  else if (!strcmp(way, "quits"))
    signal(SIGSEGV, quit);
  else if (!strcmp(way, "again"))
    install(SIGSEGV, again, 0);
  else if (!strcmp(way, "once"))
    install(SIGSEGV, again, (int)SA_RESETHAND);
  else if (!strcmp(way, "aborts"))
    install(SIGSEGV, give_up, SA_NODEFER);
  else if (!strcmp(way, "waits"))
    install(SIGSEGV, wait_forever, 0);
  else if (!strcmp(way, "elsewhere"))
    install(SIGSEGV, elsewhere, 0);
  else if (!strcmp(way, "table"))
    install(SIGSEGV, table[argc - 2], 0);
  else if (!strcmp(way, "unrecorded"))
    install(SIGSEGV, unrecorded, 0);
  else if (!strcmp(way, "ignored"))
    signal(SIGSEGV, leave), signal(SIGSEGV, SIG_DFL);
  if (!strcmp(way, "jumps") || !strcmp(way, "jumps_and_faults")) {
    install(SIGSEGV, jump, 0);
    if (sigsetjmp(back, 1) == 0)
      touch(1);
    puts("back");
    if (!strcmp(way, "jumps"))
      return 3; // @return
    signal(SIGSEGV, SIG_DFL);
  }
  if (!strcmp(way, "late")) {
    cache = &argc;
    atexit(late);
    exit(4);
  }
  if (!strcmp(way, "drop")) {
    cache = (int *)&back;
    install(SIGSEGV, leave, 0);
  }
  return touch(2);
}

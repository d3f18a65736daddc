// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "signal_name.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

// Neither faults, nor what the kernel itself sends for job control and children.
static const struct {
  const char *name;
  int number;
} signals[] = {
    {"ALRM", SIGALRM}, {"HUP", SIGHUP},   {"INT", SIGINT},       {"IO", SIGIO},       {"PIPE", SIGPIPE},
    {"PROF", SIGPROF}, {"PWR", SIGPWR},   {"QUIT", SIGQUIT},     {"TERM", SIGTERM},   {"URG", SIGURG},
    {"USR1", SIGUSR1}, {"USR2", SIGUSR2}, {"VTALRM", SIGVTALRM}, {"WINCH", SIGWINCH},
};

// One or two digits, and nothing behind them; else -1.
static int small_number(const char *text) {
  int number = 0;
  size_t digits = strspn(text, "0123456789");
  if (digits == 0 || digits > 2 || text[digits] != '\0')
    return -1;
  for (; *text; text++)
    number = number * 10 + (*text - '0');
  return number;
}

static int real_time(int number) { return number >= SIGRTMIN && number <= SIGRTMAX ? number : 0; }

int sp_signal_of(const char *name) {
  int number = small_number(name);
  for (size_t i = 0; number >= 0 && i < sizeof signals / sizeof *signals; i++)
    if (signals[i].number == number)
      return number;
  if (number >= 0)
    return real_time(number);
  if (strncmp(name, "SIG", 3) == 0)
    name += 3;
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    if (strcmp(signals[i].name, name) == 0)
      return signals[i].number;
  int least = strncmp(name, "RTMIN", 5) == 0, most = strncmp(name, "RTMAX", 5) == 0;
  if (!least && !most)
    return 0;
  int distance = name[5] == '\0' ? 0 : name[5] == (least ? '+' : '-') ? small_number(name + 6) : -1;
  return distance < 0 ? 0 : real_time(least ? SIGRTMIN + distance : SIGRTMAX - distance);
}

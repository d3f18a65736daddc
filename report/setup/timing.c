// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Builds twice, keeps both programs, and runs them by turns.

#define _GNU_SOURCE

#include "timing.h"

#include "build_environment.h"
#include "common/child.h"
#include "common/temporary.h"
#include "report/reader/elf.h"
#include "report/reader/problem.h"
#include "report/text/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(const struct timing *timing, const char *what, const char *path) {
  fprintf(stderr, "%s: %s %s: %s\n", timing->command, what, path, strerror(errno));
  return EXIT_FAILURE;
}

int timing_begin(struct timing *timing, const char *command) {
  const char *temporary = getenv("TMPDIR");
  *timing = (struct timing){.command = command};
  if (asprintf(&timing->folder, "%s/sourceprint-timing.XXXXXX", temporary && *temporary ? temporary : "/tmp") < 0)
    timing->folder = NULL;
  if (timing->folder && temporary_make(timing->folder))
    return 0;
  const int status = fail(timing, "cannot make a folder in", timing->folder ? timing->folder : "memory");
  free(timing->folder);
  timing->folder = NULL;
  return status;
}

void timing_end(struct timing *timing) {
  if (timing->folder)
    temporary_remove(timing->folder);
  free(timing->folder);
  free(timing->plain_program);
  free(timing->recorded_program);
}

static void ignore_section(void *context, struct reader_section *section) { (void)context, (void)section; }

// A program without sites would be compared with itself.
static int check(const struct timing *timing) {
  struct reader_problems problems = {.out = stderr};
  if (reader_elf_sections(timing->recorded_program, &problems, ignore_section, NULL) > 0)
    return 0;
  fprintf(stderr, "%s: there are no sites in %s; was it compiled with instr-cc?\n", timing->command,
          timing->recorded_program);
  return EXIT_FAILURE;
}

int timing_take(struct timing *timing, const char *plain, const char *recorded) {
  timing->plain_program = realpath(plain, NULL);
  if (!timing->plain_program)
    return fail(timing, "cannot find", plain);
  timing->recorded_program = realpath(recorded, NULL);
  if (!timing->recorded_program)
    return fail(timing, "cannot find", recorded);
  return check(timing);
}

// Keeps a copy of a program that the next build is going to replace. NULL with errno set if that fails.
static char *keep(const struct timing *timing, const char *program, const char *name) {
  char *copy = NULL;
  struct stat status;
  if (asprintf(&copy, "%s/%s", timing->folder, name) < 0)
    return NULL;
  const int from = open(program, O_RDONLY | O_CLOEXEC), to = open(copy, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
  bool is_copied = from >= 0 && to >= 0 && fstat(from, &status) == 0;
  for (off_t at = 0; is_copied && at < status.st_size;)
    is_copied = sendfile(to, from, &at, (size_t)(status.st_size - at)) > 0;
  if (to >= 0)
    is_copied &= close(to) == 0;
  const int error = errno;
  if (from >= 0)
    close(from);
  if (!is_copied) {
    free(copy);
    copy = NULL;
  }
  errno = error;
  return copy;
}

// One build; its output goes to stderr, since our own is the figures.
static int build_once(const struct timing *timing, const char *build) {
  const char *const words[] = {"sh", "-c", build, NULL};
  struct child child = {.argv = (char *const *)words, .input = -1, .output = STDERR_FILENO, .words = -1};
  const int status = child_run(&child, timing->command);
  if (status != 0)
    fprintf(stderr, "%s: the build failed with status %d: %s\n", timing->command, status, build);
  return status;
}

// Sets CC to the compiler that instr-cc runs.
static bool choose_plain(const char *instr_cc) {
  const char *const words[] = {instr_cc, "-print-prog-name=clang", NULL};
  size_t bytes;
  char *clang = child_output((char *const *)words, &bytes);
  if (!clang)
    return false;
  clang[strcspn(clang, "\n")] = 0;
  build_environment_set(clang, NULL);
  free(clang);
  return true;
}

int timing_build(struct timing *timing, const char *build, const char *program) {
  const char *flags = getenv("MAKEFLAGS");
  char *make_flags = strdup(flags ? flags : ""), *instr_cc = child_own_program("instr-cc", timing->command);
  int status = instr_cc && make_flags && choose_plain(instr_cc) ? build_once(timing, build) : EXIT_FAILURE;
  if (status == 0 && !(timing->plain_program = keep(timing, program, "plain")))
    status = fail(timing, "the build made no", program);
  if (status == 0) {
    setenv("MAKEFLAGS", make_flags, 1);
    build_environment_set(instr_cc, NULL);
    status = build_once(timing, build);
  }
  if (status == 0 && !(timing->recorded_program = keep(timing, program, "recorded")))
    status = fail(timing, "the build made no", program);
  free(make_flags);
  free(instr_cc);
  return status == 0 ? check(timing) : status;
}

// Processor seconds of one run, or a negative number after a message.
static double run_once(const struct timing *timing, const char *program, char *const *argv, int nowhere,
                       int *exit_status) {
  struct child child = {.program = program, .argv = argv, .input = nowhere, .output = nowhere, .words = nowhere};
  const int status = child_run(&child, timing->command);
  if (*exit_status < 0)
    *exit_status = status;
  if (status == CHILD_NOT_FOUND || status != *exit_status) {
    fprintf(stderr, "%s: %s ended with status %d%s\n", timing->command, program, status,
            status == CHILD_NOT_FOUND ? "" : ", and another run with another one");
    return -1;
  }
  const struct timeval *user = &child.usage.ru_utime, *system = &child.usage.ru_stime;
  return (double)(user->tv_sec + system->tv_sec) + 1e-6 * (double)(user->tv_usec + system->tv_usec);
}

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static struct timing_figure summarize(double *values, unsigned count) {
  qsort(values, count, sizeof *values, by_size);
  return (struct timing_figure){
      .median = (values[(count - 1) / 2] + values[count / 2]) / 2, .least = values[0], .most = values[count - 1]};
}

// Runs pairs, the two of a pair in changing order; values holds three columns of runs each.
static bool run_pairs(const struct timing *timing, char *const *argv, unsigned runs, double *values) {
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  int exit_status = -1;
  progress_begin("measuring", true);
  bool is_fine = nowhere >= 0;
  for (unsigned pair = 0; is_fine && pair <= runs; pair++) {
    double seconds[2];
    progress_run(pair, runs + 1);
    for (unsigned turn = 0; is_fine && turn < 2; turn++) {
      progress_thread(turn, 2);
      const unsigned which = (turn + pair) % 2;
      const char *program = which ? timing->recorded_program : timing->plain_program;
      seconds[which] = run_once(timing, program, argv, nowhere, &exit_status);
      is_fine = seconds[which] >= 0;
    }
    if (!is_fine || pair == 0) // the first one fills caches
      continue;
    values[pair - 1] = seconds[0];
    values[runs + pair - 1] = seconds[1];
    values[2 * runs + pair - 1] = seconds[1] / (seconds[0] > 0 ? seconds[0] : 1e-6);
  }
  progress_end();
  if (nowhere >= 0)
    close(nowhere);
  return is_fine;
}

int timing_measure(struct timing *timing, char *const *argv, unsigned runs) {
  double *values = calloc(3 * (size_t)runs, sizeof *values);
  int status = EXIT_FAILURE;
  // Nobody is going to look at these runs, and the user's own are not to make room for them.
  setenv("SOURCEPRINT_OUTPUT_DIR", timing->folder, 1);
  if (values && run_pairs(timing, argv, runs, values)) {
    timing->plain = summarize(values, runs);
    timing->recorded = summarize(values + runs, runs);
    timing->ratio = summarize(values + 2 * (size_t)runs, runs);
    status = 0;
  }
  free(values);
  return status;
}

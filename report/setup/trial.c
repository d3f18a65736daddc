// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs compile, link, program and report one after the other, and stops at the first that fails.

#define _GNU_SOURCE

#include "trial.h"

#include "common/memory.h"
#include "common/spawn.h"
#include "common/temporary.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char program[] = "int main(void) {\n"
                              "  int answer = 40;\n"
                              "  answer += 2;\n"
                              "  return answer;\n"
                              "}\n";
#define LAST_STATEMENT "return answer;"
#define ANSWER 42

extern char **environ;

static char *format(const char *text, const char *a, const char *b) {
  char *result;
  if (asprintf(&result, text, a, b) < 0)
    memory_is_short();
  return result;
}

// The environment without our variables, which might leave the trial out, and with those that it needs; the texts are
// borrowed.
static char **make_environment(char *const *needed) {
  size_t count = 0, kept = 0;
  while (environ[count])
    count++;
  char **environment = calloc(count + 5, sizeof *environment);
  if (!environment)
    memory_is_short();
  for (size_t i = 0; i < count; i++)
    if (strncmp(environ[i], "SOURCEPRINT_", 12) != 0 && strncmp(environ[i], "ASCII_INSTR_SOURCE_PRINT_", 25) != 0)
      environment[kept++] = environ[i];
  for (size_t i = 0; needed[i]; i++)
    environment[kept++] = needed[i];
  return environment;
}

struct step {
  const char *name;
  const char *argv[8]; // the first without a slash: beside this program
  int status;
  const char *expected; // in the output, or NULL
  const char *makes;    // a file, or NULL
  const char *advice;
};

static const struct step steps[] = {
    {"compile",
     {"instr-cc", "-g", "-c", "trial.c", "-o", "trial.o"},
     0,
     NULL,
     "trial.o",
     "if the words are the compiler's, choose another by SOURCEPRINT_REAL_CC; otherwise install sourceprint again"},
    {"link",
     {"instr-cc", "trial.o", "-o", "trial"},
     0,
     NULL,
     "trial",
     "install what a C program is linked with (on Debian: libc6-dev, libgcc-12-dev, binutils)"},
    {"run",
     {"./trial"},
     ANSWER,
     NULL,
     NULL,
     "if $TMPDIR lies on a file system without programs (noexec), choose another"},
    {"last",
     {"sourceprint", "last", "runs"},
     0,
     LAST_STATEMENT,
     NULL,
     "the program ran and left no record; its words say why, such as a full disk"},
};

static char *command_text(const char *const *argv) {
  char *text = strdup(argv[0]);
  for (size_t i = 1; text && argv[i]; i++) {
    char *longer = format("%s %s", text, argv[i]);
    free(text);
    text = longer;
  }
  return text;
}

static bool is_made(const char *folder, const char *name) {
  char *path = format("%s/%s", folder, name);
  const bool is_there = access(path, R_OK) == 0;
  free(path);
  return is_there;
}

// Runs one step. Returns true if all is well.
static bool run_step(const struct step *step, const char *folder, char **environment, struct trial *trial) {
  struct spawn_outcome outcome;
  const char *argv[8];
  memcpy(argv, step->argv, sizeof argv);
  char *beside = strchr(argv[0], '/') ? NULL : spawn_beside(argv[0]);
  if (beside)
    argv[0] = beside;
  const bool was_run = spawn_run(argv, folder, environment, true, &outcome);
  char *said = was_run ? outcome.output : strdup(strerror(errno));
  const bool is_right = was_run && !outcome.timed_out && outcome.status == step->status &&
                        (!step->makes || is_made(folder, step->makes)) &&
                        (!step->expected || strstr(outcome.output, step->expected));
  if (is_right) {
    free(said);
  } else {
    char *how = was_run ? format(outcome.timed_out ? "%s(it did not end within a minute)%s" : "%s%s", said, "")
                        : format("%s%s", said, "");
    free(said);
    *trial = (struct trial){step->name, step->advice, command_text(argv), how};
  }
  free(beside);
  return is_right;
}

static bool write_program(const char *folder) {
  char *path = format("%s/%s", folder, "trial.c");
  FILE *file = fopen(path, "wxe");
  free(path);
  return file && (fputs(program, file) >= 0) & (fclose(file) == 0);
}

struct trial trial_run(const char *compiler) {
  struct trial trial = {0};
  const char *temporary = getenv("TMPDIR");
  char *folder = format("%s/%s", temporary && *temporary ? temporary : "/tmp", "sourceprint-doctor.XXXXXX");
  // The children get the signal; we must stay to remove the folder.
  void (*before)(int) = signal(SIGINT, SIG_IGN);
  if (!temporary_make(folder) || !write_program(folder)) {
    trial =
        (struct trial){"folder", "set TMPDIR to a folder that can be written", strdup(folder), strdup(strerror(errno))};
  } else {
    char *needed[] = {format("SOURCEPRINT_OUTPUT_DIR=%s/%s", folder, "runs"),
                      format("SOURCEPRINT_REAL_CC=%s%s", compiler, ""), "SOURCEPRINT_STRICT=1", "SOURCEPRINT_VERBOSE=1",
                      NULL};
    char **environment = make_environment(needed);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
      if (!run_step(&steps[i], folder, environment, &trial))
        break;
    free(environment);
    free(needed[0]);
    free(needed[1]);
  }
  temporary_remove(folder);
  signal(SIGINT, before);
  free(folder);
  return trial;
}

void trial_free(struct trial *trial) {
  free(trial->command);
  free(trial->output);
}

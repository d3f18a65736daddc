// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Filters and their combinations: which of a table of records reach a sink that counts them.
#define _GNU_SOURCE
#include "runtime/filter.h"
#include "runtime/place.h"
#include "runtime/process.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct sp_filter filter;

// The functions of a made-up program, by a letter each.
static const struct function {
  char letter;
  const char *module, *file, *name;
} functions[] = {
    {'a', "/opt/chat", "/home/u/chat/src/server/main.c", "main"},
    {'b', "/opt/chat", "/home/u/chat/src/server/render.c", "render_frame"},
    {'c', "/opt/chat", "/home/u/chat/src/client/main.c", "main"},
    {'d', "/opt/chat", "/home/u/chat/src/client/render.c", "render_all"},
    {'e', "/opt/chat", "../lib/network/tcp.c", "send_packet"},
    {'f', "/opt/chat", "../lib/network/tcp.c", "recv_packet"},
    {'g', "/usr/lib/libaudio.so.2", "mix.c", "mix"},
    {'h', "/usr/lib/libaudio.so.2", "gen.inc", "first|second"},
};

// The sink: the letters that reach it, in their order.
static char sink[64];

static const char *run(void) {
  char *end = sink;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (sp_filter_function(&filter, functions[i].module, functions[i].file, functions[i].name))
      *end++ = functions[i].letter;
  *end = '\0';
  return sink;
}

static void clear(void) {
  static const char *const names[] = {"INCLUDE",
                                      "EXCLUDE",
                                      "INCLUDE_REGEX",
                                      "EXCLUDE_REGEX",
                                      "FUNCTION_INCLUDE",
                                      "FUNCTION_EXCLUDE",
                                      "FUNCTION_INCLUDE_REGEX",
                                      "FUNCTION_EXCLUDE_REGEX",
                                      "THREAD",
                                      "ONLY",
                                      "RATE",
                                      "ENABLE"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char variable[64];
    snprintf(variable, sizeof variable, "SOURCEPRINT_%s", names[i]);
    unsetenv(variable);
    snprintf(variable, sizeof variable, "ASCII_INSTR_SOURCE_PRINT_%s", names[i]);
    unsetenv(variable);
  }
  memset(&filter, 0, sizeof filter);
}

TestSuite(filter, .init = clear);

static void set(const char *name, const char *value) {
  char variable[64];
  snprintf(variable, sizeof variable, "SOURCEPRINT_%s", name);
  setenv(variable, value, 1);
}

// Settings as "NAME=value NAME=value".
static void configure(const char *settings) {
  clear();
  char copy[512];
  snprintf(copy, sizeof copy, "%s", settings);
  for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
    char *equals = strchr(word, '=');
    *equals = '\0';
    set(word, equals + 1);
  }
  sp_filter_read(&filter, sp_setting);
}

static const struct {
  const char *settings, *expected;
} combinations[] = {
    {"", "abcdefgh"},
    {"ENABLE=1", "abcdefgh"},
    {"ENABLE=0", ""},
    {"ENABLE=off INCLUDE=server", ""},
    // Files.
    {"INCLUDE=server", "ab"},
    {"INCLUDE=server,tcp.c", "abef"},
    {"INCLUDE=src/*/main.c", "ac"},
    {"INCLUDE=*.inc", "h"},
    {"INCLUDE=nowhere", ""},
    {"EXCLUDE=server", "cdefgh"},
    {"EXCLUDE=server,client,tcp", "gh"},
    {"EXCLUDE=*", ""},
    {"INCLUDE=src EXCLUDE=client", "ab"},
    {"INCLUDE=client EXCLUDE=src", ""},
    {"INCLUDE_REGEX=^[^/]+$", "gh"},
    {"EXCLUDE_REGEX=/(server|client)/", "efgh"},
    {"INCLUDE=server INCLUDE_REGEX=mix", "abg"},
    {"EXCLUDE=server EXCLUDE_REGEX=mix", "cdefh"},
    {"INCLUDE_REGEX=src EXCLUDE=main.c", "bd"},
    {"INCLUDE=src EXCLUDE_REGEX=render\\.c$", "ac"},
    // Functions.
    {"FUNCTION_INCLUDE=main", "ac"},
    {"FUNCTION_INCLUDE=render", "bd"},
    {"FUNCTION_INCLUDE=render_*", "bd"},
    {"FUNCTION_INCLUDE=*_packet", "ef"},
    {"FUNCTION_INCLUDE=[rs]e[cn]?_packet", "ef"},
    {"FUNCTION_INCLUDE=second", "h"},
    {"FUNCTION_EXCLUDE=first", "abcdefgh"}, // what second writes is kept
    {"FUNCTION_EXCLUDE=first,second", "abcdefg"},
    {"FUNCTION_INCLUDE=pack FUNCTION_EXCLUDE=send*", "f"},
    {"FUNCTION_INCLUDE_REGEX=^(main|mix)$", "acg"},
    {"FUNCTION_EXCLUDE_REGEX=_", "acgh"},
    {"FUNCTION_INCLUDE=mix FUNCTION_INCLUDE_REGEX=^main$", "acg"},
    // Files and functions: both must hold.
    {"INCLUDE=server FUNCTION_INCLUDE=main", "a"},
    {"INCLUDE=server FUNCTION_EXCLUDE=main", "b"},
    {"EXCLUDE=server FUNCTION_INCLUDE=main", "c"},
    {"EXCLUDE=server FUNCTION_EXCLUDE=main", "defgh"},
    {"INCLUDE_REGEX=client FUNCTION_INCLUDE_REGEX=^r", "d"},
    // Selectors: those for places are alternatives, those for functions too, and of both one must match.
    {"ONLY=server:*", "ab"},
    {"ONLY=server:*,client:*", "abcd"},
    {"ONLY=server:render*", "b"},
    {"ONLY=module=server:render*", "b"},
    {"ONLY=module=network", "ef"},
    {"ONLY=module=net*", "ef"},
    {"ONLY=module=chat", "abcd"}, // the folder; the program's name is not asked
    {"ONLY=module=tcp.c", ""},    // no folder
    {"ONLY=audio:*", "gh"},
    {"ONLY=libaudio:mix.c", "g"},
    {"ONLY=libaudio.so.2:*", "gh"},
    {"ONLY=file=lib/network/*", "ef"},
    {"ONLY=file=/lib/network/*", ""},
    {"ONLY=file=/home/*/main.c", "ac"},
    {"ONLY=file=main.c", "ac"},
    {"ONLY=func=render_*", "bd"},
    {"ONLY=func=render", ""}, // the whole name
    {"ONLY=func=main,func=mix", "acg"},
    {"ONLY=file=lib/network/*,func=send_*", "e"},
    {"ONLY=server:*,func=main", "a"},
    {"ONLY=server:*,file=*.inc", "abh"},
    {"ONLY=server:* EXCLUDE=main", "b"},
    {"ONLY=func=main INCLUDE=client", "c"},
    {"ONLY=server:* FUNCTION_INCLUDE_REGEX=frame", "b"},
    {"ONLY=server:*,client:* INCLUDE=render EXCLUDE=client FUNCTION_INCLUDE=frame FUNCTION_EXCLUDE=all", "b"},
    // Words that are empty, and spaces, which the loop below puts around the commas.
    {"INCLUDE=,server,,tcp.c,", "abef"},
    {"INCLUDE=,", "abcdefgh"},
};

Test(filter, combinations) {
  for (size_t i = 0; i < sizeof combinations / sizeof *combinations; i++) {
    configure(combinations[i].settings);
    cr_expect(eq(str, (char *)run(), (char *)combinations[i].expected), "%s", combinations[i].settings);
    bool is_nothing = !strchr(combinations[i].settings, '=') || !strcmp(combinations[i].settings, "ENABLE=1") ||
                      !strcmp(combinations[i].settings, "INCLUDE=,");
    cr_expect(eq(int, sp_filter_any(&filter), !is_nothing), "%s", combinations[i].settings);
  }
}

Test(filter, white_space_around_words) {
  set("INCLUDE", " server ,\ttcp.c ");
  sp_filter_read(&filter, sp_setting);
  cr_assert(eq(str, (char *)run(), "abef"));
}

Test(filter, names_of_the_original_tool) {
  setenv("ASCII_INSTR_SOURCE_PRINT_ONLY", "module=server:render_*", 1);
  setenv("ASCII_INSTR_SOURCE_PRINT_FUNCTION_EXCLUDE_REGEX", "^render", 1);
  setenv("ASCII_INSTR_SOURCE_PRINT_RATE", "10", 1);
  set("ONLY", "server:*"); // goes first
  sp_filter_read(&filter, sp_setting);
  cr_assert(eq(str, (char *)run(), "a"));
  cr_assert(eq(u32, filter.rate, 10));
}

Test(filter, unknown_names_are_no_crash) {
  configure("INCLUDE=a EXCLUDE_REGEX=b FUNCTION_INCLUDE=c ONLY=d:* THREAD=e");
  cr_assert_not(sp_filter_function(&filter, NULL, NULL, NULL));
  cr_assert_not(sp_filter_thread(&filter, 1, NULL, false));
}

Test(filter, threads) {
  configure("");
  cr_assert(sp_filter_thread(&filter, 7, "any", false));
  configure("THREAD=12,worker*,main");
  cr_assert(sp_filter_thread(&filter, 12, "x", false));
  cr_assert_not(sp_filter_thread(&filter, 120, "12", false));
  cr_assert(sp_filter_thread(&filter, 7, "worker3", false));
  cr_assert_not(sp_filter_thread(&filter, 7, "a worker", false));
  cr_assert(sp_filter_thread(&filter, 1, "program", true)); // the first thread
  cr_assert_not(sp_filter_thread(&filter, 7, "program", false));
  cr_assert(eq(str, (char *)run(), "abcdefgh")); // of the functions none is left out
  configure("THREAD=99999999999999999999");
  cr_assert_not(sp_filter_thread(&filter, -1, "x", false));
  configure("THREAD=main ENABLE=0");
  cr_assert_not(sp_filter_thread(&filter, 1, "main", true));
}

Test(filter, rates) {
  static const struct {
    const char *settings;
    int kept; // of 100
  } rates[] = {{"", 100}, {"RATE=1", 100}, {"RATE=2", 50}, {"RATE=7", 15}, {"RATE=100", 1}, {"RATE=1000000000", 1}};
  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
    configure(rates[i].settings);
    uint64_t first = 0, second = 0;
    int kept = 0;
    cr_expect(sp_filter_rate(filter.rate, &first), "the first one is kept");
    cr_expect(sp_filter_rate(filter.rate, &second), "each thread counts for itself");
    for (int k = 1; k < 100; k++)
      kept += sp_filter_rate(filter.rate, &first);
    cr_expect(eq(int, kept + 1, rates[i].kept), "%s", rates[i].settings);
  }
}

// Runs what writes notes; they are in `notes` then.
static char notes[16384];

static void note(const char *settings) {
  char name[] = "/tmp/notes-XXXXXX";
  int file = mkstemp(name), kept = dup(STDERR_FILENO);
  cr_assert(ge(int, file, 0));
  unlink(name);
  sp_process.verbose = true;
  dup2(file, STDERR_FILENO);
  if (settings) {
    configure(settings);
  } else {
    sp_filter_note_idle(&filter, true);
  }
  dup2(kept, STDERR_FILENO);
  close(kept);
  ssize_t bytes = pread(file, notes, sizeof notes - 1, 0);
  notes[bytes > 0 ? bytes : 0] = '\0';
  close(file);
}

Test(filter, what_is_wrong_is_said_and_left_out) {
  static const struct {
    const char *settings, *part, *expected;
  } wrong[] = {
      {"INCLUDE_REGEX=( INCLUDE=server", "SOURCEPRINT_INCLUDE_REGEX is no extended regular expression, a ( has no )",
       "ab"},
      {"FUNCTION_EXCLUDE_REGEX=[z-a]", "SOURCEPRINT_FUNCTION_EXCLUDE_REGEX", "abcdefgh"},
      {"INCLUDE=[,server", "no ]; it is left out: [", "ab"},
      {"ONLY=server", "none of file=GLOB, func=GLOB, module=NAME and NAME:GLOB; it is left out: server", "abcdefgh"},
      {"ONLY=file=,client:*", "it is left out: file=", "cd"},
      {"ONLY=:*", "it is left out: :*", "abcdefgh"},
      {"ONLY=func=[", "no ]; it is left out: func=[", "abcdefgh"},
      {"ENABLE=maybe", "SOURCEPRINT_ENABLE is neither 0 nor 1: 1 is used: maybe", "abcdefgh"},
      {"RATE=0", "SOURCEPRINT_RATE is no number from 1 to 1000000000: every record is kept: 0", "abcdefgh"},
      {"RATE=1x", "SOURCEPRINT_RATE", "abcdefgh"},
      {"RATE=-1", "SOURCEPRINT_RATE", "abcdefgh"},
      {"RATE=18446744073709551617", "SOURCEPRINT_RATE", "abcdefgh"},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    note(wrong[i].settings);
    cr_expect(ne(ptr, strstr(notes, wrong[i].part), NULL), "%s: %s", wrong[i].settings, notes);
    cr_expect(eq(str, (char *)run(), (char *)wrong[i].expected), "%s", wrong[i].settings);
    uint64_t records = 1;
    cr_expect(sp_filter_rate(filter.rate, &records));
  }
}

Test(filter, values_too_long) {
  char value[SP_FILTER_TEXT_MAX + 1];
  memset(value, 'x', sizeof value - 1);
  value[sizeof value - 1] = '\0';
  set("EXCLUDE", value);
  set("EXCLUDE_REGEX", value);
  sp_filter_read(&filter, sp_setting);
  cr_assert_not(sp_filter_any(&filter));
  value[sizeof value - 2] = '\0'; // just fits
  set("EXCLUDE", value);
  sp_filter_read(&filter, sp_setting);
  cr_assert(sp_filter_any(&filter));

  clear();
  value[0] = '\0';
  for (unsigned i = 0; i < SP_FILTER_WORD_MAX; i++)
    strcat(value, "nowhere,");
  set("INCLUDE", strcat(value, "server"));
  sp_filter_read(&filter, sp_setting);
  cr_assert(eq(u32, filter.lists[SP_FILTER_INCLUDE].count, SP_FILTER_WORD_MAX));
  cr_assert(eq(str, (char *)run(), ""));
}

Test(filter, what_matches_nothing_is_said) {
  configure("INCLUDE=server,sevrer EXCLUDE_REGEX=^q ONLY=server:*,no:x*,func=*,file=z THREAD=here,gone");
  sp_filter_thread(&filter, 7, "here", false);
  run();
  note(NULL);
  cr_assert(eq(str, notes,
               "sourceprint: SOURCEPRINT_INCLUDE matches nothing in this run: sevrer\n"
               "sourceprint: SOURCEPRINT_THREAD matches nothing in this run: gone\n"
               "sourceprint: SOURCEPRINT_ONLY matches nothing in this run: no:x*\n"
               "sourceprint: SOURCEPRINT_ONLY matches nothing in this run: file=z\n"
               "sourceprint: SOURCEPRINT_EXCLUDE_REGEX matches nothing in this run: ^q\n"));
  note(NULL); // once
  cr_assert(eq(str, notes, ""));

  configure("EXCLUDE=*");
  run();
  note(NULL);
  cr_assert(eq(str, notes, "sourceprint: nothing is recorded, the filters leave none of the functions\n"));
  configure("ENABLE=0");
  run();
  note(NULL);
  cr_assert(eq(str, notes, "sourceprint: nothing is recorded, SOURCEPRINT_ENABLE is 0\n"));
  configure("INCLUDE=server"); // a run that asked about no function knows nothing of them
  note(NULL);
  cr_assert(eq(str, notes, "sourceprint: SOURCEPRINT_INCLUDE matches nothing in this run: server\n"));
}

// The program may change its environment after the start, and errno is the program's.
Test(filter, the_environment_is_read_once_and_errno_is_kept) {
  configure("INCLUDE=server INCLUDE_REGEX=mix ONLY=server:*,audio:*");
  unsetenv("SOURCEPRINT_INCLUDE");
  errno = EXDEV;
  cr_assert(eq(str, (char *)run(), "abg"));
  sp_filter_thread(&filter, 1, "x", false);
  cr_assert(eq(int, errno, EXDEV));
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The stack of calls along a history (issue 6, item 2: the call path), from tables and values alone.

#include "report/reader/frames.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS 0x10000u
#define CALLS SP_SITE_CALLS
#define LEAVES SP_SITE_LEAVES
#define ENDS (SP_SITE_LEAVES | SP_SITE_ENDS)
#define BEGIN SP_BACK_NONE

// Sites of one table, with the functions in order.
struct line {
  const char *function;
  const char *snippet;
  unsigned flags; // and the kind
  unsigned back;
};

static struct reader_problems problems;
static struct reader_section *section;
static struct reader_run run;
static struct reader_history history;
static struct reader_frames frames;
static const struct line *lines;

static void make(const struct line *wanted, size_t count, uint32_t facts) {
  unsigned char *bytes = calloc(1, 1 << 16);
  uint32_t functions[64], function_count = 0, used = 1;
  for (uint32_t k = 0; k < count; k++)
    if (k == 0 || strcmp(wanted[k].function, wanted[k - 1].function) != 0)
      functions[function_count++] = k;
  const uint32_t sites_bytes = (uint32_t)(count * sizeof(struct sp_site));
  struct sp_table_header header = {
      .magic = SP_TABLE_MAGIC,
      .version = SP_FORMAT_VERSION,
      .header_bytes = sizeof header,
      .site_count = (uint32_t)count,
      .function_count = function_count,
      .facts = facts,
      .string_offset = (uint32_t)(sizeof header + sites_bytes + function_count * sizeof *functions),
  };
  memcpy(bytes + sizeof header + sites_bytes, functions, function_count * sizeof *functions);
  char *strings = (char *)bytes + header.string_offset;
  for (uint32_t k = 0; k < count; k++) {
    struct sp_site site = {.line = k + 1, .kind = (uint8_t)wanted[k].flags, .back = (uint16_t)wanted[k].back};
    site.function = used;
    used += (uint32_t)sprintf(strings + used, "%s", wanted[k].function) + 1;
    site.snippet = used;
    used += (uint32_t)sprintf(strings + used, "%s", wanted[k].snippet) + 1;
    memcpy(bytes + sizeof header + k * sizeof site, &site, sizeof site);
  }
  header.string_bytes = used;
  header.total_bytes = (header.string_offset + used + SP_TABLE_ALIGN - 1) / SP_TABLE_ALIGN * SP_TABLE_ALIGN;
  header.checksum = sp_checksum(bytes + sizeof header, header.total_bytes - sizeof header);
  memcpy(bytes, &header, sizeof header);
  problems.out = stderr;
  section = reader_section_new(bytes, header.total_bytes, "test", &problems);
  cr_assert(section && section->table_count == 1);
  cr_assert(reader_sites_add(&run.sites, section, ADDRESS) && reader_sites_finish(&run.sites));
  frames.run = &run;
  lines = wanted;
}

#define MAKE(lines) make(lines, sizeof(lines) / sizeof *(lines), SP_TABLE_FACTS)

static void tear_down(void) {
  reader_frames_free(&frames);
  reader_sites_free(&run.sites);
  reader_section_free(section);
  free(history.values);
}

TestSuite(frames, .fini = tear_down);

// The function of each statement's frame and those around it, as "main f g", after each of the statements, with "; "
// between; "?": it may have callers, "!": a handler. Sites are given as letters, a for the first; '-' is a lost record.
static const char *stacks(const char *sites, uint64_t first) {
  static char text[4096];
  char *at = text;
  history.first = first;
  history.end = first + strlen(sites);
  history.values = realloc(history.values, strlen(sites) * sizeof *history.values);
  for (size_t i = 0; sites[i]; i++)
    history.values[i] = sites[i] == '-' ? READER_LOST : ADDRESS + 1 + (uint32_t)(sites[i] - 'a');
  reader_frames_begin(&frames, &history, first);
  while (frames.next < history.end) {
    const size_t depth = frames.depth;
    const struct reader_frames_change change = reader_frames_advance(&frames, &history);
    cr_expect_eq(frames.depth, depth - change.popped + change.pushed);
    at += sprintf(at, "%s%s", at == text ? "" : "; ", reader_frames_have_callers(&frames) ? "?" : "");
    for (size_t i = 0; i < frames.depth; i++)
      at += sprintf(at, "%s%s%s", i ? " " : "", frames.frames[i].is_handler ? "!" : "",
                    lines[frames.frames[i].function - ADDRESS - 1].function);
  }
  return text;
}

static const struct line plain[] = {
    {"main", "int n = f(1)", CALLS, BEGIN}, // a
    {"main", "g(n)", CALLS, 1},             // b
    {"main", "return 0", ENDS, 1},          // c
    {"f", "if (n)", LEAVES, BEGIN},         // d
    {"f", "g(n)", CALLS | ENDS, 1},         // e
    {"g", "n++", 0, BEGIN},                 // f
    {"g", "return", ENDS, 1},               // g
};

Test(frames, of_calls_and_returns) {
  MAKE(plain);
  cr_expect_str_eq(stacks("adefgbfgc", 0), "main; main f; main f; main f g; main f g; main; main g; main g; main");
  cr_expect(frames.are_known);
}

Test(frames, of_a_call_right_behind_a_return) {
  static const struct line sum[] = {
      {"main", "f() + g() + h()", CALLS, BEGIN}, // a
      {"main", "return 0", ENDS, 1},             // b
      {"f", "return 1", ENDS, BEGIN},            // c
      {"g", "return h()", CALLS | ENDS, BEGIN},  // d
      {"h", "return 3", ENDS, BEGIN},            // e
  };
  MAKE(sum);
  cr_expect_str_eq(stacks("acdeeb", 0), "main; main f; main g; main g h; main h; main");
}

Test(frames, of_a_recursion_that_names_itself_twice) {
  static const struct line fib[] = {
      {"main", "fib(2)", CALLS, BEGIN},                          // a
      {"main", "return 0", ENDS, 1},                             // b
      {"fib", "if (n < 2)", SP_SITE_DECIDES, BEGIN},             // c
      {"fib", "return n", ENDS, 1},                              // d
      {"fib", "return fib(n - 1) + fib(n - 2)", CALLS | ENDS, 2} // e
  };
  MAKE(fib);
  // fib(3): fib(2), which calls fib(1) and fib(0), and then fib(1).
  cr_expect_str_eq(stacks("acecdcd", 0),
                   "main; main fib; main fib; main fib fib; main fib fib; main fib fib; main fib fib");
  cr_expect_str_eq(stacks("acececdcdcdb", 0),
                   "main; main fib; main fib; main fib fib; main fib fib; main fib fib fib; main fib fib fib; "
                   "main fib fib fib; main fib fib fib; main fib fib; main fib fib; main");
}

// What follows the call tells which of the calls of walk() goes on.
Test(frames, of_a_recursion_goes_on_behind_the_call) {
  static const struct line walk[] = {
      {"walk", "if (t)", LEAVES | SP_SITE_DECIDES, BEGIN}, // a
      {"walk", "walk(t->left)", CALLS, 1},                 // b
      {"walk", "visit(t)", CALLS, 1},                      // c
      {"walk", "walk(t->right)", CALLS | ENDS, 1},         // d
      {"visit", "n++", ENDS, BEGIN},                       // e
  };
  MAKE(walk);
  // A tree of two: the left one has no children.
  cr_expect_str_eq(stacks("ababacedacedaceda", 0),
                   "walk; walk; walk walk; walk walk; walk walk walk; walk walk; walk walk visit; walk walk; "
                   "walk walk walk; walk; walk visit; walk; walk walk; walk walk; walk walk visit; walk walk; "
                   "walk walk walk");
}

Test(frames, of_a_mutual_recursion) {
  static const struct line mutual[] = {
      {"even", "if (n)", SP_SITE_DECIDES, BEGIN}, // a
      {"even", "n = odd(n - 1)", CALLS, 1},       // b
      {"even", "return n", ENDS, 0},              // c: several ways
      {"odd", "if (n)", SP_SITE_DECIDES, BEGIN},  // d
      {"odd", "n = even(n - 1)", CALLS, 1},       // e
      {"odd", "return n", ENDS, 0},               // f
  };
  MAKE(mutual);
  cr_expect_str_eq(stacks("abdeabdfcfc", 0),
                   "even; even; even odd; even odd; even odd even; even odd even; even odd even odd; "
                   "even odd even odd; even odd even; even odd; even");
}

Test(frames, of_a_function_that_begins_with_a_loop) {
  static const struct line loop[] = {
      {"main", "f(3)", CALLS, BEGIN},                                // a
      {"main", "f(4)", CALLS, 1},                                    // b
      {"f", "n--", SP_KIND_CONDITION | LEAVES | SP_SITE_DECIDES, 0}, // c
      {"f", "g()", CALLS, 1},                                        // d
      {"g", "while (n)", SP_KIND_CONDITION | LEAVES, BEGIN},         // e
  };
  MAKE(loop);
  // Two rounds in f, each with a call; then f again, which has none.
  cr_expect_str_eq(stacks("acdecdecbc", 0),
                   "main; main f; main f; main f g; main f; main f; main f g; main f; main; main f");
}

Test(frames, of_a_handler_and_what_it_interrupted) {
  static const struct line handler[] = {
      {"main", "n = 1", 0, BEGIN},          // a
      {"main", "n = 2", 0, 1},              // b
      {"on_alarm", "ticks++", ENDS, BEGIN}, // c
  };
  MAKE(handler);
  cr_expect_str_eq(stacks("acbcc", 0), "main; main !on_alarm; main; main !on_alarm; main !on_alarm");
}

Test(frames, of_a_callback_are_called_by_the_statement_that_names_it) {
  static const struct line sort[] = {
      {"main", "qsort(a, 3, 4, compare)", CALLS, BEGIN},     // a
      {"main", "return 0", ENDS, 1},                         // b
      {"compare", "return less(x, y)", CALLS | ENDS, BEGIN}, // c
      {"less", "return x < y", ENDS, BEGIN},                 // d
  };
  MAKE(sort);
  cr_expect_str_eq(stacks("acdcdcdb", 0),
                   "main; main compare; main compare less; main compare; main compare less; main compare; "
                   "main compare less; main");
}

// A statement that calls by a pointer is believed to have called, before a library that may call once more.
Test(frames, of_a_call_by_pointer_at_the_end_of_a_function) {
  static const struct line pointers[] = {
      {"main", "table[n](1)", CALLS, BEGIN},           // a
      {"main", "return 0", ENDS, 1},                   // b
      {"f", "return (*next)(0)", CALLS | ENDS, BEGIN}, // c
      {"g", "return f(0)", CALLS | ENDS, BEGIN},       // d
  };
  MAKE(pointers);
  cr_expect_str_eq(stacks("accdcb", 0), "main; main f; main f f; main f f g; main f f g f; main");
}

// A macro's text names no function; that the function itself has nothing left to call tells whose call it was.
Test(frames, of_a_call_out_of_a_macro) {
  static const struct line macros[] = {
      {"main", "n = yield(L, top(L))", CALLS, BEGIN}, // a
      {"main", "return 0", ENDS, 1},                  // b
      {"top", "return 1", ENDS, BEGIN},               // c
      {"yield_more", "return 2", ENDS, BEGIN},        // d
  };
  MAKE(macros);
  cr_expect_str_eq(stacks("acdb", 0), "main; main top; main yield_more; main");
}

Test(frames, that_have_ended_are_passed_over) {
  static const struct line ended[] = {
      {"f", "if (n)", SP_SITE_DECIDES, BEGIN},            // a
      {"f", "return n > 2 && f(n - 3)", CALLS | ENDS, 1}, // b
      {"f", "x = f(n - 1)", CALLS, 2},                    // c
      {"f", "x++", 0, 0},                                 // d: several ways
      {"f", "return x", ENDS, 1},                         // e
  };
  MAKE(ended);
  cr_expect_str_eq(stacks("acababde", 0), "f; f; f f; f f; f f f; f f f; f; f");
}

// Only from inside the loop control comes back to where the function begins.
Test(frames, of_a_recursion_behind_the_loop_that_begins_a_function) {
  static const struct line loops[] = {
      {"f", "n & 1", SP_KIND_CONDITION | SP_SITE_DECIDES, 0}, // a
      {"f", "CALL(n)", CALLS, 1},                             // b
      {"f", "CALL(n + 1)", CALLS, 2},                         // c: its only statement before is the condition
      {"f", "return n", ENDS, 1},                             // d
  };
  MAKE(loops);
  cr_expect_str_eq(stacks("abacacdd", 0), "f; f; f; f; f f; f f; f f; f");
}

Test(frames, are_left_by_longjmp) {
  static const struct line jump[] = {
      {"main", "if (setjmp(j))", SP_SITE_DECIDES, BEGIN}, // a
      {"main", "return 1", ENDS, 1},                      // b
      {"main", "f()", CALLS, 2},                          // c
      {"f", "g()", CALLS, BEGIN},                         // d
      {"f", "return", ENDS, 1},                           // e
      {"g", "longjmp(j, 1)", CALLS, BEGIN},               // f
      {"g", "return", ENDS, 1},                           // g
  };
  MAKE(jump);
  cr_expect_str_eq(stacks("acdfb", 0), "main; main; main f; main f g; main");
}

Test(frames, before_the_window_are_not_known) {
  MAKE(plain);
  cr_expect_str_eq(stacks("gbfgc", 1000), "?g; main; main g; main g; main");
  cr_expect_str_eq(stacks("eg", 1000), "?f; ?g");
  cr_expect_str_eq(stacks("fgefg", 1000), "?g; ?g; ?f; ?f g; ?f g");
}

Test(frames, go_on_behind_what_is_lost) {
  MAKE(plain);
  cr_expect_str_eq(stacks("ade-gbfg", 0), "main; main f; main f; main f; main g; main; main g; main g");
  cr_expect_str_eq(stacks("ad-c", 0), "main; main f; main f; main");
  cr_expect_str_eq(stacks("-ad", 0), "main; main f");
}

Test(frames, of_a_deep_recursion) {
  static const struct line deep[] = {
      {"down", "if (n)", SP_SITE_DECIDES, BEGIN}, // a
      {"down", "down(n - 1)", CALLS, 1},          // b
      {"down", "return", ENDS, 0},                // c
  };
  MAKE(deep);
  const size_t depth = 200000;
  history.values = malloc(4 * depth * sizeof *history.values);
  for (size_t i = 0; i < depth; i++) {
    history.values[2 * i] = ADDRESS + 1;
    history.values[2 * i + 1] = ADDRESS + 2;
    history.values[2 * depth + i] = ADDRESS + 3;
  }
  history.values[2 * depth - 1] = ADDRESS + 3; // the last one calls none
  history.end = 3 * depth - 1;
  reader_frames_begin(&frames, &history, 0);
  reader_frames_go(&frames, &history, 2 * depth - 1);
  cr_expect_eq(frames.depth, depth);
  cr_expect_eq(frames.next, 2 * depth);
  reader_frames_go(&frames, &history, UINT64_MAX);
  cr_expect_eq(frames.depth, 1);
  cr_expect_not(reader_frames_have_callers(&frames));
}

Test(frames, are_found_from_any_place_on) {
  MAKE(plain);
  stacks("adefgbfgc", 0);
  reader_frames_begin(&frames, &history, 3);
  reader_frames_go(&frames, &history, 4);
  cr_expect_eq(frames.depth, 1);
  cr_expect(reader_frames_have_callers(&frames));
  reader_frames_go(&frames, &history, 5);
  cr_expect_eq(frames.depth, 1);
  cr_expect_not(reader_frames_have_callers(&frames), "main has no callers");
}

Test(frames, of_a_table_without_facts_are_guessed_by_names) {
  make(plain, sizeof plain / sizeof *plain, 0);
  cr_expect_str_eq(stacks("adefgb", 0), "main; main f; main f; main f g; main f g; main");
  cr_expect_not(frames.are_known);
}

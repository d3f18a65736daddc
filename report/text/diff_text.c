// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text form of `sourceprint diff`.

#include "diff_show.h"

#include <inttypes.h>
#include <string.h>

// Functions of which it is told that only one run executed them, or oftener.
#define FUNCTIONS_SHOWN 12u
// Statements of which it is told that their text differs.
#define RENAMED_SHOWN 8u

static void put(FILE *out, const char *text) { output_text(out, text, strlen(text)); }

static void put_side(FILE *out, const struct diff *diff, unsigned side, const struct last_look *look) {
  const struct reader_run *run = diff->sides[side].run;
  fprintf(out, "%s%c%s: ", look->colors.start[OUTPUT_TITLE], 'A' + (char)side, look->colors.stop);
  put(out, *run->header.program ? run->header.program : run->name);
  fprintf(out, " (pid %d): ", run->header.pid);
  last_put_end(out, run, &look->colors);
  fprintf(out, "   %s", look->colors.start[OUTPUT_DIM]);
  put(out, run->path);
  fprintf(out, "%s\n", look->colors.stop);
}

static void put_statement(FILE *out, const char *words, const struct diff *diff, unsigned side,
                          const struct diff_track *track, size_t index, const struct last_look *look) {
  struct reader_record record;
  const struct reader_run *run = diff->sides[side].run;
  fprintf(out, "    %s", words);
  if (index >= track->count) {
    fputs(last_is_crash(run) && track->thread.is_end_thread ? ": it crashed behind that\n" : ": nothing more\n", out);
    return;
  }
  fprintf(out, ", seq %" PRIu64 ":\n", track->numbers[index] + 1);
  if (reader_record_resolve(run, track->thread.tid, track->numbers[index], track->values[index], &record))
    last_put_statement(out, run, &record.text, look);
  else
    fputs("    the statement is not known\n", out);
}

static void put_pair_title(FILE *out, const struct diff_pair *pair) {
  fputs("  thread ", out);
  last_put_name(out, &pair->a->thread);
  fprintf(out, " of A, %d of B: ", pair->b->thread.tid);
}

static void put_parting(FILE *out, const struct diff *diff, const struct diff_pair *pair,
                        const struct last_look *look) {
  put_pair_title(out, pair);
  if (pair->outcome == DIFF_NOT_ALIGNED) {
    fputs("what is left of them has no beginning in common: they parted before it. More is kept with a larger "
          "SOURCEPRINT_RING_BYTES, or if filters leave out what is executed most\n",
          out);
    return;
  }
  if (pair->same == 0)
    fputs("they part at the first statement\n", out);
  else
    fprintf(out, "%zu statement%s the same, then they part\n", pair->same, pair->same == 1 ? " is" : "s are");
  if (pair->is_by_content)
    fprintf(out,
            "    compared from seq %" PRIu64 " of A and %" PRIu64
            " of B on, where they are alike; what was before is not known\n",
            pair->a->numbers[pair->a_begin] + 1, pair->b->numbers[pair->b_begin] + 1);
  if (pair->same)
    put_statement(out, "last in common", diff, 0, pair->a, pair->a_begin + pair->same - 1, look);
  put_statement(out, "then A", diff, 0, pair->a, pair->a_begin + pair->same, look);
  put_statement(out, "then B", diff, 1, pair->b, pair->b_begin + pair->same, look);
}

static void put_unpaired(FILE *out, const struct diff *diff) {
  for (unsigned side = 0; side < 2; side++)
    for (size_t i = 0; i < diff->sides[side].track_count; i++) {
      const struct diff_track *track = &diff->sides[side].tracks[i];
      if (track->is_paired || !track->count)
        continue;
      fputs("  thread ", out);
      last_put_name(out, &track->thread);
      fprintf(out, " of %c has no counterpart\n", 'A' + (char)side);
    }
}

static void put_place(FILE *out, const struct reader_site *site) {
  put(out, site->file);
  fprintf(out, ":%" PRIu32 " `", site->line);
  put(out, site->snippet);
  putc('`', out);
}

static void put_renamed(FILE *out, const struct diff *diff) {
  if (diff->renamed_count)
    fprintf(out, "  %zu statement%s taken for the same, with another text in B:\n", diff->renamed_count,
            diff->renamed_count == 1 ? " is" : "s are");
  for (size_t i = 0; i < diff->renamed_count && i < RENAMED_SHOWN; i++) {
    fputs("    ", out);
    put_place(out, &diff->renamed[i].a);
    fputs(" is ", out);
    put_place(out, &diff->renamed[i].b);
    putc('\n', out);
  }
  if (diff->renamed_count > RENAMED_SHOWN)
    fprintf(out, "    and %zu more\n", diff->renamed_count - RENAMED_SHOWN);
}

// The statements of a function of which `side` alone, or more, executed. Returns how many counts belong to it.
static size_t put_function(FILE *out, const struct diff *diff, size_t from, bool are_shown) {
  const struct reader_site *first = &diff->counts[from].site;
  size_t count = 0, only[2] = {0}, both = 0;
  uint32_t line[2] = {0};
  for (; from + count < diff->count_count; count++) {
    const struct diff_count *c = &diff->counts[from + count];
    if (strcmp(c->site.function, first->function) != 0 || strcmp(c->site.file, first->file) != 0)
      break;
    for (unsigned side = 0; side < 2; side++)
      if (c->in[!side] == 0 && only[side]++ == 0)
        line[side] = c->site.line;
    both += c->in[0] && c->in[1];
  }
  if (!are_shown)
    return count;
  fputs("    ", out);
  put(out, *first->function ? first->function : "-");
  fputs(" (", out);
  put(out, first->file);
  fputs("): ", out);
  const char *separator = "";
  for (unsigned side = 0; side < 2; side++)
    if (only[side]) {
      fprintf(out, "%s%zu statement%s only in %c, from line %" PRIu32, separator, only[side],
              only[side] == 1 ? "" : "s", 'A' + (char)side, line[side]);
      separator = "; ";
    }
  if (both)
    fprintf(out, "%s%zu executed a different number of times", separator, both);
  putc('\n', out);
  return count;
}

static void put_executed(FILE *out, const struct diff *diff) {
  size_t functions = 0;
  if (diff->count_count)
    fputs("  what was executed differs in\n", out);
  for (size_t i = 0; i < diff->count_count; functions++)
    i += put_function(out, diff, i, functions < FUNCTIONS_SHOWN);
  if (functions > FUNCTIONS_SHOWN)
    fprintf(out, "    and %zu functions more\n", functions - FUNCTIONS_SHOWN);
}

void diff_print(FILE *out, const struct diff *diff, const struct last_look *look) {
  size_t same = 0;
  for (unsigned side = 0; side < 2; side++)
    put_side(out, diff, side, look);
  for (size_t i = 0; i < diff->pair_count; i++) {
    same += !diff_pair_differs(&diff->pairs[i]);
    if (diff_pair_differs(&diff->pairs[i]))
      put_parting(out, diff, &diff->pairs[i], look);
  }
  if (same)
    fprintf(out, "  %zu thread%s the same in both\n", same, same == 1 ? " is" : "s are");
  put_unpaired(out, diff);
  put_renamed(out, diff);
  put_executed(out, diff);
}

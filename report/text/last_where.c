// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In which functions the threads of a process were at its end: what they have in common, and where one is elsewhere.

#include "last_groups.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// Lines of a function, and functions, that are named.
#define LINES_SHOWN 4u
#define FUNCTIONS_SHOWN 12u
// A thread that has executed something so shortly before the end has gone on until then, unless the clock is coarser.
#define GONE_ON_NS 10000000u

enum motion {
  MOTION_END,
  MOTION_ON,
  MOTION_STILL,
  MOTION_CALL,    // begun so shortly before the end that nobody knows whether it waited
  MOTION_WAITING, // perhaps, as long as nobody knows
  MOTION_UNKNOWN,
  MOTION_ELSEWHERE,
  MOTION_OVER,
  MOTION_COUNT
};

// What the threads' last statements are compared with.
struct reference {
  uint64_t ns;   // CLOCK_REALTIME; 0: there is none
  bool is_known; // it is when the process ended, or now; else it did not end earlier
};

static enum motion motion_of(const struct reader_run *run, const struct last_thread *t, struct reference reference) {
  const uint64_t then = t->record.text.realtime_ns, tick = run->header.tick_ns;
  if (t->has_gone_on)
    return MOTION_ELSEWHERE;
  if (t->thread.is_end_thread)
    return MOTION_END;
  if (t->thread.end_ns)
    return MOTION_OVER;
  if (!then || !reference.ns)
    return MOTION_UNKNOWN;
  const uint64_t age = reference.ns > then ? reference.ns - then : 0;
  const bool may_wait = t->record.text.within_ns <= tick;
  if (age > (tick > GONE_ON_NS ? tick : GONE_ON_NS))
    return may_wait ? MOTION_STILL : MOTION_UNKNOWN;
  if (may_wait && !reference.is_known)
    return MOTION_WAITING;
  return t->is_waiting_call ? MOTION_CALL : MOTION_ON;
}

// What was known last of any thread stands for the end of a process that could not note it.
static struct reference reference_of(const struct last_process *process) {
  uint64_t newest = last_reference_ns(process->run);
  if (newest)
    return (struct reference){newest, true};
  for (size_t i = 0; i < process->thread_count; i++)
    if (process->threads[i].record.text.realtime_ns > newest)
      newest = process->threads[i].record.text.realtime_ns;
  return (struct reference){newest, false};
}

static void put_lines(FILE *out, struct last_group group) {
  uint32_t shown[LINES_SHOWN];
  size_t count = 0;
  bool are_more = false;
  for (size_t i = 0; i < group.count; i++) {
    const uint32_t line = group.ones[i].thread->record.text.line;
    size_t known = 0;
    while (known < count && shown[known] != line)
      known++;
    if (known < count)
      continue;
    are_more = count == LINES_SHOWN;
    if (are_more)
      break;
    shown[count++] = line;
    fprintf(out, "%s%" PRIu32, count == 1 ? ":" : ", ", line);
  }
  fputs(are_more ? " ..." : "", out);
}

static void put_span(FILE *out, struct last_group group, uint64_t reference_ns) {
  uint64_t least = UINT64_MAX, most = 0;
  for (size_t i = 0; i < group.count; i++) {
    const uint64_t then = group.ones[i].thread->record.text.realtime_ns;
    const uint64_t age = reference_ns > then ? reference_ns - then : 0;
    least = age < least ? age : least;
    most = age > most ? age : most;
  }
  output_elapsed(out, least);
  if (most > least) {
    fputs(" to ", out);
    output_elapsed(out, most);
  }
}

static void put_motion(FILE *out, const struct reader_run *run, enum motion motion, struct last_group group,
                       struct reference reference) {
  const bool is_running = run->end == READER_END_RUNNING;
  switch (motion) {
  case MOTION_END:
    fputs(last_is_crash(run) ? "crashed" : "ended the process", out);
    break;
  case MOTION_ON:
    fputs(is_running ? "running" : "still running when the process ended", out);
    break;
  case MOTION_STILL:
    fputs(is_running           ? "standing still for "
          : reference.is_known ? "stood still for "
                               : "stood still for at least ",
          out);
    put_span(out, group, reference.ns);
    break;
  case MOTION_CALL:
    fputs("in a call that may wait, begun ", out);
    put_span(out, group, reference.ns);
    fputs(is_running ? " ago" : " before the end", out);
    break;
  case MOTION_WAITING:
    fputs("for how long is not known, as nobody noted the end", out);
    break;
  case MOTION_ELSEWHERE:
    fputs("went on elsewhere", out);
    break;
  case MOTION_OVER:
    fputs("exited", out);
    break;
  default:
    fputs("since when is not known", out);
  }
}

// The threads of one function, by what they did last.
static void put_function(FILE *out, const struct last_process *process, struct last_group function,
                         struct reference reference) {
  struct last_one *some = calloc(function.count, sizeof *some);
  for (unsigned motion = 0; some && motion < MOTION_COUNT; motion++) {
    struct last_group group = {some, 0};
    for (size_t i = 0; i < function.count; i++)
      if (motion_of(process->run, function.ones[i].thread, reference) == motion)
        some[group.count++] = function.ones[i];
    if (!group.count)
      continue;
    const struct sp_record_text *text = &some[0].thread->record.text;
    fprintf(out, "    %zu in ", group.count);
    output_text(out, text->function ? text->function : "-", strlen(text->function ? text->function : "-"));
    fputs(" (", out);
    output_text(out, text->file ? text->file : "-", strlen(text->file ? text->file : "-"));
    put_lines(out, group);
    fputs("), ", out);
    put_motion(out, process->run, (enum motion)motion, group, reference);
    fputs(": ", out);
    last_put_names(out, group);
    putc('\n', out);
  }
  free(some);
}

void last_print_where(FILE *out, const struct last_process *process) {
  struct last_one *ones;
  const size_t count = last_sort_places(process, 0, &ones);
  const struct reference reference = reference_of(process);
  size_t shown = 0, known = 0;
  for (size_t i = 0; i < count; i++)
    known += ones[i].thread->has_site;
  if (known)
    fputs(process->run->end == READER_END_RUNNING ? "  where the threads are:\n" : "  where the threads were:\n", out);
  for (size_t i = 0; i < count; shown++) {
    struct last_group function = {ones + i, count - i};
    function.count = last_count_same_function(function);
    if (ones[i].thread->has_site && shown < FUNCTIONS_SHOWN)
      put_function(out, process, function, reference);
    i += function.count;
  }
  if (shown > FUNCTIONS_SHOWN)
    fprintf(out, "    %zu functions more\n", shown - FUNCTIONS_SHOWN);
  free(ones);
}

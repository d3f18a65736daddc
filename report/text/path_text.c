// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text form of `sourceprint path`.

#include "path_text.h"
#include "fold_text.h"
#include "last_text.h"

#include <inttypes.h>
#include <string.h>

#define PLACE_WIDTH 20
#define NAME_WIDTH 22
#define SNIPPET_WIDTH 100u
// Loops, and steps of a round, that are shown.
#define LOOPS_SHOWN 3u
#define ROUND_SHOWN 30u
// Variables of which it is told where they were set.
#define ASSIGNMENTS_SHOWN 8u

static void put(FILE *out, const char *text, size_t most) {
  const size_t bytes = strlen(text);
  output_text(out, text, bytes < most ? bytes : most);
  fputs(bytes > most ? " ..." : "", out);
}

static const char *function_name(const struct reader_run *run, uint32_t function) {
  struct reader_site site;
  return reader_sites_find(&run->sites, function, &site) && *site.function ? site.function : "-";
}

static int put_place(FILE *out, const struct reader_site *site) {
  put(out, *site->file ? site->file : "-", SIZE_MAX);
  return (int)strlen(site->file) + fprintf(out, ":%" PRIu32, site->line);
}

static void put_site(FILE *out, const struct reader_site *site, int indent) {
  fprintf(out, "%*s", indent, "");
  const int used = put_place(out, site);
  fprintf(out, "%*s", used < PLACE_WIDTH ? PLACE_WIDTH - used : 1, "");
  put(out, site->snippet, SNIPPET_WIDTH);
}

static void put_statement(FILE *out, const struct path *path, uint32_t value, int indent) {
  struct reader_site site;
  if (reader_sites_find(&path->frames.run->sites, value, &site))
    put_site(out, &site, indent);
  else
    fprintf(out, "%*snot known", indent, "");
}

// Begins a line; returns the space behind the name.
static int put_function(FILE *out, const char *name, const struct output_colors *colors) {
  const int length = (int)strlen(name);
  fprintf(out, "      %s", colors->start[OUTPUT_TITLE]);
  put(out, name, SIZE_MAX);
  fputs(colors->stop, out);
  return length < NAME_WIDTH ? NAME_WIDTH - length : 1;
}

// Those before the fork() that made the process.
static void put_parent(FILE *out, const struct path *path, const struct output_colors *colors) {
  const struct reader_parent *parent = &path->parent;
  for (size_t i = 0; i < parent->count; i++) {
    put_site(out, &parent->calls[i], put_function(out, parent->calls[i].function, colors));
    fputs("  (before the fork)\n", out);
  }
}

static void put_handler(FILE *out, const struct reader_frame *frame) {
  if (!frame->is_handler)
    return;
  fputs("  (", out);
  if (frame->signal && frame->signal != SP_MARK_UNKNOWN) {
    fputs("handler of ", out);
    last_put_signal_name(out, frame->signal);
  } else {
    fputs("a signal handler", out);
  }
  putc(')', out);
}

static void put_frame(FILE *out, const struct path *path, size_t i, const struct path_view *view) {
  const struct reader_frames *frames = &path->frames;
  const char *name = function_name(frames->run, frames->frames[i].function);
  const struct fold fold = fold_find(frames, i);
  put_statement(out, path, frames->frames[i].value, put_function(out, name, &view->colors));
  put_handler(out, &frames->frames[i]);
  if (fold.frames > 1) {
    fputs("  (", out);
    fold_put(out, &fold);
    putc(')', out);
  }
  putc('\n', out);
}

static void put_frames(FILE *out, const struct path *path, const struct path_view *view) {
  const struct reader_frames *frames = &path->frames;
  size_t lines = 0, line = 0;
  fputs("    calls, outermost first:\n", out);
  if (path->parent.has_more)
    fprintf(out, "      %scallers from before the window, which are not known%s\n", view->colors.start[OUTPUT_DIM],
            view->colors.stop);
  put_parent(out, path, &view->colors);
  for (size_t i = 0; i < frames->depth; i += fold_find(frames, i).frames)
    lines++;
  const bool is_long = lines > view->lines && view->lines;
  const size_t first = (size_t)view->lines / 2, last = lines - (size_t)(view->lines - first);
  for (size_t i = 0; i < frames->depth; i += fold_find(frames, i).frames, line++) {
    if (is_long && line == first)
      fprintf(out, "      %s... %zu more%s\n", view->colors.start[OUTPUT_DIM], last - first, view->colors.stop);
    if (!is_long || line < first || line >= last)
      put_frame(out, path, i, view);
  }
}

static void put_outcome(FILE *out, struct path *path, const struct path_step *step, const struct path_step *next) {
  enum path_outcome outcome;
  struct reader_site site;
  if (!path_decides(path, step, next, &outcome) || !next)
    return;
  fputs(outcome == PATH_TRUE ? "  -> true" : outcome == PATH_FALSE ? "  -> false" : "  ->", out);
  if (outcome != PATH_TRUE && reader_sites_find(&path->frames.run->sites, next->value, &site))
    fprintf(out, "%s line %" PRIu32, outcome == PATH_FALSE ? "," : "", site.line);
}

static void put_returned(FILE *out, const struct path *path, const struct path_step *step) {
  if (!step->calls)
    return;
  fputs("  ", out);
  put(out, function_name(path->frames.run, step->called), SIZE_MAX);
  fputs("()", out);
  if (step->calls > 1)
    fprintf(out, "%s, %" PRIu64 " calls,", step->is_mixed ? " and others" : "", step->calls);
  fprintf(out, " returned, %" PRIu64 " statement%s", step->statements, step->statements == 1 ? "" : "s");
  struct reader_site site;
  if (!path_return(path, step, &site))
    return;
  fputs(", at ", out);
  put_place(out, &site);
  fputs(" `", out);
  put(out, site.snippet, SNIPPET_WIDTH);
  putc('`', out);
}

static void put_step(FILE *out, struct path *path, size_t index, const struct path_view *view) {
  const struct path_step *step = &path->steps[index];
  const bool is_end = index + 1 == path->count;
  const uint64_t times = path_times(path, index);
  fputs(is_end ? view->colors.start[OUTPUT_MARK] : "", out);
  fputs(is_end ? "      >" : "", out);
  put_statement(out, path, step->value, is_end ? 1 : 8);
  fputs(is_end ? view->colors.stop : "", out);
  put_outcome(out, path, step, path_next(path, index));
  if (times > 1)
    fprintf(out, "  (%" PRIu64 " times)", times);
  put_returned(out, path, step);
  if (step->signal && step->signal != SP_MARK_UNKNOWN) {
    fputs("  (interrupted by ", out);
    last_put_signal_name(out, step->signal);
    putc(')', out);
  }
  putc('\n', out);
}

// The newest of the steps that are shown.
static void put_steps(FILE *out, struct path *path, const struct path_view *view) {
  size_t shown = 0, first = path->count, known = path->frames.depth;
  for (size_t i = 0; i < path->count; i++)
    shown += path_is_shown(path, i);
  for (size_t left = view->lines; left > 0 && first > 0;)
    left -= path_is_shown(path, --first);
  fputs("    how it came there:\n", out);
  if (shown > view->lines)
    fprintf(out, "      %s... %zu step%s before%s\n", view->colors.start[OUTPUT_DIM], shown - (size_t)view->lines,
            shown - view->lines == 1 ? "" : "s", view->colors.stop);
  for (size_t i = first; i < path->count; i++) {
    if (!path_is_shown(path, i))
      continue;
    const size_t frame = path_frame(path, i);
    if (frame != known) {
      fprintf(out, "      in %s", view->colors.start[OUTPUT_TITLE]);
      put(out, function_name(path->frames.run, path->frames.frames[frame].function), SIZE_MAX);
      fprintf(out, "%s\n", view->colors.stop);
    }
    known = frame;
    put_step(out, path, i, view);
  }
}

// Where the innermost call last assigned what the statement uses.
static void put_assignments(FILE *out, const struct path *path) {
  static const char *const how[] = {
      [ASSIGNED_VALUE] = "", [ASSIGNED_PART] = "  (a part of it)", [ASSIGNED_ADDRESS] = "  (its address is passed)"};
  struct path_assignment assignments[ASSIGNMENTS_SHOWN];
  const size_t count = path_assignments(path, assignments, ASSIGNMENTS_SHOWN);
  if (count)
    fputs("    what it uses was set in this call at:\n", out);
  for (size_t i = 0; i < count; i++) {
    fprintf(out, "%8s%-8s", "", assignments[i].name);
    put_statement(out, path, assignments[i].value, 1);
    fputs(how[assignments[i].how], out);
    fputs(assignments[i].step ? "\n" : "  (in an earlier round)\n", out);
  }
}

// A loop in which a frame is.
static void put_loop(FILE *out, struct path *path, size_t frame, const struct path_step *head) {
  const struct path_round *round = head->round;
  const struct path_step *condition = path_loop_condition(path, round);
  const size_t shown = round->count > ROUND_SHOWN ? ROUND_SHOWN : round->count;
  struct reader_site site;
  if (!reader_sites_find(&path->frames.run->sites, condition->value, &site))
    return;
  fputs("    in ", out);
  put(out, function_name(path->frames.run, path->frames.frames[frame].function), SIZE_MAX);
  fputs(", the loop at ", out);
  put_place(out, &site);
  fputs(" `", out);
  put(out, site.snippet, SNIPPET_WIDTH);
  fprintf(out, "` turned %" PRIu64 " time%s; the last whole round:\n", head->times - 1, head->times == 2 ? "" : "s");
  const size_t begin = path_loop_begin(round);
  for (size_t i = 0; i < shown; i++) {
    const struct path_step *step = &round->steps[(begin + i) % round->count];
    put_statement(out, path, step->value, 8);
    put_outcome(out, path, step, &round->steps[(begin + i + 1) % round->count]);
    put_returned(out, path, step);
    putc('\n', out);
  }
  if (shown < round->count)
    fprintf(out, "        ... %zu more\n", round->count - shown);
}

// Those of the innermost frames, outermost first.
static void put_loops(FILE *out, struct path *path) {
  size_t first = path->frames.depth, step;
  for (size_t left = LOOPS_SHOWN; left > 0 && first > 0;)
    left -= path_loop(path, --first, &step);
  for (size_t i = first; i < path->frames.depth; i++)
    if (path_loop(path, i, &step))
      put_loop(out, path, i, &path->steps[step]);
}

void path_print(FILE *out, struct path *path, const struct path_view *view) {
  const struct reader_run *run = path->frames.run;
  fprintf(out, "%s", view->colors.start[OUTPUT_TITLE]);
  put(out, *run->header.program ? run->header.program : run->name, SIZE_MAX);
  fprintf(out, "%s (pid %d), thread %d", view->colors.stop, run->header.pid, view->thread->tid);
  if (view->thread->name[0]) {
    fputs(" \"", out);
    put(out, view->thread->name, SIZE_MAX);
    putc('"', out);
  }
  if (view->why) {
    fprintf(out, ": %s\n", view->why);
    return;
  }
  if (view->thread->is_end_thread && last_is_crash(run))
    fprintf(out, ", which crashed%s", last_is_stack_overflow(&run->header.end) ? " (stack overflow)" : "");
  fprintf(out, ": at seq %" PRIu64 " of %" PRIu64 " to %" PRIu64 "\n", view->number + 1, view->history->first + 1,
          view->history->end);
  if (!path->frames.are_known)
    fputs("    the calls are guessed: the program tells too little of its statements, an older instr-cc compiled it\n",
          out);
  put_frames(out, path, view);
  if (!view->lines)
    return;
  put_steps(out, path, view);
  put_assignments(out, path);
  put_loops(out, path);
}

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text form of a thread in `sourceprint last`: at most 8 lines with the default context.

#define _GNU_SOURCE

#include "last_text.h"

#include "last_path_text.h"

#include "report/model/notes.h"
#include "report/reader/alive.h"
#include "report/reader/file.h"
#include "report/reader/machine.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

// Lines of the runtime's notes, and columns of a source line, that are shown.
#define NOTES_SHOWN 5
#define SOURCE_WIDTH 200u

static void put(FILE *out, const char *text) { output_text(out, text, strlen(text)); }

static void put_signal(FILE *out, const struct sp_run_end *end) {
  fputs("killed by ", out);
  last_put_signal_name(out, end->status);
  if (last_is_stack_overflow(end))
    fputs(" (stack overflow)", out);
  last_put_address(out, end->status, end->signal_code, end->fault_address, end->fault_pc);
}

// The snapshot has the sanitizer's words.
static void put_report(FILE *out, const struct reader_run *run) {
  fputs("ended by a sanitizer", out);
  if (run->header.end.fault_address)
    fprintf(out, " for address 0x%" PRIx64, run->header.end.fault_address);
  if (faccessat(run->directory_fd, SP_CRASH_FILE, R_OK, 0) == 0)
    fputs(" (see its file " SP_CRASH_FILE ")", out);
}

bool last_next_image(const struct reader_run *run, struct sp_next_image *next) {
  const bool is_read = run->end == READER_END_EXEC &&
                       reader_file_read(run->fd, next, sizeof *next, SP_NEXT_OFFSET) == sizeof *next &&
                       next->checksum == sp_checksum(next, offsetof(struct sp_next_image, checksum));
  if (!is_read)
    *next = (struct sp_next_image){0};
  next->program[sizeof next->program - 1] = next->run[sizeof next->run - 1] = 0;
  return is_read;
}

// What made no run said nothing of its end.
static void put_exec(FILE *out, const struct reader_run *run) {
  struct sp_next_image next;
  last_next_image(run, &next);
  fputs("replaced by ", out);
  put(out, *next.program ? next.program : "another program");
  fputs(" (exec)", out);
  if (*next.run) {
    fputs(", run ", out);
    put(out, next.run);
  } else if (reader_alive_pid(&run->header) > 0) {
    fputs(", which is still running and is not recorded", out);
  } else {
    fputs("; how that ended is not known", out);
  }
}

void last_put_cause(FILE *out, const struct reader_run *run) {
  if (last_put_caught(out, run))
    return;
  switch (run->end) {
  case READER_END_RUNNING:
    fputs("still running", out);
    break;
  case READER_END_SILENT:
    fputs("ended without a word: SIGKILL, SIGTERM or the like", out);
    break;
  case READER_END_EXITED:
    fprintf(out, "exit %" PRId32, run->header.end.status);
    break;
  case READER_END_SIGNALED:
    put_signal(out, &run->header.end);
    break;
  case READER_END_REPORTED:
    put_report(out, run);
    break;
  case READER_END_EXEC:
    put_exec(out, run);
    break;
  case READER_END_EXITING:
    fprintf(out, "exiting with status %" PRId32, run->header.end.status);
    break;
  case READER_END_EXIT_CUT:
    fprintf(out,
            "died while exiting, after exit(%" PRId32 "): by a fault whose signal was blocked, SIGKILL or the like",
            run->header.end.status);
    break;
  case READER_END_ELSEWHERE:
    fputs("runs in another pid namespace, or ended there", out);
    break;
  case READER_END_DAMAGED:
    fputs("how it ended is not known", out);
    break;
  }
}

void last_put_end(FILE *out, const struct reader_run *run, const struct output_colors *colors) {
  const struct sp_run_header *h = &run->header;
  const bool is_noted = run->end == READER_END_EXITED || last_is_crash(run);
  const bool is_bad = last_is_crash(run) || run->end == READER_END_SILENT || run->end == READER_END_EXIT_CUT;
  fputs(is_bad ? colors->start[OUTPUT_ALARM] : "", out);
  last_put_cause(out, run);
  fputs(is_bad ? colors->stop : "", out);
  fputs(is_noted ? ", " : ", started ", out);
  output_time(out, is_noted ? h->end.time_ns : h->start_realtime_ns);
  if (is_noted && h->end.time_ns >= h->start_realtime_ns) {
    fputs(" after ", out);
    output_elapsed(out, h->end.time_ns - h->start_realtime_ns);
  }
  putc('\n', out);
}

static void put_notes(FILE *out, const struct reader_run *run) {
  FILE *notes = notes_open(run);
  if (!notes)
    return;
  char line[512];
  for (int i = 0; i < NOTES_SHOWN && fgets(line, sizeof line, notes); i++) {
    fputs("  note: ", out);
    output_text(out, line, strcspn(line, "\n"));
    putc('\n', out);
  }
  if (fgets(line, sizeof line, notes)) {
    fputs("  more notes are in ", out);
    put(out, run->path);
    fputs("/" SP_NOTES_FILE "\n", out);
  }
  fclose(notes);
}

// `sourceprint ctl`, a signal or the program itself has switched it off.
static bool is_switched_off(const struct reader_run *run) {
  struct sp_control control = {0};
  return run->end == READER_END_RUNNING &&
         reader_file_read(run->fd, &control, sizeof control, SP_CONTROL_OFFSET) == sizeof control &&
         control.magic == SP_CONTROL_MAGIC && !control.is_on;
}

// The thread that ended the process, where it is none of those that are listed.
static void put_no_ring(FILE *out, const struct reader_run *run) {
  const struct sp_run_end *end = &run->header.end;
  if (!last_is_crash(run) || !end->no_ring)
    return;
  fputs("  the thread that crashed", out);
  if (end->tid)
    fprintf(out, ", %" PRId32 ",", end->tid);
  fprintf(out, " has no statements: %s\n", sp_no_ring_text(end->no_ring));
}

void last_put_facts(FILE *out, const struct reader_run *run) {
  put_no_ring(out, run);
  if (run->header.lost_threads.value)
    fprintf(out, "  %" PRIu64 " threads are missing: there was no room for them, or the process had confined itself\n",
            run->header.lost_threads.value);
  if (run->header.lost_forks.value)
    fprintf(out, "  forked processes for which no run could be made, and that are missing: %" PRIu64 "\n",
            run->header.lost_forks.value);
  if (run->header.lost_modules.value)
    fprintf(out, "  %" PRIu64 " modules are missing: their sites could not be kept\n", run->header.lost_modules.value);
  if (is_switched_off(run))
    fputs("  its recording is switched off: these are the last statements before that\n", out);
  put_notes(out, run);
}

static void put_process(FILE *out, const struct reader_run *run, const struct output_colors *colors) {
  char machine[MACHINE_MAX];
  fputs(colors->start[OUTPUT_TITLE], out);
  put(out, *run->header.program ? run->header.program : run->name);
  fprintf(out, "%s (pid %d", colors->stop, run->header.pid);
  machine_read(run, machine);
  if (machine[0]) {
    fputs(" on ", out);
    put(out, machine);
  }
  fputs("): ", out);
  last_put_end(out, run, colors);
  fprintf(out, "  %s", colors->start[OUTPUT_DIM]);
  put(out, run->path);
  fprintf(out, "%s\n", colors->stop);
  last_put_facts(out, run);
}

static const char *state_words(enum last_state state) {
  static const char *const words[] = {
      [LAST_CRASHED] = "crashed here",
      [LAST_FAULTED] = "faulted here",
      [LAST_ENDED_PROCESS] = "ended the process",
      [LAST_EXITED] = "exited",
      [LAST_RUNNING] = "running",
      [LAST_STOPPED] = "stopped with the process",
      [LAST_TEXT_ONLY] = "of the text sink",
      [LAST_WENT_ON] = "was here",
      [LAST_UNKNOWN] = "running, or stopped with the process",
  };
  return words[state];
}

void last_put_reason(FILE *out, const struct reader_run *run, const struct last_thread *thread) {
  const enum last_state state = last_shown_state(run, thread);
  if (last_is_at_fault(state) || state == LAST_ENDED_PROCESS)
    last_put_cause(out, run);
  else
    fputs(state_words(state), out);
}

// At most so long before where the time is not known well.
void last_put_age(FILE *out, const struct reader_run *run, const struct last_thread *t) {
  const struct sp_record_text *text = &t->record.text;
  const uint64_t end = last_reference_ns(run);
  const bool is_close = text->within_ns <= run->header.tick_ns;
  if (!text->realtime_ns)
    return;
  if (end < text->realtime_ns) {
    fputs(is_close ? ", at " : ", not before ", out);
    return output_time(out, text->realtime_ns);
  }
  fputs(is_close ? ", " : ", at most ", out);
  output_elapsed(out, end - text->realtime_ns);
  fputs(run->end == READER_END_RUNNING ? " ago" : " before the end", out);
}

void last_put_name(FILE *out, const struct reader_thread *thread) {
  fprintf(out, "%d", thread->tid);
  if (!thread->name[0])
    return;
  fputs(" \"", out);
  put(out, thread->name);
  putc('"', out);
}

static void put_thread(FILE *out, const struct reader_run *run, const struct last_thread *t,
                       const struct output_colors *colors) {
  const enum last_state state = last_shown_state(run, t);
  const bool is_alarm = last_is_at_fault(state);
  fputs("  thread ", out);
  last_put_name(out, &t->thread);
  fprintf(out, ": %s%s%s", is_alarm ? colors->start[OUTPUT_ALARM] : "", state_words(state),
          is_alarm ? colors->stop : "");
  if (t->record.text.seq && !t->is_smashed)
    fprintf(out, ", seq %" PRIu64, t->record.text.seq);
  if (!t->thread.is_end_thread || t->has_gone_on)
    last_put_age(out, run, t);
  putc('\n', out);
}

static void put_place(FILE *out, const struct sp_record_text *text, const struct output_colors *colors) {
  fprintf(out, "    %s", colors->start[OUTPUT_TITLE]);
  put(out, text->file ? text->file : "-");
  fprintf(out, ":%" PRIu32, text->line);
  if (text->column)
    fprintf(out, ":%" PRIu32, text->column);
  fprintf(out, "%s in ", colors->stop);
  put(out, text->function && *text->function ? text->function : "-");
  if (text->macro == SP_MACRO_INVOCATION)
    fputs(" (macro invocation)", out);
}

static void put_line(FILE *out, uint32_t number, int width, const char *line, size_t bytes, bool is_marked,
                     const struct output_colors *colors) {
  if (is_marked)
    fputs(colors->start[OUTPUT_MARK], out);
  fprintf(out, "    %c %*" PRIu32 " |%s", is_marked ? '>' : ' ', width, number, bytes ? " " : "");
  output_text(out, line, bytes < SOURCE_WIDTH ? bytes : SOURCE_WIDTH);
  fprintf(out, "%s%s\n", bytes > SOURCE_WIDTH ? " ..." : "", is_marked ? colors->stop : "");
}

static void put_source(FILE *out, const struct reader_run *run, const struct sp_record_text *text,
                       const struct last_look *look) {
  const char *why = NULL;
  const struct source_file *file = text->file ? source_find(look->sources, run, text, &why) : NULL;
  if (!file && why) {
    fputs(" (source not shown: ", out);
    put(out, why);
    putc(')', out);
  }
  putc('\n', out);
  if (!file) {
    const char *snippet = text->snippet ? text->snippet : "";
    put_line(out, text->line, 1, snippet, strlen(snippet), true, &look->colors);
    return;
  }
  size_t bytes;
  const uint32_t from = text->line > look->context ? text->line - look->context : 1;
  uint32_t to = text->line;
  while (to - text->line < look->context && source_line(file, to + 1, &bytes))
    to++;
  const int width = snprintf(NULL, 0, "%" PRIu32, to);
  for (uint32_t number = from; number <= to; number++) {
    const char *line = source_line(file, number, &bytes);
    put_line(out, number, width, line, bytes, number == text->line, &look->colors);
  }
}

// The statement inside a macro's expansion: the source above shows only where the macro is used.
static void put_expansion(FILE *out, const struct sp_record_text *text) {
  if (text->macro != SP_MACRO_EXPANSION)
    return;
  fputs("    in the macro's expansion: ", out);
  put(out, text->snippet ? text->snippet : "-");
  if (text->def_file) {
    fputs("  (", out);
    put(out, text->def_file);
    fprintf(out, ":%" PRIu32 ")", text->def_line);
  }
  putc('\n', out);
}

// Another statement that may have been the last one.
static void put_other(FILE *out, const char *why, const struct sp_record_text *text) {
  fprintf(out, "    %s: ", why);
  put(out, text->file ? text->file : "-");
  fprintf(out, ":%" PRIu32 " in ", text->line);
  put(out, text->function ? text->function : "-");
  if (text->seq)
    fprintf(out, ", seq %" PRIu64, text->seq);
  putc('\n', out);
}

static void put_smashed(FILE *out, const struct last_thread *t) {
  fputs("    the frame of ", out);
  put(out, t->record.text.function);
  fputs("() was overwritten before this statement, which has not begun\n", out);
  put_other(out, "the last statement that was executed, and went well", &t->before.text);
}

static void put_window(FILE *out, const struct last_thread *t, const struct output_colors *colors) {
  fprintf(out, "    %s", colors->start[OUTPUT_DIM]);
  if (t->is_only_last)
    fputs("only the last statement is kept", out);
  else if (t->last)
    fprintf(out, "window: records %" PRIu64 " to %" PRIu64 " of %" PRIu64, t->first, t->last, t->begun);
  else
    fprintf(out, "window: no records of %" PRIu64, t->begun);
  if (t->lost)
    fprintf(out, ", %" PRIu64 " of them lost", t->lost);
  if (t->open)
    fprintf(out, ", %u not completed", t->open);
  fprintf(out, "%s\n", colors->stop);
}

void last_put_statement(FILE *out, const struct reader_run *run, const struct sp_record_text *text,
                        const struct last_look *look) {
  put_place(out, text, &look->colors);
  put_source(out, run, text, look);
  put_expansion(out, text);
}

void last_print_process(FILE *out, const struct reader_run *run, const struct last_look *look) {
  put_process(out, run, &look->colors);
}

void last_print_thread(FILE *out, const struct reader_run *run, const struct last_thread *t,
                       const struct last_look *look) {
  put_thread(out, run, t, &look->colors);
  if (t->has_site) {
    last_put_statement(out, run, &t->record.text, look);
    if (t->has_returned)
      put_other(out, "the call it had made has returned, last record", &t->before.text);
    if (t->is_smashed)
      put_smashed(out, t);
    if (t->has_faulted)
      put_other(out, "after the fault it came to", &t->before.text);
    if (t->has_only_last)
      put_other(out, "or later, in code that keeps only the last statement", &t->only_last.text);
    if (t->is_ahead)
      put_other(out, "its division was executed ahead of its record, last record", &t->before.text);
    if (t->has_gone_on)
      put_other(
          out, t->thread.is_end_thread && last_is_crash(run) ? "the thread crashed later, at" : "the thread went on to",
          &t->before.text);
    if (t->fault_problem) {
      fputs("    ", out);
      put(out, t->fault_problem);
      putc('\n', out);
    }
    last_path_print(out, &t->path, &look->colors);
  } else {
    fputs(t->has_record ? "    the statement is not known\n" : "    no statement is known\n", out);
  }
  put_window(out, t, &look->colors);
}

void last_print_raw(FILE *out, const struct last_thread *t) {
  char line[SP_RECORD_TEXT_MAX];
  if (t->has_record)
    fwrite(line, 1, sp_format_record(line, sizeof line, &t->record.text), out);
}

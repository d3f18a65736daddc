// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Trace events in JSON, which chrome://tracing, Perfetto and speedscope show: a slice for each call. Times are in
// microseconds since the start of the first process, and between those that are known a guess (spread.h).

#define _GNU_SOURCE

#include "common/memory.h"
#include "export.h"
#include "report/model/calls.h"
#include "report/text/json.h"
#include "report/text/last_text.h"
#include "report/text/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define STATEMENTS_A_STEP 65536u

// A call that is open. What is told of it stands at its end: speedscope takes calls with other arguments for other
// functions, by their beginnings.
struct open_call {
  uint32_t name, line;
  const char *file;
  uint64_t seq, statements;
};

struct chrome {
  struct calls *calls;
  struct open_call *open; // owned; the outermost one first
  size_t room;
  size_t depth;
  uint64_t origin_ns;
  bool has_event;
};

static FILE *begin_event(struct export *export) {
  struct chrome *chrome = export->state;
  fputs(chrome->has_event ? ",\n" : "\n", export->file.out);
  chrome->has_event = true;
  return export->file.out;
}

static void put_time(FILE *out, const struct chrome *chrome, uint64_t realtime_ns) {
  const bool is_before = realtime_ns < chrome->origin_ns; // a process that is told before its parent
  const uint64_t ns = is_before ? chrome->origin_ns - realtime_ns : realtime_ns - chrome->origin_ns;
  fprintf(out, "\"ts\":%s%" PRIu64 ".%03u", is_before ? "-" : "", ns / 1000, (unsigned)(ns % 1000));
}

// Of a process, or of one of its threads; ph: what sort of event it is.
static void put_head(FILE *out, const char *ph, int pid, int tid) {
  fprintf(out, "{\"ph\":\"%s\",\"pid\":%d,\"tid\":%d", ph, pid, tid);
}

static void put_name_of(struct export *export, const char *what, int pid, int tid, const char *name) {
  FILE *out = begin_event(export);
  put_head(out, "M", pid, tid);
  fprintf(out, ",\"name\":\"%s\",\"args\":{\"name\":", what);
  report_json_put_text(out, name);
  fputs("}}", out);
}

// The moment of a death that was noted, in the thread that it came to.
static void put_crash(struct export *export, const struct reader_run *run) {
  char *cause = NULL;
  size_t bytes;
  FILE *words = open_memstream(&cause, &bytes);
  if (!words)
    memory_is_short();
  last_put_cause(words, run);
  fclose(words);
  FILE *out = begin_event(export);
  put_head(out, "i", run->header.pid, run->header.end.tid);
  fputs(",\"s\":\"p\",\"cat\":\"crash\",\"name\":", out);
  report_json_put_text(out, cause);
  putc(',', out);
  put_time(out, export->state, run->header.end.time_ns);
  putc('}', out);
  free(cause);
}

static bool put_run(struct export *export, struct reader_run *run) {
  struct chrome *chrome = export->state;
  const char *program = strrchr(run->header.program, '/');
  if (!chrome->has_event)
    chrome->origin_ns = run->header.start_realtime_ns;
  put_name_of(export, "process_name", run->header.pid, run->header.pid, program ? program + 1 : run->name);
  if (last_is_crash(run))
    put_crash(export, run);
  return true;
}

static void put_slice(struct export *export, const char *ph, uint32_t name, uint64_t time_ns, int pid, int tid) {
  struct chrome *chrome = export->state;
  FILE *out = begin_event(export);
  put_head(out, ph, pid, tid);
  fputs(",\"name\":", out);
  report_json_put_text(out, calls_name(chrome->calls, name));
  putc(',', out);
  put_time(out, chrome, time_ns);
}

static void put_call(struct export *export, const struct calls_step *step, int pid, int tid) {
  struct chrome *chrome = export->state;
  put_slice(export, "B", step->name, step->time_ns, pid, tid);
  fprintf(export->file.out, ",\"cat\":\"%s\"}", step->is_handler ? "handler" : "function");
  if (chrome->depth == chrome->room) {
    chrome->room = chrome->room ? chrome->room * 2 : 64;
    chrome->open = realloc(chrome->open, chrome->room * sizeof *chrome->open);
    if (!chrome->open)
      memory_is_short();
  }
  chrome->open[chrome->depth++] =
      (struct open_call){.name = step->name, .line = step->line, .file = step->file, .seq = step->seq};
}

static void put_return(struct export *export, uint64_t time_ns, int pid, int tid) {
  struct chrome *chrome = export->state;
  const struct open_call *call = &chrome->open[--chrome->depth];
  FILE *out = export->file.out;
  put_slice(export, "E", call->name, time_ns, pid, tid);
  fprintf(out, ",\"args\":{\"statements\":%" PRIu64 ",\"seq\":%" PRIu64 ",\"file\":", call->statements, call->seq);
  report_json_put_text(out, call->file);
  fprintf(out, ",\"line\":%" PRIu32 "}}", call->line);
}

static void put_unknown(struct export *export, uint64_t statements, uint64_t time_ns, int pid, int tid) {
  FILE *out = begin_event(export);
  put_head(out, "i", pid, tid);
  fputs(",\"s\":\"t\",\"cat\":\"unknown\",\"name\":\"statements of no known function\",", out);
  put_time(out, export->state, time_ns);
  fprintf(out, ",\"args\":{\"statements\":%" PRIu64 "}}", statements);
}

static bool put_thread(struct export *export, struct reader_run *run, const struct reader_source *source) {
  struct chrome *chrome = export->state;
  struct calls *calls = chrome->calls;
  struct calls_step step;
  const int pid = run->header.pid, tid = source->thread.tid;
  uint64_t time_ns = 0, unknown = 0;
  if (source->thread.name[0])
    put_name_of(export, "thread_name", pid, tid, source->thread.name);
  if (!calls_open(calls, run, source))
    return true;
  for (uint64_t passed = 1; calls_next(calls, &step) && !output_file_is_over(&export->file); passed++) {
    for (; step.popped && chrome->depth; step.popped--)
      put_return(export, step.time_ns, pid, tid);
    if (step.is_pushed)
      put_call(export, &step, pid, tid);
    if (step.is_known && chrome->depth)
      chrome->open[chrome->depth - 1].statements += step.is_counted;
    else
      unknown += step.is_counted;
    time_ns = step.time_ns;
    if (passed % STATEMENTS_A_STEP == 0)
      progress_step(reader_stream_part(&calls->stream));
  }
  const uint64_t end_ns = source->thread.end_ns ? source->thread.end_ns : run->header.end.time_ns;
  while (chrome->depth)
    put_return(export, end_ns > time_ns ? end_ns : time_ns, pid, tid);
  if (unknown)
    put_unknown(export, unknown, time_ns, pid, tid);
  return !output_file_is_over(&export->file);
}

static bool begin(struct export *export) {
  struct chrome *chrome = export->state = calloc(1, sizeof *chrome);
  if (!chrome || !(chrome->calls = calloc(1, sizeof *chrome->calls)))
    memory_is_short();
  chrome->calls->choice = export->choice;
  fputs("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[", export->file.out);
  return true;
}

static bool end(struct export *export, bool is_whole) {
  struct chrome *chrome = export->state;
  if (is_whole)
    fputs("\n]}\n", export->file.out);
  calls_free(chrome->calls);
  free(chrome->calls);
  free(chrome->open);
  free(chrome);
  return true;
}

const struct export_format export_chrome = {
    .name = "chrome",
    .what = "the calls as trace events, for Perfetto, chrome://tracing and speedscope",
    .begin = begin,
    .run = put_run,
    .thread = put_thread,
    .end = end,
};

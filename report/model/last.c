// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Decides which statement a thread was at: the last record, the one that the fault points to, or what a handler
// interrupted.

#define _GNU_SOURCE

#include "last.h"

#include "report/reader/caught.h"
#include "report/reader/source.h"
#include "report/reader/text.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// If the fault was in another function than the last record, that one had returned: the statement that faulted is the
// newest record of the function that the fault was in. If what was called has made more records than the ring holds,
// the fault's line tells the statement.
static void resume_caller(const struct reader_run *run, struct last_thread *t, const struct reader_history *history,
                          const struct reader_fault *fault) {
  struct reader_record record;
  struct reader_site site;
  for (uint64_t number = t->record.text.seq; number-- > history->first;) {
    const uint32_t value = reader_history_value(history, number);
    if (value == READER_LOST || !reader_record_resolve(run, t->thread.tid, number, value, &record) ||
        strcmp(record.text.function, fault->function) != 0)
      continue;
    t->has_returned = true;
    t->before = t->has_faulted ? t->before : t->record;
    t->record = record;
    reader_record_set_time(run, &t->record, reader_history_when(history, run, &t->thread, number));
    return;
  }
  if (!reader_fault_site(run, fault, &site))
    return;
  t->has_returned = true;
  t->before = t->has_faulted ? t->before : t->record;
  reader_record_set_site(&t->record, &site);
}

// A division may have been executed ahead of its statement's record. Where a line has more than one statement, only the
// record tells which.
static void take_division(const struct reader_run *run, struct last_thread *t, const struct reader_fault *fault) {
  struct reader_site site;
  if ((run->caught ? run->caught->fault.signal : run->header.end.status) != SIGFPE ||
      !reader_fault_site(run, fault, &site) ||
      (site.line == t->record.text.line && strcmp(site.function, t->record.text.function) == 0))
    return;
  if (!t->has_returned && !t->has_faulted)
    t->before = t->record;
  t->has_returned = t->has_faulted = false;
  t->is_ahead = true;
  reader_record_set_site(&t->record, &site);
}

// Goes back to the statement whose fault a handler was given.
static void take_caught(struct reader_run *run, struct last_thread *t, const struct reader_history *history) {
  const struct reader_caught *caught = run->caught;
  struct reader_record record;
  if (!caught || t->thread.index != caught->thread || caught->number == UINT64_MAX || caught->number < history->first ||
      caught->number >= history->end ||
      !reader_record_resolve(run, t->thread.tid, caught->number, reader_history_value(history, caught->number),
                             &record))
    return;
  t->has_faulted = t->record.text.seq != record.text.seq;
  t->before = t->record;
  t->record = record;
  reader_record_set_time(run, &t->record, reader_history_when(history, run, &t->thread, caught->number));
}

// The fault was in a record, so the statement before it went well. The calls are those around the newest statement of
// the function, or else of the thread.
static bool take_smashed(const struct reader_run *run, struct last_thread *t, const struct reader_history *history) {
  const uint32_t value = run->caught ? run->caught->fault.unrecorded : run->header.end.unrecorded;
  struct reader_site site, other;
  if (!t->thread.is_end_thread || !value || !reader_sites_find(&run->sites, value, &site))
    return false;
  t->is_smashed = true;
  t->has_faulted = false;
  t->before = t->record;
  for (uint64_t number = t->record.text.seq; number-- > history->first;)
    if (reader_sites_find(&run->sites, reader_history_value(history, number), &other) &&
        strcmp(other.function, site.function) == 0) {
      t->record.text.seq = number + 1;
      break;
    }
  reader_record_set_site(&t->record, &site);
  return true;
}

// Where the last record is not of the statement that faulted, the fault's address tells.
static void follow_fault(const struct reader_run *run, struct last_thread *t, const struct reader_history *history) {
  struct reader_fault fault;
  if (!t->thread.is_end_thread || !t->record.text.function)
    return;
  if (!reader_fault_find(run, reader_fault_pc(run), &fault)) {
    t->fault_problem = fault.problem[0] ? strdup(fault.problem) : NULL;
    return;
  }
  // For want of stack it was in the beginning of a function that the statement calls: what had returned was deeper.
  if (strcmp(fault.function, t->record.text.function) != 0 && !last_is_stack_overflow(&run->header.end))
    resume_caller(run, t, history, &fault);
  take_division(run, t, &fault);
}

// Goes back to the newest statement of those asked for.
static void choose(const struct reader_run *run, struct last_thread *t, const struct reader_history *history,
                   struct choice *choice) {
  if (!choice_is_by_site(choice) || choice_has_text(choice, &t->record.text))
    return;
  const struct reader_record newest =
      t->has_returned || t->is_ahead || t->has_faulted || t->is_smashed ? t->before : t->record;
  uint64_t number = history->end;
  while (number > history->first && !choice_has_site(choice, run, reader_history_value(history, number - 1)))
    number--;
  t->has_returned = t->is_ahead = t->has_faulted = t->is_smashed = false;
  t->is_left_out = number == history->first;
  t->has_gone_on = !t->is_left_out;
  if (t->is_left_out ||
      !reader_record_resolve(run, t->thread.tid, number - 1, reader_history_value(history, number - 1), &t->record))
    return;
  t->before = newest;
  reader_record_set_time(run, &t->record, reader_history_when(history, run, &t->thread, number - 1));
}

static void take_ring(struct reader_run *run, struct last_thread *t, struct last_process *process) {
  struct reader_history *history = &process->history;
  uint64_t number;
  if (!reader_thread_history(run, &t->thread, history))
    return;
  t->begun = history->end + history->open;
  t->lost = history->lost;
  t->open = history->open;
  if (history->first < history->end) {
    t->first = history->first + 1;
    t->last = history->end;
  }
  t->is_only_last = history->is_only_last;
  t->has_only_last =
      history->only_last && reader_record_resolve(run, t->thread.tid, 0, history->only_last, &t->only_last);
  t->only_last.text.seq = 0;
  t->has_record = reader_history_last(history, &number);
  if (!t->has_record)
    return;
  const uint32_t value = reader_history_value(history, number);
  t->has_site = reader_record_resolve(run, t->thread.tid, number, value, &t->record);
  struct reader_site site;
  t->is_waiting_call = reader_sites_find(&run->sites, value, &site) && site.is_timed;
  if (t->is_only_last)
    t->record.text.seq = 0;
  reader_record_set_time(run, &t->record, reader_history_when(history, run, &t->thread, number));
  if (t->has_site) {
    take_caught(run, t, history);
    if (!take_smashed(run, t, history))
      follow_fault(run, t, history);
    choose(run, t, history, process->choice);
    if (t->record.text.seq > history->first)
      last_path_find(&t->path, &process->paths, &t->thread, history, t->record.text.seq - 1, t->thread.is_end_thread);
  } else {
    reader_problem(&run->reader->problems,
                   "%s: thread %u (tid %d): the value 0x%x of its last record belongs to no "
                   "known site",
                   run->path, t->thread.number, t->thread.tid, value);
  }
}

// The text sink writes a line before the ring has the record, so it may be one ahead.
static void take_text(const struct reader_run *run, struct last_thread *t, struct choice *choice) {
  struct reader_record record;
  char *line = malloc(SP_RECORD_TEXT_MAX);
  const bool has_line = line && reader_text_last(run, t->thread.tid, line, &record);
  const uint64_t known = t->has_gone_on ? t->before.text.seq : t->record.text.seq;
  if (!has_line || (t->has_record && record.text.seq <= known) || !choice_has_text(choice, &record.text)) {
    free(line);
    return;
  }
  last_path_free(&t->path);
  t->line = line;
  t->record = record;
  t->has_record = t->has_site = true;
  t->has_gone_on = t->is_left_out = false;
  t->first = t->first ? t->first : 1;
  t->last = t->begun = record.text.seq;
}

static int compare_threads(const void *a, const void *b) {
  const struct reader_thread *x = &((const struct last_thread *)a)->thread;
  const struct reader_thread *y = &((const struct last_thread *)b)->thread;
  if (x->is_end_thread != y->is_end_thread)
    return x->is_end_thread ? -1 : 1;
  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return (x->tid > y->tid) - (x->tid < y->tid);
}

struct last_process last_begin(struct reader_run *run, struct choice *choice) {
  struct last_process process = {.run = run, .choice = choice};
  struct reader_source *sources;
  const size_t count = reader_sources(run, &sources);
  process.threads = calloc(count + 1, sizeof *process.threads);
  for (size_t i = 0; process.threads && i < count; i++) {
    if (!choice_has_thread(choice, run, &sources[i].thread))
      continue;
    struct last_thread *t = &process.threads[process.thread_count++];
    t->thread = sources[i].thread;
    t->has_ring = sources[i].has_ring;
    t->has_text = sources[i].has_text;
    t->is_text = sources[i].is_text;
  }
  if (process.thread_count)
    qsort(process.threads, process.thread_count, sizeof *process.threads, compare_threads);
  free(sources);
  process.paths = last_path_begin(run, process.thread_count);
  return process;
}

void last_read(struct last_process *process, struct last_thread *t) {
  if (t->has_ring)
    take_ring(process->run, t, process);
  // A thread that ended has all its records in its ring; its file may go on with another thread of that tid.
  if (t->has_text && !(t->has_record && t->thread.end_ns))
    take_text(process->run, t, process->choice);
  t->is_left_out |= !t->has_site && choice_is_by_site(process->choice);
}

enum last_state last_state_of(const struct reader_run *run, const struct reader_thread *thread) {
  if (!thread->number)
    return LAST_TEXT_ONLY;
  if (run->caught && thread->is_end_thread)
    return LAST_FAULTED;
  if (thread->is_end_thread)
    return last_is_crash(run) ? LAST_CRASHED : LAST_ENDED_PROCESS;
  if (thread->end_ns)
    return LAST_EXITED;
  if (run->end == READER_END_ELSEWHERE)
    return LAST_UNKNOWN;
  return run->end == READER_END_RUNNING ? LAST_RUNNING : LAST_STOPPED;
}

enum last_state last_shown_state(const struct reader_run *run, const struct last_thread *t) {
  return t->has_gone_on ? LAST_WENT_ON : last_state_of(run, &t->thread);
}

bool last_is_crash(const struct reader_run *run) {
  return run->end == READER_END_SIGNALED || run->end == READER_END_REPORTED || run->end == READER_END_EXIT_CUT ||
         run->caught;
}

uint64_t last_reference_ns(const struct reader_run *run) {
  if (run->end != READER_END_RUNNING)
    return run->header.end.time_ns;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void last_free(struct last_process *process) {
  for (size_t i = 0; i < process->thread_count; i++) {
    last_path_free(&process->threads[i].path);
    free(process->threads[i].line);
    free(process->threads[i].fault_problem);
  }
  free(process->threads);
  last_path_end(&process->paths);
  reader_history_free(&process->history);
  *process = (struct last_process){0};
}

bool last_is_stack_overflow(const struct sp_run_end *end) {
  return end->state == SP_END_SIGNALED && end->status == SIGSEGV && end->signal_code > 0 &&
         end->signal_code != SI_KERNEL && sp_is_stack_overflow(end->fault_address, end->fault_sp);
}

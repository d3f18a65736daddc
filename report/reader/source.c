// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Merges what a thread left in its ring and in text files into one stream.

#define _GNU_SOURCE

#include "source.h"

#include "parts.h"

#include <stdlib.h>
#include <string.h>

static bool has_tid(const int *tids, size_t count, int tid) {
  for (size_t i = 0; i < count; i++)
    if (tids[i] == tid)
      return true;
  return false;
}

static bool is_listed(const struct reader_source *sources, size_t count, int tid) {
  for (size_t i = 0; i < count; i++)
    if (sources[i].thread.tid == tid)
      return true;
  return false;
}

size_t reader_sources(struct reader_run *run, struct reader_source **sources) {
  struct reader_thread *threads;
  int *texts;
  const size_t ring_count = reader_threads(run, &threads);
  const size_t text_count = reader_text_threads(run, &texts);
  size_t count = 0;
  *sources = ring_count + text_count ? calloc(ring_count + text_count, sizeof **sources) : NULL;
  for (size_t i = 0; *sources && i < ring_count; i++, count++) {
    const bool has_text = has_tid(texts, text_count, threads[i].tid);
    const bool is_text = has_text && !is_listed(*sources, count, threads[i].tid);
    (*sources)[count] = (struct reader_source){threads[i], true, has_text, is_text};
  }
  for (size_t i = 0; *sources && i < text_count; i++)
    if (!is_listed(*sources, ring_count, texts[i]))
      (*sources)[count++] = (struct reader_source){{.tid = texts[i]}, false, true, true};
  free(threads);
  free(texts);
  return count;
}

static void close_text(struct reader_stream *stream) {
  if (stream->text)
    fclose(stream->text);
  stream->text = NULL;
}

bool reader_stream_open(struct reader_stream *stream, struct reader_run *run, const struct reader_source *source,
                        uint64_t newest) {
  struct reader_history *history = &stream->history;
  close_text(stream);
  stream->run = run;
  stream->source = *source;
  stream->unknown = stream->bad = 0;
  stream->is_cut = false;
  if (source->has_text) {
    stream->text = source->is_text ? reader_text_open(run, source->thread.tid, newest, &stream->text_done) : NULL;
    return stream->text;
  }
  if (!source->has_ring || !reader_thread_history(run, &source->thread, history))
    return false;
  const uint64_t count = history->end - history->first;
  stream->number = count > newest ? history->end - newest : history->first;
  return true;
}

static bool next_of_ring(struct reader_stream *stream, struct reader_record *record, uint32_t *value) {
  const struct reader_history *history = &stream->history;
  while (stream->number < history->end && reader_history_value(history, stream->number) == READER_LOST)
    stream->number++;
  if (stream->number >= history->end)
    return false;
  const uint64_t number = stream->number++;
  *value = reader_history_value(history, number);
  stream->unknown += !reader_record_resolve(stream->run, stream->source.thread.tid, number, *value, record);
  reader_record_set_time(stream->run, record,
                         reader_history_when(history, stream->run, &stream->source.thread, number));
  return true;
}

static bool next_of_text(struct reader_stream *stream, struct reader_record *record) {
  for (ssize_t bytes; (bytes = getline(&stream->line, &stream->room, stream->text)) > 0;) {
    stream->line_bytes = (size_t)bytes;
    stream->is_cut = stream->line[bytes - 1] != '\n';
    if (stream->is_cut)
      break;
    if (bytes < (ssize_t)SP_RECORD_TEXT_MAX &&
        reader_text_quick_parse(&stream->quick, stream->line, (size_t)bytes, record))
      return true;
    stream->bad++;
  }
  return false;
}

bool reader_stream_next(struct reader_stream *stream, struct reader_record *record, uint32_t *value) {
  if (!stream->text)
    return next_of_ring(stream, record, value);
  *value = 0;
  return next_of_text(stream, record);
}

const char *reader_stream_line(const struct reader_stream *stream, size_t *bytes) {
  *bytes = stream->line_bytes;
  return stream->text ? stream->line : NULL;
}

double reader_stream_part(const struct reader_stream *stream) {
  const struct reader_history *history = &stream->history;
  if (stream->text)
    return *stream->text_done;
  if (history->end == history->first)
    return 1;
  return (double)(stream->number - history->first) / (double)(history->end - history->first);
}

void reader_stream_tell(const struct reader_stream *stream) {
  const struct reader_run *run = stream->run;
  const struct reader_thread *thread = &stream->source.thread;
  if (stream->unknown)
    reader_problem(&run->reader->problems,
                   "%s: thread %u (tid %d): %llu records have values that belong to no known site", run->path,
                   thread->number, thread->tid, (unsigned long long)stream->unknown);
  if (stream->bad)
    reader_problem(&run->reader->problems, "%s/%d.txt: %llu lines are no records and were left out", run->path,
                   thread->tid, (unsigned long long)stream->bad);
  if (stream->is_cut && !reader_end_may_go_on(run->end))
    reader_problem(&run->reader->problems, "%s/%d.txt: the last line is incomplete and was left out", run->path,
                   thread->tid);
}

void reader_stream_free(struct reader_stream *stream) {
  close_text(stream);
  free(stream->line);
  reader_text_quick_free(&stream->quick);
  reader_history_free(&stream->history);
  *stream = (struct reader_stream){0};
}

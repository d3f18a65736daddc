// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A run of any bytes is read in every way: for libFuzzer, with the sanitizers. The input is run.sp, a table of sites
// and a thread's text, each with its length before it.

#define _GNU_SOURCE

#include "report/model/counts.h"
#include "report/model/view.h"
#include "report/reader/source.h"
#include "report/text/diff_show.h"
#include "report/text/last_text.h"
#include "report/text/path_text.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PARTS 3
#define TABLE_FILE "netd.sites" // as the seed's modules name it
static const char *const part_names[PARTS] = {SP_RUN_FILE, TABLE_FILE, "4712.txt"};

static char folder[64];
static FILE *nowhere;

struct parts {
  const uint8_t *bytes[PARTS];
  size_t count[PARTS];
};

static struct parts take_apart(const uint8_t *data, size_t size) {
  struct parts parts = {0};
  for (unsigned i = 0; i < PARTS && size >= sizeof(uint32_t); i++) {
    uint32_t count;
    memcpy(&count, data, sizeof count);
    data += sizeof count;
    size -= sizeof count;
    parts.bytes[i] = data;
    parts.count[i] = count < size ? count : size;
    data += parts.count[i];
    size -= parts.count[i];
  }
  return parts;
}

static void write_part(const char *name, const uint8_t *bytes, size_t count) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0 || (count && write(fd, bytes, count) != (ssize_t)count))
    abort();
  close(fd);
}

static void read_path(struct reader_run *run, const struct reader_thread *thread, struct reader_history *history) {
  uint64_t newest;
  struct path path = {.frames.run = run};
  if (!reader_thread_history(run, thread, history) || !reader_history_last(history, &newest))
    return;
  if (path_follow(&path, run, thread, history, newest))
    for (size_t i = 0; i < path.count; i++)
      path_is_shown(&path, i);
  path_free(&path);
}

static void read_streams(struct reader_run *run) {
  struct reader_source *sources;
  struct reader_stream *stream = calloc(1, sizeof *stream);
  struct reader_history history = {0};
  const size_t count = reader_sources(run, &sources);
  for (size_t i = 0; i < count; i++) {
    struct reader_record record;
    uint32_t value;
    char line[SP_RECORD_TEXT_MAX];
    if (reader_stream_open(stream, run, &sources[i], UINT64_MAX))
      while (reader_stream_next(stream, &record, &value))
        sp_format_record(line, sizeof line, &record.text);
    if (sources[i].has_ring)
      read_path(run, &sources[i].thread, &history);
  }
  reader_history_free(&history);
  reader_stream_free(stream);
  free(stream);
  free(sources);
}

static void show_last(struct reader_run *run) {
  struct choice everything = {0};
  struct source_cache sources = {0};
  const struct last_look look = {output_choose_colors(OUTPUT_COLOR_ALWAYS), 2, &sources, false};
  struct last_process process = last_begin(run, &everything);
  for (size_t i = 0; i < process.thread_count; i++)
    last_read(&process, &process.threads[i]);
  last_print_process(nowhere, run, &look);
  last_print_rest(nowhere, &process, 0, &look);
  json_decref(last_json(&process));
  last_free(&process);
  source_cache_free(&sources);
}

static void count(struct reader_run *run) {
  struct counts counts = {0};
  counts_add_run(&counts, run, NULL, NULL);
  counts_free(&counts);
}

static void compare(struct reader_run *run, struct reader_run *same) {
  struct choice everything = {0};
  struct source_cache sources = {0};
  const struct last_look look = {output_choose_colors(OUTPUT_COLOR_NEVER), 1, &sources, false};
  struct diff diff = diff_runs(run, same, &everything, NULL);
  diff_print(nowhere, &diff, &look);
  json_decref(diff_json(&diff));
  diff_free(&diff);
  source_cache_free(&sources);
}

static void view_thread(struct view *view, size_t thread) {
  struct view_statement statement, next;
  struct view_search search = {0};
  uint32_t buckets[16];
  uint64_t from, to;
  view_search_text(&search, "step", VIEW_SEARCH_TEXT);
  view_search_thread(view, &search, thread, UINT64_MAX, true, &next);
  view_search_free(&search);
  view_time_span(view, &from, &to);
  view_density(view, thread, from, to, 16, buckets);
  if (view_at_time(view, thread, to, &statement))
    for (unsigned i = 0; i < 50 && view_next_in_time(view, &statement, true, &next); i++)
      statement = next;
}

static void view_all(void) {
  char *path = folder;
  const struct find_runs runs = {.paths = &path, .count = 1};
  struct view view = {0};
  if (view_open(&view, &runs)) {
    view_load_all(&view);
    for (size_t i = 0; i < view.thread_count; i++)
      view_thread(&view, i);
    for (size_t i = 0; i < view_file_count(&view); i++) {
      struct view_line *lines;
      view_heat(&view, i, VIEW_NONE, &lines);
      free(lines);
    }
    view_refresh(&view);
  }
  view_close(&view);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  // Given by who removes it again.
  const char *given = getenv("FUZZ_FOLDER");
  nowhere = fopen("/dev/null", "w");
  if (!given || strlen(given) >= sizeof folder || !nowhere)
    abort();
  strcpy(folder, given);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const struct parts parts = take_apart(data, size);
  struct reader reader = {0};
  for (unsigned i = 0; i < PARTS; i++)
    write_part(part_names[i], parts.bytes[i], parts.count[i]);
  struct reader_run *run = reader_run_open(&reader, folder), *same = reader_run_open(&reader, folder);
  if (run && same) {
    read_streams(run);
    show_last(run);
    count(run);
    compare(run, same);
  }
  reader_run_close(run);
  reader_run_close(same);
  reader_free(&reader);
  view_all();
  return 0;
}

// Without right sums nothing behind them is reached: most inputs get them.
static void seal_run(uint8_t *run, size_t bytes) {
  struct sp_run_header *header = (void *)run;
  if (bytes < SP_RUN_HEADER_PAGE)
    return;
  const size_t from = offsetof(struct sp_run_header, version);
  header->magic = SP_RUN_MAGIC;
  header->checksum = sp_checksum(run + from, offsetof(struct sp_run_header, checksum) - from);
  header->end.checksum = sp_checksum(&header->end, offsetof(struct sp_run_end, checksum));
  for (uint64_t i = 0; i < 4 && header->module_offset + (i + 1) * sizeof(struct sp_module) <= bytes; i++) {
    uint8_t *module = run + header->module_offset + i * sizeof(struct sp_module);
    const size_t begin = offsetof(struct sp_module, table_address), end = offsetof(struct sp_module, checksum);
    const uint64_t sum = sp_checksum(module + begin, end - begin);
    memcpy(module + end, &sum, sizeof sum);
  }
  for (uint64_t i = 0; i < 8; i++) {
    const uint64_t at = header->thread_offset + i * header->segment_bytes;
    if (at > bytes || bytes - at < SP_THREAD_HEADER_BYTES || header->segment_bytes > bytes)
      return;
    const size_t begin = offsetof(struct sp_thread, index), end = offsetof(struct sp_thread, checksum);
    const uint64_t sum = sp_checksum(run + at + begin, end - begin);
    memcpy(run + at + end, &sum, sizeof sum);
  }
}

static void seal_table(uint8_t *table, size_t bytes) {
  struct sp_table_header header;
  if (bytes < sizeof header)
    return;
  memcpy(&header, table, sizeof header);
  const size_t total = header.total_bytes < bytes ? header.total_bytes : bytes;
  if (total >= sizeof header)
    header.checksum = sp_checksum(table + sizeof header, total - sizeof header);
  memcpy(table, &header, sizeof header);
}

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
  struct parts parts = take_apart(data, size);
  // Mostly the inside of one part, so that the others stay where they are.
  const unsigned which = seed % (PARTS + 1);
  if (which < PARTS && parts.count[which])
    LLVMFuzzerMutate((uint8_t *)parts.bytes[which], parts.count[which], parts.count[which]);
  else
    size = LLVMFuzzerMutate(data, size, most);
  parts = take_apart(data, size);
  if (seed / (PARTS + 1) % 8 != 0) {
    // Fields of 8 bytes are written in place.
    uint8_t *copy = malloc(parts.count[0] + 1);
    if (!copy)
      abort();
    memcpy(copy, parts.bytes[0] ? parts.bytes[0] : data, parts.count[0]);
    seal_run(copy, parts.count[0]);
    if (parts.count[0])
      memcpy((uint8_t *)parts.bytes[0], copy, parts.count[0]);
    free(copy);
    seal_table((uint8_t *)parts.bytes[1], parts.count[1]);
  }
  return size;
}

// Compares the stack of calls that the reader finds with the truth, which frame_hooks.c has put into the history.
//
// Usage: frame_truth RUN
// Prints, over all threads: statements compared, those with the right number of frames, those whose frames are of the
// right functions as well, frames of the deepest stack; then the first places where it is wrong.

#include "report/reader/frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 100000
#define WRONG_SHOWN 10

struct truth {
  struct {
    uint32_t function; // 0: no statement of it yet
  } frames[DEPTH_MAX];
  size_t depth;
};

static struct truth truth;
static struct reader reader;
static unsigned long long compared, right, same, deepest, wrong_shown;
static bool was_right;

static void follow(const char *event) {
  if (strcmp(event, "enter") == 0 && truth.depth < DEPTH_MAX)
    truth.frames[truth.depth++].function = 0;
  else if (strcmp(event, "exit") == 0 && truth.depth > 0)
    truth.depth--;
}

// Functions of which no statement is recorded have no frame.
static void compare(struct reader_frames *frames, uint32_t function, const struct reader_site *site, uint64_t number) {
  size_t depth = 0;
  bool is_same = true;
  if (truth.depth > 0)
    truth.frames[truth.depth - 1].function = function;
  for (size_t i = 0; i < truth.depth; i++) {
    if (!truth.frames[i].function)
      continue;
    is_same = is_same && depth < frames->depth && frames->frames[depth].function == truth.frames[i].function;
    depth++;
  }
  const bool is_right = depth == frames->depth;
  compared++;
  right += is_right;
  same += is_right && is_same;
  deepest = depth > deepest ? depth : deepest;
  if (!is_right && was_right && wrong_shown++ < WRONG_SHOWN)
    printf("seq %llu: %zu frames instead of %zu at %s:%u in %s: %s\n", (unsigned long long)number + 1, frames->depth,
           depth, site->file, site->line, site->function, site->snippet);
  was_right = is_right;
}

static void check_thread(struct reader_run *run, const struct reader_thread *thread) {
  struct reader_history history = {0};
  struct reader_frames frames = {.run = run};
  if (!reader_thread_history(run, thread, &history) || history.first != 0)
    exit(1); // it must begin with the thread
  reader_frames_begin(&frames, &history, history.first);
  truth.depth = 0;
  was_right = true;
  while (frames.next < history.end) {
    const uint64_t number = frames.next;
    const uint32_t value = reader_history_value(&history, number);
    struct reader_site site;
    struct reader_facts facts;
    reader_frames_advance(&frames, &history);
    if (!reader_sites_find(&run->sites, value, &site))
      continue;
    if (strcmp(site.function, "hook") == 0)
      follow(site.snippet);
    else if (reader_frames_facts(&frames, value, &facts))
      compare(&frames, facts.function, &site, number);
  }
  reader_frames_free(&frames);
  reader_history_free(&history);
}

int main(int argc, char **argv) {
  reader.problems.out = stderr;
  struct reader_run *run = argc == 2 ? reader_run_open(&reader, argv[1]) : NULL;
  struct reader_thread *threads;
  if (!run)
    return 1;
  const size_t count = reader_threads(run, &threads);
  for (size_t i = 0; i < count; i++)
    check_thread(run, &threads[i]);
  free(threads);
  printf("%llu statements, %llu right, %llu same functions, %llu deep\n", compared, right, same, deepest);
  reader_run_close(run);
  reader_free(&reader);
  return compared == 0;
}

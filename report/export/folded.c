// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Folded stacks, of which flame graphs are made: a line for each stack of each thread, and how many statements were
// executed in its innermost function.

#include "common/memory.h"
#include "export.h"
#include "report/model/calls.h"
#include "report/text/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// Deeper functions count for the one at this depth: a recursion of a million calls is a million lines of as many names.
#define DEPTH_MOST 512u
#define STATEMENTS_A_STEP 65536u

// A stack, as its innermost function and the stack around that.
struct node {
  uint32_t name;
  uint32_t around; // index of a node
  uint32_t inside; // the newest of those around which this one is; 0: there is none
  uint32_t beside; // the next of those that have the same around them; 0: there is none
  uint64_t count;
};

enum { NODE_THREAD, NODE_CUT, NODE_UNKNOWN, NODES_OWN }; // what has no function

struct folded {
  struct calls *calls;
  struct node *nodes; // owned; of the thread
  uint32_t count, room;
  uint32_t stack[DEPTH_MOST]; // the nodes of the functions that are open
};

static uint32_t add_node(struct folded *folded, struct node node) {
  if (folded->count == folded->room) {
    folded->room = folded->room ? folded->room * 2 : 1024;
    folded->nodes = realloc(folded->nodes, folded->room * sizeof *folded->nodes);
    if (!folded->nodes)
      memory_is_short();
  }
  folded->nodes[folded->count] = node;
  return folded->count++;
}

static uint32_t find_node(struct folded *folded, uint32_t around, uint32_t name) {
  for (uint32_t i = folded->nodes[around].inside; i; i = folded->nodes[i].beside)
    if (folded->nodes[i].name == name)
      return i;
  const uint32_t node =
      add_node(folded, (struct node){.name = name, .around = around, .beside = folded->nodes[around].inside});
  folded->nodes[around].inside = node;
  return node;
}

// A name may hold what the form has a use for.
static void put_name(FILE *out, const char *name) {
  for (; *name; name++)
    putc(*name == ';' ? ':' : (unsigned char)*name < ' ' ? '?' : *name, out);
}

static void put_thread(FILE *out, const struct reader_thread *thread) {
  put_name(out, thread->name[0] ? thread->name : "thread");
  fprintf(out, "-%d", thread->tid);
}

static void put_stack(FILE *out, const struct folded *folded, const struct reader_thread *thread, uint32_t node) {
  uint32_t path[DEPTH_MOST + NODES_OWN];
  size_t depth = 0;
  const uint64_t count = folded->nodes[node].count;
  for (; node != NODE_THREAD; node = folded->nodes[node].around)
    path[depth++] = node;
  put_thread(out, thread);
  while (depth > 0) {
    const uint32_t i = path[--depth];
    putc(';', out);
    if (i < NODES_OWN)
      fputs(i == NODE_CUT ? "[unknown callers]" : "[unknown]", out);
    else
      put_name(out, calls_name(folded->calls, folded->nodes[i].name));
  }
  fprintf(out, " %" PRIu64 "\n", count);
}

// The node of the innermost function, the stack being that of the step. What is around a function can only be learnt
// when all of them are left.
static uint32_t go(struct folded *folded, const struct calls_step *step) {
  const size_t depth = folded->calls->depth;
  if (step->is_pushed && depth <= DEPTH_MOST) {
    const uint32_t around = depth > 1 ? folded->stack[depth - 2] : step->is_cut ? NODE_CUT : NODE_THREAD;
    folded->stack[depth - 1] = find_node(folded, around, step->name);
  }
  if (!step->is_known || !depth)
    return NODE_UNKNOWN;
  return folded->stack[(depth <= DEPTH_MOST ? depth : DEPTH_MOST) - 1];
}

static bool put_stacks(struct export *export, struct reader_run *run, const struct reader_source *source) {
  struct folded *folded = export->state;
  struct calls_step step;
  folded->count = 0;
  add_node(folded, (struct node){0});
  add_node(folded, (struct node){.around = NODE_THREAD});
  add_node(folded, (struct node){.around = NODE_THREAD});
  if (!calls_open(folded->calls, run, source))
    return true;
  for (uint64_t passed = 1; calls_next(folded->calls, &step); passed++) {
    const uint32_t node = go(folded, &step);
    folded->nodes[node].count += step.is_counted;
    if (passed % STATEMENTS_A_STEP == 0)
      progress_step(reader_stream_part(&folded->calls->stream));
  }
  for (uint32_t i = 0; i < folded->count; i++)
    if (folded->nodes[i].count)
      put_stack(export->file.out, folded, &source->thread, i);
  return !output_file_is_over(&export->file);
}

static bool begin(struct export *export) {
  struct folded *folded = export->state = calloc(1, sizeof *folded);
  if (!folded || !(folded->calls = calloc(1, sizeof *folded->calls)))
    memory_is_short();
  folded->calls->choice = export->choice;
  return true;
}

static bool end(struct export *export, bool is_whole) {
  (void)is_whole;
  struct folded *folded = export->state;
  calls_free(folded->calls);
  free(folded->calls);
  free(folded->nodes);
  free(folded);
  return true;
}

const struct export_format export_folded = {
    .name = "folded",
    .what = "the stacks of calls and their statements, for flame graphs",
    .begin = begin,
    .thread = put_stacks,
    .end = end,
};

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Puts the statements of a handler where it interrupted the tree.

#include "marks.h"

#include <stdlib.h>
#include <string.h>

static bool add_mark(struct reader_unfolding *u, struct reader_mark mark) {
  struct reader_history *history = u->history;
  if (history->mark_count == history->mark_room) {
    const size_t room = history->mark_room ? history->mark_room * 2 : 16;
    struct reader_mark *more = realloc(history->marks, room * sizeof *more);
    if (!more)
      return false;
    history->marks = more;
    history->mark_room = room;
  }
  history->marks[history->mark_count++] = mark;
  return true;
}

// Puts the statements of a tree that are not in the history yet behind it. Returns how many.
static unsigned put_rest(struct reader_unfolding *u, struct reader_tree tree) {
  uint32_t *values = u->history->values + u->used;
  const unsigned count = reader_sites_expand(&u->run->sites, tree.record, values);
  if (count <= tree.from)
    return 0;
  memmove(values, values + tree.from, (count - tree.from) * sizeof *values);
  u->used += count - tree.from;
  return count - tree.from;
}

static uint32_t function_of(const struct reader_unfolding *u, uint32_t value) {
  struct reader_facts facts;
  return reader_sites_facts(&u->run->sites, value, &facts) ? facts.function : READER_NO_SITE;
}

// A handler that left no mark at its end has returned if what it interrupted went on.
static void go_on_before(struct reader_unfolding *u, uint32_t value) {
  while (u->depth) {
    const struct reader_handler *handler = &u->handlers[u->depth - 1];
    if (!handler->rest.record.site || function_of(u, handler->rest.record.site) != function_of(u, value))
      return;
    put_rest(u, handler->rest);
    u->depth--;
  }
}

unsigned reader_unfold_tree(struct reader_unfolding *u, struct sp_record record, uint64_t number) {
  const struct reader_tree tree = {.record = record};
  if (u->depth)
    go_on_before(u, record.site);
  const unsigned count = put_rest(u, tree);
  u->newest = count ? tree : (struct reader_tree){0};
  u->newest_number = number;
  return count;
}

// Takes the statements back that the newest tree had still before it when it had come to `step`.
static struct reader_tree take_back(struct reader_unfolding *u, unsigned step) {
  struct reader_tree rest = u->newest;
  struct sp_record then = rest.record;
  uint32_t *room = u->history->values + u->used;
  then.step = (uint8_t)step;
  const unsigned now = reader_sites_expand(&u->run->sites, rest.record, room);
  const unsigned before = then.step == rest.record.step ? now : reader_sites_expand(&u->run->sites, then, room);
  if (before < rest.from || before >= now)
    return (struct reader_tree){0};
  u->used -= now - before;
  rest.from = before;
  return rest;
}

static bool begin_handler(struct reader_unfolding *u, struct sp_record mark, uint64_t number) {
  struct reader_handler handler = {.frame = mark.zero[1]};
  if (u->newest.record.site && u->newest_number + 1 == number)
    handler.rest = take_back(u, mark.zero[0]);
  handler.interrupted = u->used ? u->used - 1 : READER_NO_NUMBER;
  if (u->depth < READER_NESTED_MAX)
    u->handlers[u->depth++] = handler;
  return add_mark(u, (struct reader_mark){u->used, handler.interrupted, mark.step, mark.zero[1]});
}

// Of handlers that were left by a jump there is no such mark, so the one that it is of need not be the innermost.
static bool end_handler(struct reader_unfolding *u, struct sp_record mark, uint64_t number) {
  struct reader_mark end = {.number = u->used, .interrupted = READER_NO_NUMBER, .frame = mark.zero[1]};
  size_t depth = u->depth;
  while (depth && u->handlers[depth - 1].frame != mark.zero[1])
    depth--;
  if (!depth)
    return add_mark(u, end);
  const struct reader_handler handler = u->handlers[depth - 1];
  u->depth = depth - 1;
  end.interrupted = handler.interrupted;
  if (!add_mark(u, end))
    return false;
  put_rest(u, handler.rest);
  u->newest = handler.rest;
  u->newest_number = number;
  return true;
}

bool reader_unfold_mark(struct reader_unfolding *u, struct sp_record record, uint64_t number) {
  return record.step ? begin_handler(u, record, number) : end_handler(u, record, number);
}

void reader_unfold_end(struct reader_unfolding *u) {
  while (u->depth)
    put_rest(u, u->handlers[--u->depth].rest);
}

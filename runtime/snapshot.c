// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text of a crash snapshot, made from rings that their threads are still writing to, and from tables that may have
// been unloaded. One is made at a time, so what is needed is static: the stack may have little room.
#define _GNU_SOURCE
#include "crash.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "record_text.h"
#include "walk.h"

#define LINE_MAX_BYTES 1536u
#define FILE_MAX 512u
#define WORD_MAX 256u
// Places without a record that are passed by on the way back: a chunk that was left early has many of them.
#define EMPTY_MAX (4u * SP_CHUNK_RECORDS)

static struct {
  const struct sp_crash *crash;
  uint32_t lines;
  sp_snapshot_out *out;
  unsigned part;   // the next one
  bool is_in_part; // one was begun and not completed
  char text[4096]; // pieces of this size are not torn in a pipe
  size_t bytes;    // of whole lines in text
} now;

struct statement {
  const struct sp_table_header *table; // NULL: not known
  uint32_t site;
};
static struct statement statements[SP_CRASH_LINES_MAX];
static uint32_t unfolded[SP_STEP_MAX + 1];

static void flush(void) {
  if (now.bytes > 0)
    now.out(now.text, now.bytes);
  now.bytes = 0;
}

// A line is begun with this, and takes its place when it is ended.
static struct sp_text_out begin_line(void) {
  if (sizeof now.text - now.bytes < LINE_MAX_BYTES)
    flush();
  return (struct sp_text_out){now.text + now.bytes, now.text + now.bytes + LINE_MAX_BYTES - 1};
}

static void end_line(struct sp_text_out *o) {
  *o->at++ = '\n';
  now.bytes = (size_t)(o->at - now.text);
}

// As the source has it, which is for people: only what a terminal would obey is written \xNN.
static void put_text(struct sp_text_out *o, const char *text, size_t most) {
  const unsigned char *p = (const unsigned char *)text, *end = p + most;
  while (*p && p < end) {
    const unsigned wide = sp_text_utf8_bytes(p);
    if (wide == 0 && (*p < ' ' || *p >= 0x7f)) {
      sp_text_plain(o, "\\x");
      sp_text_char(o, "0123456789abcdef"[*p >> 4]);
      sp_text_char(o, "0123456789abcdef"[*p & 15]);
      p++;
      continue;
    }
    for (const unsigned char *next = p + (wide ? wide : 1); p < next; p++)
      sp_text_char(o, (char)*p);
  }
}

static void put_thread(struct sp_text_out *o, int tid, const char *name) {
  sp_text_signed(o, tid);
  if (!name[0])
    return;
  sp_text_plain(o, " \"");
  put_text(o, name, 64);
  sp_text_char(o, '"');
}

// Whether a module is still where its tables were.
static bool is_loaded(const struct sp_module *module) {
  const char *first = (const char *)(uintptr_t)module->table_address;
  return sp_is_readable(first, sizeof(struct sp_table_header)) && sp_knows_module(first, first + module->table_bytes);
}

static const struct sp_site *find_site(uint32_t value, const struct sp_table_header **table) {
  if (!sp_is_readable(sp_process.modules, sizeof(struct sp_module)))
    return NULL;
  for (uint32_t i = 0; i < sp_process.module_count && i < SP_MODULE_MAX; i++)
    if (value - (uint32_t)sp_process.modules[i].table_address < sp_process.modules[i].table_bytes)
      return is_loaded(&sp_process.modules[i]) ? sp_find_site(value, table) : NULL;
  return NULL;
}

// The site of the tree's step with this number. Steps stand behind the statement that leads to them.
static uint32_t find_step(const struct sp_table_header *table, uint32_t head, unsigned step) {
  const unsigned char *bytes = (const unsigned char *)table;
  if (step == 0)
    return head;
  for (uint32_t k = head + 1; k < table->site_count; k++)
    if (sp_site_at(bytes, k).step == step && sp_tree_unfold(bytes, head, k, unfolded) > 0)
      return k;
  return head;
}

// The statements of a record into unfolded, the oldest first. Returns how many; 0: the site is not known.
static unsigned unfold(struct sp_record record, const struct sp_table_header **table) {
  const struct sp_site *site = find_site(record.site, table);
  if (!site)
    return 0;
  const uint32_t head = (uint32_t)(site - (const struct sp_site *)((const char *)*table + sizeof **table));
  return sp_tree_unfold((const unsigned char *)*table, head, find_step(*table, head, record.step), unfolded);
}

struct ring {
  const char *bytes;
  uint32_t chunks;
  uint64_t first; // the oldest record that may be there
  uint64_t end;   // behind the newest one
};

static bool find_ring(const struct sp_thread *thread, struct ring *ring) {
  if (!sp_is_readable(thread, sizeof *thread) || thread->magic != SP_THREAD_MAGIC)
    return false;
  const uint64_t begun = __atomic_load_n(&thread->chunks.value, __ATOMIC_ACQUIRE);
  const uint32_t room = sp_ring_room(&thread->room, thread->ring_chunks);
  const struct sp_ring_place place =
      sp_find_ring_place(thread->ring.next, begun, (uint64_t)(uintptr_t)(thread + 1), room);
  if (place.begun == 0)
    return false;
  ring->bytes = (const char *)(thread + 1);
  ring->chunks = room;
  ring->first = sp_oldest_record(place.begun + place.is_next_begun, ring->chunks);
  ring->end = (place.begun - 1) * SP_CHUNK_RECORDS + place.in_newest;
  return true;
}

// Its thread may be storing it: in one piece, so that site and step fit.
static struct sp_record read_record(const struct ring *ring, uint64_t number) {
  const char *place = ring->bytes + sp_record_offset(number, ring->chunks);
  if (!sp_is_readable(place, sizeof(struct sp_record)))
    return (struct sp_record){0};
  const uint64_t whole = __atomic_load_n((const uint64_t *)(const void *)place, __ATOMIC_RELAXED);
  return sp_record_in_place(whole, number, ring->chunks);
}

// Puts the newest statements into statements, the newest first. Returns how many; *older: records before them.
static uint32_t collect(const struct ring *ring, uint32_t most, uint64_t *older) {
  uint32_t count = 0, empty = 0;
  uint64_t number = ring->end;
  while (count < most && number > ring->first && empty < EMPTY_MAX) {
    const struct sp_table_header *table = NULL;
    const struct sp_record record = read_record(ring, --number);
    empty += record.site == 0;
    if (record.site < SP_SITE_RESERVED)
      continue;
    unsigned in_tree = unfold(record, &table);
    if (in_tree == 0)
      statements[count++] = (struct statement){NULL, record.site};
    while (in_tree > 0 && count < most)
      statements[count++] = (struct statement){table, unfolded[--in_tree]};
  }
  *older = number;
  return count;
}

// The same for a thread, or NULL. Code that keeps nothing but its last statement counts where there are no records.
static uint32_t collect_of(const struct sp_thread *thread, uint32_t most, uint64_t *older) {
  struct ring ring;
  *older = 0;
  if (!thread || !find_ring(thread, &ring))
    return 0;
  uint32_t count = collect(&ring, most, older);
  const struct sp_record last = {.site = thread->ring.last};
  const struct sp_table_header *table = NULL;
  if (count > 0 || last.site == 0 || unfold(last, &table) == 0)
    return count;
  statements[0] = (struct statement){table, unfolded[0]};
  return 1;
}

static void put_macro(struct sp_text_out *o, const struct sp_site *site, const char *strings, uint32_t bytes) {
  if (site->macro == SP_MACRO_INVOCATION)
    sp_text_plain(o, " (macro invocation)");
  if (site->macro != SP_MACRO_EXPANSION)
    return;
  sp_text_plain(o, " (macro expansion");
  if (site->def_file && site->def_file < bytes) {
    sp_text_plain(o, ", ");
    put_text(o, strings + site->def_file, WORD_MAX);
    sp_text_char(o, ':');
    sp_text_number(o, site->def_line, 1);
  }
  sp_text_char(o, ')');
}

// "queue.c:12:3 in take (macro invocation): count--"
static void put_statement(struct sp_text_out *o, struct statement statement) {
  if (!statement.table)
    return sp_text_plain(o, "(of a module that is not loaded any more)");
  const struct sp_site site = sp_site_at((const unsigned char *)statement.table, statement.site);
  const char *strings = (const char *)statement.table + statement.table->string_offset;
  const uint32_t bytes = statement.table->string_bytes;
  if (site.file >= bytes || site.function >= bytes || site.snippet >= bytes)
    return sp_text_plain(o, "(its table is damaged)");
  put_text(o, strings + site.file, FILE_MAX);
  sp_text_char(o, ':');
  sp_text_number(o, site.line, 1);
  if (site.column) {
    sp_text_char(o, ':');
    sp_text_number(o, site.column, 1);
  }
  sp_text_plain(o, " in ");
  put_text(o, strings + site.function, WORD_MAX);
  put_macro(o, &site, strings, bytes);
  sp_text_plain(o, ": ");
  put_text(o, strings + site.snippet, SP_SNIPPET_MAX);
}

static void put_title(void) {
  char name[16] = "";
  struct sp_text_out o = begin_line();
  sp_text_plain(&o, "sourceprint: ");
  sp_text_crash(&o, now.crash);
  end_line(&o);
  o = begin_line();
  sp_text_plain(&o, "  in thread ");
  syscall(SYS_prctl, PR_GET_NAME, name);
  put_thread(&o, (int)syscall(SYS_gettid), name);
  sp_text_plain(&o, " of ");
  put_text(&o, sp_process.header->program, 1024);
  sp_text_plain(&o, " (pid ");
  sp_text_signed(&o, sp_process.header->pid);
  sp_text_plain(&o, "), ");
  sp_text_time(&o, sp_now(CLOCK_REALTIME));
  end_line(&o);
}

static void put_own_statements(void) {
  uint64_t older;
  struct sp_text_out o = begin_line();
  uint32_t count = collect_of(sp_self.segment, now.lines, &older);
  if (count == 0)
    sp_text_plain(&o, "nothing of this thread is recorded");
  else
    sp_text_plain(&o, "the statements that it began last, the newest at the end");
  if (older > 0) {
    sp_text_plain(&o, "; left out: ");
    sp_text_number(&o, older, 1);
    sp_text_plain(&o, older == 1 ? " record before them" : " records before them");
  }
  end_line(&o);
  while (count-- > 0) {
    o = begin_line();
    sp_text_plain(&o, count == 0 ? "> " : "  ");
    put_statement(&o, statements[count]);
    end_line(&o);
  }
}

static bool is_other(const struct sp_thread *thread) {
  return thread != sp_self.segment && sp_is_readable(thread, sizeof *thread) && thread->magic == SP_THREAD_MAGIC &&
         thread->end.value == 0;
}

static void put_name(struct sp_text_out *o, const struct sp_thread *thread) {
  char path[64], name[32];
  struct sp_text_out p = {path, path + sizeof path - 1};
  sp_text_plain(&p, "/proc/self/task/");
  sp_text_number(&p, (uint64_t)thread->tid, 1);
  sp_text_plain(&p, "/comm");
  *p.at = '\0';
  if (sp_read_file(path, name, sizeof name) > 0)
    name[strcspn(name, "\n")] = '\0';
  else
    memcpy(name, thread->name, sizeof thread->name);
  put_thread(o, thread->tid, name);
}

static void put_other(const struct sp_thread *thread) {
  uint64_t older;
  struct sp_text_out o = begin_line();
  sp_text_plain(&o, "  ");
  put_name(&o, thread);
  sp_text_char(&o, ' ');
  if (collect_of(thread, 1, &older) == 1)
    put_statement(&o, statements[0]);
  else
    sp_text_plain(&o, "(its statement cannot be told)");
  end_line(&o);
}

static void put_others(void) {
  uint32_t shown = 0, left_out = 0;
  for (uint32_t i = 0; i < sp_process.segment_count && i < SP_THREAD_MAX; i++) {
    const struct sp_thread *thread = sp_process.segments[i];
    if (!is_other(thread))
      continue;
    struct sp_text_out o = begin_line();
    if (shown == 0) {
      sp_text_plain(&o, "the statement that each other thread began last");
      end_line(&o);
    }
    if (shown < now.lines) {
      put_other(thread);
      shown++;
    } else {
      left_out++;
    }
  }
  if (left_out == 0)
    return;
  struct sp_text_out o = begin_line();
  sp_text_plain(&o, "  left out: ");
  sp_text_number(&o, left_out, 1);
  sp_text_plain(&o, left_out == 1 ? " thread" : " threads");
  end_line(&o);
}

static void put_more(void) {
  struct sp_text_out o = begin_line();
  sp_text_plain(&o, "more: sourceprint last ");
  put_text(&o, sp_process.run, LINE_MAX_BYTES);
  end_line(&o);
}

void sp_begin_snapshot(const struct sp_crash *crash, uint32_t lines, sp_snapshot_out *out) {
  now.crash = crash;
  now.lines = lines;
  now.out = out;
  now.part = 0;
  now.is_in_part = false;
  now.bytes = 0;
}

void sp_make_snapshot(void) {
  static void (*const parts[SP_SNAPSHOT_PARTS])(void) = {put_title, put_own_statements, put_others, put_more};
  if (now.is_in_part) {
    struct sp_text_out o = begin_line();
    sp_text_plain(&o, "  (the rest of this part cannot be read: memory is damaged)");
    end_line(&o);
  }
  while (now.part < SP_SNAPSHOT_PARTS) {
    now.is_in_part = true;
    parts[now.part++]();
    now.is_in_part = false;
  }
  flush();
}

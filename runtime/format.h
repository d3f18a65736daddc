// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The contract between the rewriter (which emits site tables), the runtime (which writes runs) and the reader
// (which reads both). Every byte that leaves a process is declared here and nowhere else.
//
// A *run* is one process image and one directory:
//
//   run.sp            header, module map and one ring per thread; one file, mapped shared, so that what is stored
//                     in it outlives every kind of death of the process
//   <table>.sites     the site table of each module, a hard link to the copy that all runs of the folder share
//   hand-<n>.sites    the site tables of records that the program makes by hand, one site each
//   <tid>.txt         the text sink's records, where that sink was chosen
//   notes             what the runtime had to say, one line each
//   crash             where the threads were when a fatal signal came, as text for people
//   request           what `sourceprint ctl` asked for last; see struct sp_control
//
// All integers are in the byte order of the machine that ran the program; the magic numbers tell a foreign one.
// "Written once" fields are complete before the structure's magic is stored and covered by its checksum.
#ifndef SOURCEPRINT_RUNTIME_FORMAT_H
#define SOURCEPRINT_RUNTIME_FORMAT_H

#include "ends.h"
#include "ring.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SP_FORMAT_VERSION 5u

// ---------------------------------------------------------------------------------------------------------------
// Site table: constant data of one translation unit, in the ELF section SP_SITE_SECTION. A module holds one table
// per object, one after the other, with zero bytes of padding between them; each gives its own length.

#define SP_SITE_SECTION "sourceprint_sites"
#define SP_TABLE_MAGIC 0x31535053u // "SPS1"
#define SP_TABLE_ALIGN 8u
#define SP_TABLE_FACTS 0x54434146u // "FACT"

// What stands at a site.
enum sp_site_kind {
  SP_KIND_STATEMENT = 0, // before a statement
  SP_KIND_CONDITION = 1, // before each evaluation of a controlling expression
  SP_KIND_STEP = 2,      // before each evaluation of the third expression of `for`
  SP_KIND_ENTER = 3,     // reserved: function entry
  SP_KIND_EXIT = 4,      // reserved: function exit
  SP_KIND_BRANCH = 5,    // reserved: the right operand of &&, || or ?:
  SP_KIND_VALUE = 6,     // reserved: a value follows
};

// How a site relates to macros; the number is what `macro=` prints.
enum sp_macro_relation {
  SP_MACRO_NONE = 0,       // plain text
  SP_MACRO_EXPANSION = 1,  // a statement inside a macro's expansion
  SP_MACRO_INVOCATION = 2, // the use of a macro
};

// Why a statement has no record. The reason's text is in sp_skip_reason_text().
#define SP_SKIP_REASONS(X)                                                                                             \
  X(NONE, "recorded")                                                                                                  \
  X(MACRO_INTERIOR, "inside a macro expansion that is recorded as one invocation")                                     \
  X(MACRO_BOUNDARY, "begins or ends in the middle of a macro expansion")                                               \
  X(MACRO_FUNCTION, "the function's braces come out of a macro")                                                       \
  X(FUNCTION_ATTRIBUTE, "the function has an attribute that forbids added code")                                       \
  X(FUNCTION_EARLY, "the function runs before the C library is ready")                                                 \
  X(PRAGMA, "a pragma must stay next to the statement")                                                                \
  X(OPENMP, "inside an OpenMP construct")                                                                              \
  X(BLOCK_LITERAL, "inside a block literal")                                                                           \
  X(REPEATED_INCLUDE, "in a file that is included more than once with different structure")                            \
  X(UNSUPPORTED, "of a kind that the rewriter does not know")                                                          \
  X(MACRO_OFF, "made by a macro, of which nothing is recorded")                                                        \
  X(MACRO_PRAGMA, "the macro's expansion holds a pragma")                                                              \
  X(MACRO_COUNTER, "the macro's expansion holds __COUNTER__")                                                          \
  X(MACRO_AGAIN, "the macro's expansion holds a word that is a macro itself")                                          \
  X(MACRO_DIRECTIVE, "a directive stands among the macro's arguments")                                                 \
  X(MACRO_REPEATED, "inside a macro expansion, in a file that is included more than once")                             \
  X(IFUNC_RESOLVER, "the function runs while the program is being relocated")                                          \
  X(SIGNAL_HANDLER, "the function is a signal handler")                                                                \
  X(OFF_SECTION, "between SOURCEPRINT_OFF and SOURCEPRINT_ON")                                                         \
  X(EXCLUDED_FILE, "the file is left out by a flag")                                                                   \
  X(EXCLUDED_FUNCTION, "the function is left out by a flag")                                                           \
  X(NOT_INCLUDED_FILE, "the file is none of those that flags name")                                                    \
  X(NOT_INCLUDED_FUNCTION, "the function is none of those that flags name")                                            \
  X(SHARED_FILE, "in a file that several of the rewritten sources read")

enum sp_skip_reason {
#define SP_X(name, text) SP_SKIP_##name,
  SP_SKIP_REASONS(SP_X)
#undef SP_X
      SP_SKIP_COUNT
};

static inline const char *sp_skip_reason_text(unsigned reason) {
  switch (reason) {
#define SP_X(name, text)                                                                                               \
  case SP_SKIP_##name:                                                                                                 \
    return text;
    SP_SKIP_REASONS(SP_X)
#undef SP_X
  default:
    return "unknown reason";
  }
}

// One site. Strings are byte offsets from the start of the table's string area; 0 is the empty string.
struct sp_site {
  uint32_t file;     // path as the compiler was given it; #line is followed
  uint32_t function; // name of the enclosing function
  uint32_t snippet;  // source text, white space folded, UTF-8 not guaranteed, at most SP_SNIPPET_MAX bytes
  uint32_t line;     // 1-based; for a macro the place where it is used
  uint32_t def_file; // place of the statement in the macro's definition; 0 where macro is not EXPANSION
  uint32_t def_line; //
  uint16_t column;   // 1-based, in bytes; 0 where it does not fit
  uint8_t kind;      // enum sp_site_kind, and the flags below beside it
  uint8_t macro;     // enum sp_macro_relation
  uint8_t skip;  // behind the first site_count sites: enum sp_skip_reason. Before, of a `do`'s condition: 1 + how many
                 // sites before it the one is that comes next if it holds, and only then; 0: this is not known
  uint8_t step;  // 0: the head of a tree; else a step: what it puts into the tree's record
  uint16_t back; // of a step: how many sites before this one the tree has the statement that was executed before.
                 // Of a head, in a table with facts: so the only statement of the function that can come right
                 // before it; SP_BACK_NONE: the function begins with it; 0: there are several, or it is not known
};
SP_STATIC_ASSERT(sizeof(struct sp_site) == 32, "site layout");

#define SP_SITE_KIND 0x07u    // the kind's bits
#define SP_SITE_TIMED 0x80u   // the clock is looked at before the record
#define SP_SITE_CALLS 0x40u   // its evaluation may call a function that makes records
#define SP_SITE_LEAVES 0x20u  // control may leave the function behind it, without another record of the function
#define SP_SITE_ENDS 0x10u    // beside SP_SITE_LEAVES: there is no other way on
#define SP_SITE_DECIDES 0x08u // a condition: if it holds the site behind it comes next, and only then
#define SP_BACK_NONE 0xffffu
#define SP_SNIPPET_MAX 240u
#define SP_STEP_MAX 255u

// Head of one object's table; the sites (site_count recorded ones, then skipped_count others) follow it, then for each
// function the number of its first site (uint32_t), then the strings. Written by the rewriter, read-only ever after.
struct sp_table_header {
  uint32_t magic;          // SP_TABLE_MAGIC
  uint16_t version;        // SP_FORMAT_VERSION
  uint16_t header_bytes;   // sizeof(struct sp_table_header)
  uint32_t total_bytes;    // header, sites and strings, a multiple of SP_TABLE_ALIGN
  uint32_t site_count;     // recorded sites: number k has the record value (table's address + 1 + k) modulo 2^32
  uint32_t skipped_count;  // statements without a record
  uint32_t string_offset;  // of the string area, from the start of the table
  uint32_t string_bytes;   // every string in it ends with a NUL inside it
  uint32_t main_file;      // string: the translation unit's main file
  uint32_t directory;      // string: where relative names begin, as DW_AT_comp_dir says; "" where all are absolute
  uint32_t reserved;       // 0
  uint64_t checksum;       // sp_checksum of the bytes after this header
  uint32_t function_count; // functions with records
  uint32_t facts;          // SP_TABLE_FACTS: flags and `back` say how control goes on from each site; else 0
};
SP_STATIC_ASSERT(sizeof(struct sp_table_header) == 56, "table header layout");

// The functions of one table that are off: struct sp_functions, one per table and in the same order, in the writable
// section SP_FUNCTION_SECTION. The runtime alone changes `off`; instrumented code looks at it when a function begins.
#define SP_FUNCTION_SECTION "sourceprint_functions"
struct sp_functions {
  uint64_t table; // the checksum in the table's header
  uint32_t count; // its function_count
  uint32_t room;  //
  uint8_t off[];  // not 0: the function makes no records
};

// ---------------------------------------------------------------------------------------------------------------
// run.sp: struct sp_run_header, then module_max struct sp_module at module_offset, then thread segments of
// segment_bytes each at thread_offset. The file grows by whole segments; a segment that is not there, or whose
// magic is 0, was never used.

#define SP_RUN_MAGIC UINT64_C(0x0a1a4e5552505301) // differs in every byte order; holds a newline and a ^Z
#define SP_RUN_FILE "run.sp"
#define SP_NOTES_FILE "notes"
#define SP_CRASH_FILE "crash"
#define SP_HAND_PREFIX "hand-" // of files to which a process appends tables while it runs; their size stays the same

// A counter that can be checked: inverse is ~value, or both are 0.
struct sp_counter {
  uint64_t value;
  uint64_t inverse;
};

struct sp_run_header {
  uint64_t magic;              // SP_RUN_MAGIC; stored last
  uint32_t version;            // SP_FORMAT_VERSION
  uint32_t header_bytes;       // sizeof(struct sp_run_header)
  uint32_t module_offset;      // bytes from the start of the file
  uint32_t module_max;         //
  uint32_t thread_offset;      // bytes from the start of the file
  uint32_t thread_max;         //
  uint64_t segment_bytes;      // one thread's segment: its header, then room for its ring
  uint32_t ring_bytes;         // that room, a multiple of SP_CHUNK_BYTES
  int32_t pid;                 // in the process's own pid namespace
  int32_t parent_pid;          //
  uint32_t tick_ns;            // how much time a ring's clock may pass over; 0: it is not known
  uint64_t process_start;      // field 22 of /proc/<pid>/stat, to tell a living process from a reused pid
  uint64_t pid_namespace;      // inode of /proc/self/ns/pid; 0: not known. Elsewhere `pid` may be another process
  uint64_t start_realtime_ns;  // CLOCK_REALTIME at the start of the run
  uint64_t start_monotonic_ns; // CLOCK_MONOTONIC at the same moment
  char parent_run[192];        // name of the parent's run directory, "" if there is none
  char program[1024];          // path of the executable
  char directory[1024];        // working directory at the start
  uint64_t checksum;           // sp_checksum of all fields from version to directory; up to here written once
  struct sp_run_end end;
  struct sp_counter lost_threads; // threads that got no ring
  struct sp_counter lost_modules; // modules whose sites could not be kept
  struct sp_counter exit_done;    // CLOCK_REALTIME when an exit that `end` notes had run all handlers and destructors
  struct sp_counter lost_forks;   // processes that this one forked and that could make no run
};
SP_STATIC_ASSERT(sizeof(struct sp_run_header) == 2464, "run header layout");
#define SP_RUN_HEADER_PAGE 4096u // bytes set aside for it

// In that page behind the header: what a running process can be asked for. Who asks writes SP_REQUEST_FILE, holding a
// lock of flock() on run.sp, and sends `signal` with SP_CONTROL_COOKIE as its value. The file has lines: the request's
// number, one above `taken`; a word of SP_REQUESTS; and for `filter` the filters, NAME=VALUE each.
#define SP_REQUEST_FILE "request"
#define SP_REQUEST_MAX 32768u
#define SP_REQUESTS(X) X(ON, "on") X(OFF, "off") X(TOGGLE, "toggle") X(FILTER, "filter") X(RESET, "reset")
#define SP_CONTROL_OFFSET 3072u
#define SP_CONTROL_MAGIC 0x31435053u  // "SPC1"
#define SP_CONTROL_COOKIE 0x53504354L // "SPCT"
struct sp_control {
  uint32_t magic;  // SP_CONTROL_MAGIC; 0: nobody listens
  int32_t signal;  //
  uint32_t taken;  // number of the request that was carried out last, stored when it was
  uint32_t result; // enum sp_control_result of it
  uint32_t is_on;  // whether records are made
  uint32_t reserved;
};
SP_STATIC_ASSERT(SP_CONTROL_OFFSET >= sizeof(struct sp_run_header), "room behind the header");
SP_STATIC_ASSERT(SP_CONTROL_OFFSET + sizeof(struct sp_control) <= SP_RUN_HEADER_PAGE, "room for the control");
enum sp_control_result {
  SP_CONTROL_DONE = 0,
  SP_CONTROL_PARTLY = 1,     // a library's functions could not be reached
  SP_CONTROL_UNREADABLE = 2, // the request's file
};

// In that page behind the control: the image that took the process over, where the end is SP_END_EXEC.
#define SP_NEXT_OFFSET 3200u
#define SP_NEXT_PROGRAM_MAX 640u
struct sp_next_image {
  char program[SP_NEXT_PROGRAM_MAX]; // as exec() was given it, or its path once it made a run; cut where it is too long
  char run[192];                     // name of the run that it made in the same folder; "" = none
  uint64_t checksum;                 // sp_checksum of the fields above; 0 = not written
};
SP_STATIC_ASSERT(SP_NEXT_OFFSET >= SP_CONTROL_OFFSET + sizeof(struct sp_control), "room behind the control");
SP_STATIC_ASSERT(SP_NEXT_OFFSET + sizeof(struct sp_next_image) <= SP_RUN_HEADER_PAGE, "room for the next image");

// In that page behind the next image: where the parent was when it forked this process, all zero if it was not forked.
#define SP_FORK_OFFSET 4040u
struct sp_fork_place {
  uint32_t thread;   // number of the parent's thread that forked; its copy is the first one of this run
  int32_t tid;       // its id
  uint64_t record;   // records that it had made
  uint64_t checksum; // sp_checksum of the fields above; 0 = not written
};
SP_STATIC_ASSERT(SP_FORK_OFFSET >= SP_NEXT_OFFSET + sizeof(struct sp_next_image), "room behind the next image");
SP_STATIC_ASSERT(SP_FORK_OFFSET + sizeof(struct sp_fork_place) <= SP_RUN_HEADER_PAGE, "room for the fork");

#define SP_MODULE_MAX 128u
#define SP_THREAD_MAX 4096u

// One loaded module with sites. Written once, when its first function runs; magic last.
#define SP_MODULE_MAGIC 0x314d5053u // "SPM1"
#define SP_BUILD_ID_MAX 32u
struct sp_module {
  uint32_t magic;         // SP_MODULE_MAGIC
  uint32_t reserved0;     // 0
  uint64_t table_address; // where the module's tables were mapped; record values are addresses modulo 2^32
  uint64_t table_bytes;   // all tables of the module with the padding between them
  uint64_t load_address;  // base address of the module, to translate program counters
  uint64_t load_bytes;    // from there to its end; 0: not known
  char table_file[64];    // name of the table's file in the run directory, "" where it could not be kept
  char path[408];         // the module's path as the dynamic linker knows it
  // What tells its file from another one of that name: the build ID, or else, all 0 where it is not known, the rest.
  uint8_t build_id[SP_BUILD_ID_MAX]; // of a longer one the beginning
  uint32_t build_id_bytes;           // of the whole; 0: it has none
  uint32_t reserved1;                // 0
  uint64_t file_bytes;               // the file's size
  uint64_t file_mtime_ns;            // and when it was changed last
  uint64_t checksum;                 // sp_checksum of the fields from table_address to file_mtime_ns
};
SP_STATIC_ASSERT(sizeof(struct sp_module) == 576, "module layout");

#define SP_THREAD_MAGIC 0x31545053u // "SPT1"
#define SP_THREAD_HEADER_BYTES 4096u

// One thread. A segment is this header, then its ring of up to ring_chunks chunks. Blocks are there for the first
// `room` of them: each time all are used for the first time, there will be twice as many, until one try fails. What the
// segment has behind them is a hole in the file.
struct sp_thread {
  uint32_t magic;         // SP_THREAD_MAGIC; 0 while the segment is being prepared
  uint32_t index;         // of the segment
  int32_t tid;            // as gettid() says
  uint32_t number;        // 1 for the first thread of the run, then counted up, also over reused segments
  uint64_t start_ns;      // CLOCK_REALTIME
  uint64_t ring_address;  // of the ring's first chunk
  uint32_t ring_chunks;   // the most that the ring can have, at least SP_RING_CHUNKS_MIN
  uint32_t reserved0;     // 0
  uint64_t checksum;      // sp_checksum of index to reserved0; up to here written once
  struct sp_counter end;  // value: CLOCK_REALTIME at the thread's end; 0 while it runs
  char name[16];          // NUL-terminated, as at the start or, if the thread ended or crashed, as then
  uint64_t name_checksum; // sp_checksum of name
  // The thread alone writes what follows.
  struct sp_counter chunks; // begun so far. Number c of them, from 0, is chunk c % room of the ring. One more than
                            // ring.next says, where a kill came in between
  uint64_t statements;      // records and steps that went the slow way
  uint64_t told_ns;         // CLOCK_MONOTONIC when the time was recorded last, where that is of use; else 0
  uint64_t interrupted;     // address of the record that a signal handler interrupted, while the mark of that
                            // handler's end is the newest record. The ring behind it is within a cache line
  struct sp_ring ring;      //
  struct sp_fault fault;    //
  struct sp_counter room;   // chunks that the ring has; sp_ring_room() reads it
  uint8_t reserved[SP_THREAD_HEADER_BYTES - 144 - sizeof(struct sp_ring) - sizeof(struct sp_fault)]; // 0
};
SP_STATIC_ASSERT(sizeof(struct sp_thread) == SP_THREAD_HEADER_BYTES, "thread layout");
#define SP_RING_CHUNKS_MIN 2u
#define SP_RING_CHUNKS_FIRST 4u // that a ring begins with, where it can have more

// FNV-1a, 64 bit (Fowler, Noll, Vo; draft-eastlake-fnv). Each step is a bijection, so one changed byte always changes
// the result. Never returns 0, which stands for "not written". Async-signal-safe.
static inline uint64_t sp_checksum_more(uint64_t hash, const void *data, size_t bytes) {
  const unsigned char *p = (const unsigned char *)data;
  for (size_t i = 0; i < bytes; i++)
    hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
  return hash;
}

static inline uint64_t sp_checksum(const void *data, size_t bytes) {
  uint64_t hash = sp_checksum_more(UINT64_C(0xcbf29ce484222325), data, bytes);
  return hash ? hash : 1;
}

// ---------------------------------------------------------------------------------------------------------------
// The calls between instrumented code and the runtime. Instrumented code declares them itself, weak, so that a
// program linked without the runtime runs on; both sides use these names and types. The names end with
// SP_FORMAT_VERSION: an object that an older instr-cc made finds null pointers, and records nothing.

// Gives the calling thread's ring to a module, or one that records nothing. first/last: the bounds of the module's site
// section; functions/functions_end: those of its SP_FUNCTION_SECTION. cache: the module's pointer of this thread; the
// runtime stores the ring there when it need not be asked again. idle: the module's own of this thread, for what
// records nothing. Async-signal-safe, keeps errno, never returns NULL.
struct sp_ring *sourceprint_attach_5(const char *first, const char *last, char *functions, char *functions_end,
                                     struct sp_ring **cache, struct sp_ring *idle);

// Takes one record out of line. site: the value as above. Returns the address of the record, for the steps that follow;
// or, to send each of them to sourceprint_step_5(), that of one that ended at SP_PLACE_SLOW. Async-signal-safe, keeps
// errno.
unsigned char *sourceprint_record_5(struct sp_ring *ring, uint32_t site);

// Takes one step out of line; step: sp_site.step. Async-signal-safe, keeps errno.
void sourceprint_step_5(uint64_t step, uint32_t site);

// Records the time, and sets ring->tick. Async-signal-safe, keeps errno.
void sourceprint_time_5(struct sp_ring *ring);

// Records that a signal handler begins, before its first statement. signal: 0 if it is not known; frame: the handler's.
// Returns what the second one is given when the handler returns. Async-signal-safe, keep errno.
uint64_t sourceprint_signal_5(struct sp_ring *ring, int signal, const void *frame);
void sourceprint_signal_end_5(struct sp_ring *ring, uint64_t begun);

#if defined __x86_64__ && defined __LP64__
// The same from inside a fast path that the compiler believes to call nothing. On the stack, 8 bytes each, are the ring
// and, pushed last, the site; for a step sp_site.step and the site. sourceprint_slow_5() leaves its result in the place
// of the ring. Both keep every register but the flags.
void sourceprint_slow_5(void);
void sourceprint_slow_step_5(void);
#endif

#ifdef __cplusplus
}
#endif
#endif

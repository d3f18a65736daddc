// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime knows of its process, and the order of its locks and states. Private to this folder.
//
// Everything here happens out of line: at a thread's first record in a module, at the end of threads and processes, and
// in the slow sink. The record path itself is in the instrumented text and touches only struct sp_ring.
#ifndef SOURCEPRINT_RUNTIME_PROCESS_H
#define SOURCEPRINT_RUNTIME_PROCESS_H

#include "format.h"

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

#define SP_PATH_MAX 2048
// Threads that get a ring of the full size; further ones get one of a sixteenth, so that their number costs no disk.
#define SP_LARGE_RINGS 64u
#define SP_SMALL_RING_PART 16u
// Bytes of the module map that are made at one time.
#define SP_MODULE_PART 4096u

// The calling thread. Its storage is initial-exec TLS of the executable, which needs no allocation.
struct sp_self {
  struct sp_thread *segment; // NULL before the first record
  bool busy;                 // inside the runtime: what it calls may be instrumented, too
  bool is_ending;            // in its last destructor
  uint8_t no_ring;           // enum sp_no_ring, why it was refused a ring
  int text_file;             // the text sink's descriptor + 1, or 0
  uint64_t text_device;      // of its file, as st_dev,
  uint64_t text_inode;       // and st_ino: to notice that the program closed it and the number is another file's
  void *signal_stack;        // ours, or NULL
  uint32_t left_out;         // sp_question() when the thread was refused a ring for a record by hand
  uint64_t lines;            // that the text sink was asked for
};
extern __thread struct sp_self sp_self;

enum sp_state {
  SP_UNUSED, // before the first record
  SP_ASLEEP, // switched off before there was a run
  SP_READY,
  SP_OFF, // for good
};

typedef int sp_clock(clockid_t, struct timespec *);

// What the process that began a run shares with all that it forks.
struct sp_family {
  uint64_t taken;      // bytes since one of them has looked whether all runs are within their limit
  uint32_t is_crowded; // what is running took more: rings do not grow
};
#define SP_TAKEN_PART 8 // of the limit for all runs: what is taken until one of them looks

struct sp_process {
  enum sp_state state;
  bool text;                            // the text sink was chosen
  bool verbose;                         //
  bool confined;                        // a system call that the program does not make itself may kill it: seccomp
  char folder[SP_PATH_MAX];             // of all runs
  char run[SP_PATH_MAX];                // this run's directory
  char run_name[192];                   // its last part
  struct sp_run_header *header;         // mapped, with the module map behind it
  struct sp_module *modules;            //
  uint32_t module_count;                //
  char *functions[SP_MODULE_MAX];       // begin of each module's SP_FUNCTION_SECTION; NULL: it has none
  char *functions_end[SP_MODULE_MAX];   // and its end
  uint64_t module_marks[SP_MODULE_MAX]; // tell a module from another one that was loaded at its place later
  uint32_t ring_bytes;                  // of the first SP_LARGE_RINGS threads
  uint64_t runs_bytes;                  // that all runs may take
  uint64_t text_bytes;                  // that the run's text files may take; 0 = no limit
  bool text_pack;                       // older parts are compressed
  bool text_echo;                       // lines go to stderr, too
  uint64_t restorer;                    // what the kernel has signal handlers return to; 0: not known
  bool can_populate;                    // sp_populate() does it
  struct sp_family *family;             // NULL: there is none
  bool is_forked;                       // by a process with a run
  bool rings_are_ready;                 // they need not be asked for when a confined process lets them grow
  sp_clock *clock;                      // the vDSO's clock_gettime(), or NULL
  const volatile uint64_t *tick;        // sp_find_tick()'s
  uint32_t text_rate;                   // of the lines of a thread the first is written, and then each text_rate-th
  struct sp_thread *segments[SP_THREAD_MAX];
  uint32_t segment_count;            //
  uint32_t thread_number;            // of the thread that started last
  uint32_t ended[SP_THREAD_MAX];     // segments of ended threads, oldest first, a queue
  uint32_t ended_first, ended_count; //
  int end_noted;                     // enum sp_end_state of the end that was noted
};
extern struct sp_process sp_process;

// Serialises everything that changes sp_process. Blocks all signals of the thread, so that no handler can wait for a
// lock that its own thread holds. saved: what sp_unlock() restores.
void sp_lock(sigset_t *saved);
void sp_unlock(const sigset_t *saved);
// The same where waiting could be for something that the interrupted code holds. False if the lock is not to be had.
bool sp_try_lock(sigset_t *saved);

// Where a module comes from, as the dynamic linker says. That one holds a lock of its own while constructors run, which
// make records: it may not be asked under our lock.
struct sp_origin {
  const char *path; // NULL: it is not known
  const void *base;
};
struct sp_origin sp_find_origin(const char *first);

// Fills in what tells the file of a module from others, and where it is mapped, by its table's address and its origin.
void sp_identify_module(struct sp_module *module);

// The lock is held for all that follows.

// Calls the function on a large stack of the runtime's own. Not to be nested.
void sp_with_work_stack(void (*function)(void *), void *argument);
void sp_tell_work_stack(void); // to valgrind, at the start
// Whether ThreadSanitizer is in the program: it takes a process that shares our memory for a thread.
bool sp_has_thread_sanitizer(void);

// Reads the settings, once; there need be no run.
void sp_begin(void);
// Creates the run. On failure the state is SP_OFF and a note says why.
void sp_start_run(void);
// The run of a process made by fork(), in the child: the same addresses, new files.
void sp_restart_run_after_fork(void);
// Adds a module unless it is known. False if it cannot be recorded.
bool sp_add_module(const char *first, const char *last, char *functions, char *functions_end, struct sp_origin origin);
bool sp_knows_module(const char *first, const char *last); // needs no lock where nothing is added any more
// Reads the filters. False if recording is off.
bool sp_read_filters(void);
// A number of the environment within its range, or the default after a note.
uint64_t sp_number_setting(const char *name, uint64_t least, uint64_t most, uint64_t otherwise);
// Switches recording on or off; begins nothing. False if a library's functions could not be reached.
bool sp_switch(bool is_on);
bool sp_is_on(void);
bool sp_has_filters(void);
// Replaces the filters; setting: as sp_setting(). False as above.
bool sp_replace_filters(const char *(*setting)(const char *name));
// Whether the filters leave a thread in; name: at its first record.
bool sp_selects_thread(int tid, const char *name);
// Switches the functions of a module that is just being added, number `module`, on or off.
void sp_select_functions(uint32_t module);
// Whether records by hand of that place are kept.
bool sp_selects_place(const char *file, const char *function);
// Changes whenever the filters or the switch do. Needs no lock.
uint32_t sp_question(void);
// Switches recording off for good.
void sp_end_recording(void);
// Lists a region with tables of records by hand, like a module's. False if it cannot be there.
bool sp_add_region(const char *first, uint64_t bytes, const char *table_file);
// Remembers that the calling thread was left out, and where a module keeps that, so that it can ask again.
void sp_note_left_out(struct sp_ring **cache, const struct sp_ring *idle);
void sp_forget_left_out(void);  // the calling thread ends
void sp_ask_again(void);        // all threads that were left out
bool sp_watch_thread_end(void); // of the calling thread
// Links the table files of all modules into a run directory that continues another one.
void sp_keep_tables(const char *from);
// Starts what the calling thread needs for a record: the run, and its segment. False if there is to be none, and
// is_left_out says whether that is by choice.
bool sp_enter_run(bool *is_left_out);
uint64_t sp_thread_bytes(void); // on the disk, for the calling thread
// Gives the calling thread a segment. False if there is none to be had.
bool sp_start_thread(void);
// The same for the one thread that a fork leaves: a new file's segment at the old address.
bool sp_restart_thread_after_fork(void);
// Removes old runs until all are within limit (bytes); finds the run that this process comes from. Stores its name in
// parent (size bytes) or "". Returns whether it is this process's own, before exec(). is_crowded: what is running takes
// more than limit.
bool sp_visit_runs(uint64_t limit, char *parent, size_t size, bool *is_crowded);
// Removes old runs while this one goes on. Returns 0, or how many are running if all together still take more.
uint32_t sp_trim_runs(uint64_t limit);
// Opens the run's file; -1 with errno. For a process that may lose the right to, it is kept open from its making on.
int sp_open_run_file(void);
void sp_keep_run_file(int file);
// Counts what happened to a run; name: SP_OUTCOME_... of outcomes.h; why: in words.
void sp_count_event(const char *name, const char *why);
// Of a process and all that it forks: that its run begins, and what the run of a forked one takes. The latter may trim
// the runs.
void sp_begin_family(bool is_crowded);
void sp_count_fork(uint64_t bytes);
void sp_note_crowd(void); // that running programs leave no room for large rings
// Calls visit for each name in a folder.
void sp_each_entry(const char *folder, void (*visit)(const char *folder, const char *name, void *data), void *data);

// No lock is needed for these.

// Whether the hand of a signal or a request waits for the lock; and what it wants, with the lock held.
bool sp_is_asked(void);
void sp_answer(void);
// Puts the handler of SOURCEPRINT_SIGNAL in place, and in a run the one of requests.
void sp_hear_signal(void);
void sp_hear_requests(void);
// In the child of a fork: what was asked of the parent is not for it.
void sp_forget_asked(void);
// Copies from or to memory of this process that may be gone by now. False if it is, with errno EFAULT, or cannot be
// reached so.
bool sp_peek(void *to, const void *from, size_t bytes);
bool sp_poke(void *to, const void *from, size_t bytes);
// Notes filters that matched nothing, at the end of the process.
void sp_note_idle_filters(void);
// Puts handlers and hooks in place that note how the process ends.
void sp_watch_end(void);
// Notes the end, once. fault: siginfo of a fault, or NULL; context: what it interrupted, or NULL.
void sp_note_end(enum sp_end_state state, int status, const siginfo_t *fault, const void *context);
// That a program takes the process over, called `path`; and that it does not, after all.
struct sp_exec_mark {
  bool is_noted;
  int before;            // sp_process.end_noted
  struct sp_run_end end; // that was noted before
};
void sp_note_exec(struct sp_exec_mark *mark, const char *path);
void sp_undo_exec(const struct sp_exec_mark *mark);
void sp_fill_exec_end(struct sp_run_end *end);
void sp_fill_next_image(struct sp_next_image *next, const char *program, const char *run);
// Finds the C library's functions; no lock may be held.
void sp_find_exec(void);
// Notes this run in that of the image before exec().
void sp_note_successor(const char *old_run);
// Gives the thread a signal stack if it has none, so that a stack overflow can be noted.
void sp_add_signal_stack(void);
void sp_drop_signal_stack(void);
// Refreshes the names of living threads.
void sp_note_thread_names(void);
void sp_note_thread_name(struct sp_thread *thread, const char *name);
// That the thread has given itself a name. No lock is needed.
void sp_note_own_name(void);
// One line about what went wrong: into the run's notes, and to stderr if that is a terminal or SOURCEPRINT_VERBOSE is
// set. what, detail: joined by ": "; detail may be NULL. A note before the run has its directory waits for it. Nothing
// is said in a confined process.
void sp_note(const char *what, const char *detail);
void sp_keep_notes(void); // those that waited
// The site that a record's value stands for, and its table; NULL if there is none.
const struct sp_site *sp_find_site(uint32_t value, const struct sp_table_header **of);
// Opens the thread's text file.
void sp_open_text(void);
// Writes the record's line there. seq: its number in the thread, from 1.
void sp_write_text(uint32_t value, uint64_t seq);
// The same, or false without a line where it takes more than a write(2). Touches no register but the general ones.
bool sp_write_text_quickly(uint32_t value, uint64_t seq);
// Learns what the processor's state needs to be kept; before the first thread gets a slow ring.
void sp_prepare_slow_path(void);

// What follows may run in the midst of any code, and touches no register but the general ones.

// Makes the blocks of a hole in a mapped file. False if it cannot, or if the kernel does not know how to.
bool sp_populate(const void *from, uint64_t bytes);
// Gives a ring, all of whose chunks were used once, up to as many again, if they are to be had.
void sp_grow_ring(struct sp_thread *thread);
// Has all rings grow without a system call from now on. With the lock held.
void sp_make_rings_ready(void);
// Begins the first chunk of a ring that holds nothing.
void sp_begin_ring(struct sp_thread *thread);
// Makes a record, a site's or a mark's, in a new chunk where there is no room. Returns the address behind it.
uint64_t sp_put_record(struct sp_thread *thread, uint64_t record);
// CLOCK_MONOTONIC in ns, never by a function that the program could have replaced.
uint64_t sp_chunk_time(void);
bool sp_find_clock(void); // false: there is none
// Where there is a clock, a word that the kernel changes when CLOCK_MONOTONIC_COARSE does, in memory that processes can
// read, or NULL.
const volatile uint64_t *sp_find_tick(void);
// How much time the clock of a ring may pass over before it shows. 0: there is no clock.
uint32_t sp_tick_ns(void);
// Where sp_process.tick is NULL, the clock is asked each time, and what is recorded is at least so far apart.
#define SP_ASKED_NS 1000000u
// Makes a record or step whose line is written, and counts the statement. Returns what its steps are told.
uint64_t sp_record_after_line(struct sp_thread *thread, uint32_t site);
void sp_step_after_line(struct sp_thread *thread, uint64_t step);
// sourceprint_record_5() and sourceprint_step_5(), unless a line takes more than general registers: then these return 0
// and false, and the functions below are to be called, with all registers saved.
uint64_t sp_record_quickly(struct sp_ring *ring, uint32_t site);
bool sp_step_quickly(uint64_t step, uint32_t site);

uint64_t sp_record_slowly(struct sp_ring *ring, uint32_t site);
void sp_step_slowly(uint64_t step, uint32_t site);

uint64_t sp_now(clockid_t clock);
// Field 22 of /proc/<pid>/stat, or 0.
uint64_t sp_process_start(pid_t pid);
// Inode of the pid namespace, or 0.
uint64_t sp_pid_namespace(void);
// Reads a small file. Returns the bytes read, NUL-terminated, or -1.
ssize_t sp_read_file(const char *path, char *out, size_t size);
// Writes all of it. Returns 0, or -1 with errno set.
int sp_write_all(int file, const void *data, size_t bytes);
// Whether a file may have this size: growing past RLIMIT_FSIZE would be SIGXFSZ. If not, errno is EFBIG.
bool sp_may_have_size(uint64_t bytes);
// Reserves a file's blocks, so that no later store can meet a full disk, which would be SIGBUS. On failure errno is
// set.
bool sp_reserve(int file, uint64_t offset, uint64_t bytes);
// Gives a file at least this size, by a hole. On failure errno is set.
bool sp_lengthen(int file, uint64_t bytes);
// Opens a file for appending lines; it is made with mode 0600. Returns -1 if that fails.
int sp_open_for_lines(const char *path);
// Appends one line by one write. Returns 0, or -1 with errno set.
int sp_append_line(int file, const char *line, size_t bytes);
// Joins parts (a NULL ends them) into out. Returns 0, or -1 if they do not fit.
int sp_join(char *out, size_t size, ...) __attribute__((sentinel));
void sp_set_counter(struct sp_counter *counter, uint64_t value);
// Adds one without a lock, as several threads may at once.
void sp_count_lost(struct sp_counter *lost);

static inline struct sp_thread *sp_thread_of(struct sp_ring *ring) {
  return (struct sp_thread *)((char *)ring - offsetof(struct sp_thread, ring));
}

#endif

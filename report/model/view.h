// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the viewers show: the processes of a family, their threads, what each executed, when, and where in the sources.
// It knows nothing of how that looks. One thread of control at a time may use a view.
//
// A thread's statements are read when they are first asked for, and stay as they were until view_reload(), also while
// the program goes on. Statements are numbered as in reader/history.h: from 0, users see the number plus 1.
#ifndef SOURCEPRINT_REPORT_VIEW_H
#define SOURCEPRINT_REPORT_VIEW_H

#include "find.h"
#include "last.h"
#include "report/reader/source.h"
#include "report/reader/tally.h"

// Of a thread that only has text, so many of its newest statements are read.
#define VIEW_TEXT_NEWEST 250000u

#define VIEW_NONE SIZE_MAX // no thread, no file
#define VIEW_LOST 0u       // the site of a record that is lost

struct view_site {
  const char *file, *function, *snippet; // never NULL; all "" where the value belongs to no known site
  const char *def_file;                  // "" unless the statement is inside a macro's expansion
  uint32_t line, def_line;               // 1-based; 0 = not known
  uint32_t column;                       // 1-based, bytes; 0 = not known
  uint32_t macro;                        // enum sp_macro_relation
  size_t file_index;                     // VIEW_NONE where there is no file
  bool is_timed;                         // it looks at the clock
};

// Times are CLOCK_REALTIME, 0 = not known.
struct view_statement {
  size_t thread;
  uint64_t number;
  uint32_t site;    // VIEW_LOST, or a number for view_site()
  uint64_t from_ns; // it was executed between these
  uint64_t to_ns;   //
  uint64_t at_ns;   // the likeliest time: even steps between known times. What the order of all threads goes by.
};

// How a thread's place differs from its newest statement; see last.h.
enum view_place { VIEW_PLACE_NEWEST, VIEW_PLACE_RETURNED, VIEW_PLACE_AHEAD };

struct view_counted { // how often a thread executed a site
  uint32_t site;
  uint64_t count;
};

struct view_thread {
  size_t process;
  int tid;
  uint32_t number;          // in its process, from 1; 0 if it only has text
  char name[17];            // "" if it is not known
  enum last_state state;    //
  uint64_t start_ns;        //
  uint64_t end_ns;          // 0 if it did not end
  bool is_text;             // its statements are read from text
  bool has_last;            // and so is the rest of this part, as of view_open() or view_refresh()
  struct view_statement at; // where it stands: crashed, waits, or ended
  enum view_place place;    //
  bool has_number;          // at.number is set; not where its code keeps its last statement only
  uint64_t end;             // number behind its newest statement
  uint64_t lost;            // records in the window that are gone
  unsigned open;            // records begun behind it, and not completed

  // Set by view_load().
  bool is_loaded;
  uint32_t generation;          // grows with each reading: numbers of before may mean other statements
  uint32_t *sites;              // owned; of the statements first, first + 1, ...
  uint64_t first;               // the window is [first, loaded_end)
  uint64_t loaded_end;          //
  bool is_cut;                  // it is a text, of which only the newest VIEW_TEXT_NEWEST were read
  struct view_counted *counted; // owned; by site, ascending
  size_t counted_count;         //
  struct reader_times times; // owned; empty if no time is known: then at_ns is made up from the thread's start and end
  struct reader_times anchors; // owned; the same and likely ones, by which at_ns is found

  struct reader_source source; // where it is read from
  uint64_t mark;               // another one when it has recorded something
};

struct view_process {
  struct reader_run *run;     // owned
  uint64_t reference_ns;      // its end, or now; see last_reference_ns()
  size_t thread_count;        //
  struct tally site_by_value; // owned
};

struct view {
  struct reader reader;
  struct view_process *processes; // owned
  size_t process_count;           //
  struct view_thread *threads;    // owned; their indices stay the same, new ones come behind
  size_t thread_count;            //
  size_t thread_room;             //
  uint32_t changes;               // grows with each view_refresh() that found something new
  struct view_sites *sites;       // owned
  char *words;                    // owned; see view_words()
  size_t word_bytes;              //
};

// Opens runs and reads where each thread stands. Returns false if none can be read; view_words() tells why. To be
// closed in any case.
bool view_open(struct view *view, const struct find_runs *runs);
void view_close(struct view *view);

// Opens those of the runs that are not open yet, as children of a process that goes on. Returns whether there are any.
// None is opened if none is open: a folder may stand for another family meanwhile.
bool view_add(struct view *view, const struct find_runs *runs);

// The problems told so far, a line each. Borrowed until the next call to the view.
const char *view_words(struct view *view);

// Threads in the order to show them: crashed ones first, then by process and number. The caller frees the array.
size_t *view_display_order(const struct view *view);

// Reads a thread's statements, if that has not happened. False if there are none.
bool view_load(struct view *view, size_t thread);

// Forgets a thread's statements, so that they are read anew when they are asked for.
void view_reload(struct view *view, size_t thread);

// For programs that are running: looks which threads came, ended, or went on, and where each stands. Returns whether
// anything changed.
bool view_refresh(struct view *view);
bool view_is_running(const struct view *view);

// Site number `site`. VIEW_LOST gives empty strings.
const struct view_site *view_site(const struct view *view, uint32_t site);
uint32_t view_site_count(const struct view *view); // with VIEW_LOST; grows as threads are loaded

// --- Statements of one thread

// False if the thread has no such statement.
bool view_statement(struct view *view, size_t thread, uint64_t number, struct view_statement *statement);

// The sites of `count` statements from `number` on are loaded->sites + (number - first); this loads, and cuts the span
// to what is there. Returns how many are left.
uint64_t view_span(struct view *view, size_t thread, uint64_t *number, uint64_t count);

// --- All threads in the order of time. Where the times of two threads are not known well enough, the order is likely
// and not certain: that is so where [from_ns, to_ns] of two statements overlap.

// Loads all threads that are not.
void view_load_all(struct view *view);

// The statement behind (or before) this one. False at the end.
bool view_next_in_time(struct view *view, const struct view_statement *from, bool is_backwards,
                       struct view_statement *next);

// The last statement that began at or before a time, of one thread, or of all for VIEW_NONE. False if there is none.
bool view_at_time(struct view *view, size_t thread, uint64_t ns, struct view_statement *statement);

// The span of time that threads cover.
void view_time_span(const struct view *view, uint64_t *from_ns, uint64_t *to_ns);

// How many statements a thread executed in each of `count` equal spans between two times. False if it has none.
bool view_density(struct view *view, size_t thread, uint64_t from_ns, uint64_t to_ns, size_t count, uint32_t *buckets);

// --- Search

enum view_search_kind { VIEW_SEARCH_TEXT, VIEW_SEARCH_WORD, VIEW_SEARCH_SITE };

// {0} to begin with.
struct view_search {
  enum view_search_kind kind;
  char *text;              // owned; case counts if it has an upper case letter
  uint32_t site;           //
  unsigned char *is_match; // owned; by site
  uint32_t known;          // sites that were looked at
};

// Text in function, file or snippet, or a whole word there.
bool view_search_text(struct view_search *search, const char *text, enum view_search_kind kind);

// The occurrences of one statement.
void view_search_site(struct view_search *search, uint32_t site);

// The next match in a thread at or behind `number` (backwards: at or before). False if there is none.
bool view_search_thread(struct view *view, struct view_search *search, size_t thread, uint64_t number,
                        bool is_backwards, struct view_statement *found);

// The next match behind (or before) a statement in the order of time of all threads.
bool view_search_all(struct view *view, struct view_search *search, const struct view_statement *from,
                     bool is_backwards, struct view_statement *found);

// How many matches a thread has; VIEW_NONE: all threads.
uint64_t view_search_count(struct view *view, struct view_search *search, size_t thread);
void view_search_free(struct view_search *search);

// --- Sources

struct view_line {
  uint64_t count;      // statements that begin in this line and were executed, within the windows
  const char *snippet; // of the first statement that the program has there, executed or not; NULL: there is none
};

size_t view_file_count(const struct view *view);
const char *view_file_name(const struct view *view, size_t file);

// The text of a file; NULL with the reason if it cannot be read or is no longer what the program was compiled from.
// For source_line().
const struct source_file *view_source(struct view *view, size_t file, const char **why);
uint32_t view_source_lines(struct view *view, size_t file); // 0 if there is no text

// By line, line 1 first, over one thread, or all for VIEW_NONE. Returns how many lines there are (of the text, or up to
// the last statement), and an array that the caller frees.
uint32_t view_heat(struct view *view, size_t file, size_t thread, struct view_line **lines);

#endif

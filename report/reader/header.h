// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of run.sp: is this a run that can be read, and how did the process end.
#ifndef SOURCEPRINT_REPORT_READER_HEADER_H
#define SOURCEPRINT_REPORT_READER_HEADER_H

#include "problem.h"
#include "runtime/format.h"

#include <stdbool.h>

enum reader_header_state {
  READER_HEADER_SOUND,
  READER_HEADER_DAMAGED,    // the checksum is wrong, yet the layout fields make sense
  READER_HEADER_UNREADABLE, // the layout fields make no sense
  READER_HEADER_CUT,        // the file ends inside the header
  READER_HEADER_UNFINISHED, // no magic number yet: the run is being made, or its process ended while it was
  READER_HEADER_NO_RUN,     // another kind of file
  READER_HEADER_FOREIGN,    // written by a machine of the other byte order
  READER_HEADER_NEWER,      // another format version, given in header->version
};

// Reads and checks the header. In the first two states *header is usable, and its texts end with a NUL; in the
// others it holds whatever was there.
enum reader_header_state reader_header_read(int fd, struct sp_run_header *header);

// Tells what is wrong, unless the state is READER_HEADER_SOUND. where: the path of run.sp.
void reader_header_tell(enum reader_header_state state, const struct sp_run_header *header, const char *where,
                        struct reader_problems *problems);

// How the process ended.
enum reader_end {
  READER_END_RUNNING,   // it is alive
  READER_END_SILENT,    // killed by what no process can note, such as SIGKILL
  READER_END_EXITED,    // header.end.status is the exit status
  READER_END_SIGNALED,  // header.end.status is the signal
  READER_END_EXEC,      // another image took over
  READER_END_REPORTED,  // a sanitizer ended it
  READER_END_EXITING,   // it is alive, but has begun to exit with header.end.status
  READER_END_EXIT_CUT,  // the same, and something ended it meanwhile that nobody noted
  READER_END_ELSEWHERE, // it runs in a pid namespace that cannot be seen from here, or was killed there
  READER_END_DAMAGED,   // there is a note of the end, but it cannot be believed
};

// Judges header->end, and asks the system if the process is alive where nothing is noted. Tells no problem.
enum reader_end reader_header_end(const struct sp_run_header *header);

// Whether more may come.
static inline bool reader_end_may_go_on(enum reader_end end) {
  return end == READER_END_RUNNING || end == READER_END_EXITING || end == READER_END_ELSEWHERE;
}

// True if the two halves of a counter agree.
static inline bool reader_counter_is_sound(const struct sp_counter *counter) {
  return counter->inverse == ~counter->value || (counter->value == 0 && counter->inverse == 0);
}

#endif

// What the tracing build knows at each moment: the calls that are open, with the line in each. It is kept in a mapped
// file, so that it outlives the process. In the recorded build nothing of it is there.
#ifdef TRACE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
struct trace_frame {
  int function, line, signal;
};
struct trace {
  int depth;
  struct trace_frame frames[1000];
};
extern struct trace *trace;
static inline void trace_enter(int function, int signal) {
  struct trace_frame frame = {function, 0, signal};
  trace->frames[trace->depth] = frame;
  trace->depth++;
}
#define ENTER(function, signal) trace_enter(function, signal);
#define LEAVE trace->depth--;
#define AT trace->frames[trace->depth - 1].line = __LINE__;
#define MARK trace_mark = trace->depth;
#define LANDED trace->depth = trace_mark;
extern int trace_mark;
#else
#define ENTER(function, signal)
#define LEAVE
#define AT
#define MARK
#define LANDED
#endif

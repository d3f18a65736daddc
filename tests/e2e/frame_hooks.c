// The truth about calls, as records by hand between those of the statements: "enter" and "exit" of each function, by
// -finstrument-functions. To be compiled without it.
#include <sourceprint/sourceprint.h>

#define DEPTH_MAX 100000

static __thread struct {
  void *function;
  char *frame;
} stack[DEPTH_MAX];
static __thread int depth;

static void leave(void) {
  depth--;
  sourceprint_record("hook", 1, "hook", "exit");
}

// Calls that longjmp() has ended lie deeper on the stack than what goes on.
static void drop_ended(char *frame) {
  while (depth > 0 && stack[depth - 1].frame < frame)
    leave();
}

void frame_hooks_return(void);
void __cyg_profile_func_enter(void *function, void *caller);
void __cyg_profile_func_exit(void *function, void *caller);

void __cyg_profile_func_enter(void *function, void *caller) {
  (void)caller;
  char *frame = __builtin_frame_address(0);
  drop_ended(frame);
  if (depth < DEPTH_MAX) {
    stack[depth].function = function;
    stack[depth++].frame = frame;
  }
  sourceprint_record("hook", 1, "hook", "enter");
}

// To be called where setjmp() has returned again.
void frame_hooks_return(void) { drop_ended(__builtin_frame_address(0)); }

// The compiler may call it last of all, when the function's own frame is gone.
void __cyg_profile_func_exit(void *function, void *caller) {
  (void)caller;
  int found = depth;
  while (found > 0 && stack[found - 1].function != function)
    found--;
  while (found > 0 && depth >= found)
    leave();
}

// The least that a ring of records takes, for what clang's own instrumentation calls: a store of 4 or 8 bytes into a
// ring of 1 MiB a thread, as ours has. Nothing outlives the process.
#include <stdint.h>

enum { RING_BYTES = 1 << 20 };

static _Thread_local uint32_t edges[RING_BYTES / sizeof(uint32_t)];
static _Thread_local uintptr_t calls[RING_BYTES / sizeof(uintptr_t)];
static _Thread_local uint32_t newest_edge, newest_call;

void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop) {
  static uint32_t edge_count;
  for (uint32_t *guard = start; guard < stop; guard++)
    if (!*guard)
      *guard = ++edge_count;
}

void __sanitizer_cov_trace_pc_guard(uint32_t *guard) { edges[newest_edge++ % (sizeof edges / sizeof *edges)] = *guard; }

void __cyg_profile_func_enter(void *function, void *caller) {
  (void)caller;
  calls[newest_call++ % (sizeof calls / sizeof *calls)] = (uintptr_t)function;
}

void __cyg_profile_func_exit(void *function, void *caller) {
  (void)caller;
  calls[newest_call++ % (sizeof calls / sizeof *calls)] = (uintptr_t)function + 1;
}

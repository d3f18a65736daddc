// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A fault that a handler of the program's was given, and what became of the process then, in words and as JSON.

#define _GNU_SOURCE

#include "json.h"
#include "last_text.h"
#include "report/reader/caught.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>

static void put(FILE *out, const char *text) { output_text(out, text, strlen(text)); }

void last_put_signal_name(FILE *out, int signal) {
  const char *name = sigabbrev_np(signal);
  if (name)
    fprintf(out, "SIG%s", name);
  else
    fprintf(out, "signal %d", signal);
}

void last_put_address(FILE *out, int signal, int code, uint64_t address, uint64_t pc) {
  // What is sent has no address, and of some faults the kernel does not tell it.
  if (code <= 0 || (!address && !pc))
    return;
  if (code == SI_KERNEL)
    fputs(" at an address that the kernel does not tell", out);
  else if (signal == SIGILL || signal == SIGFPE || signal == SIGTRAP)
    fprintf(out, " at the instruction at 0x%" PRIx64, address);
  else
    fprintf(out, " at address 0x%" PRIx64, address);
}

// What the handler made of it.
static void put_outcome(FILE *out, const struct reader_run *run) {
  const struct sp_run_end *end = &run->header.end;
  switch (run->end) {
  case READER_END_EXITED:
    fprintf(out, ", which called exit(%" PRId32 ")", end->status);
    break;
  case READER_END_EXITING:
    fprintf(out, ", which called exit(%" PRId32 "), and the process is exiting", end->status);
    break;
  case READER_END_EXIT_CUT:
    fprintf(out, ", which called exit(%" PRId32 "), and the process died while exiting", end->status);
    break;
  case READER_END_ELSEWHERE:
    fputs("; the process runs in another pid namespace, or ended there", out);
    break;
  case READER_END_SIGNALED:
    fputs(end->signal_code > 0 ? ", which was killed by " : ", which raised ", out);
    last_put_signal_name(out, end->status);
    last_put_address(out, end->status, end->signal_code, end->fault_address, end->fault_pc);
    break;
  case READER_END_RUNNING:
    fputs(", which is still running", out);
    break;
  case READER_END_EXEC:
    fputs(", which became another program (exec)", out);
    break;
  case READER_END_REPORTED:
    fputs(", and a sanitizer ended the process", out);
    break;
  case READER_END_SILENT:
  case READER_END_DAMAGED:
    fputs(", during which the process ended without notice", out);
    break;
  }
}

bool last_put_caught(FILE *out, const struct reader_run *run) {
  const struct reader_caught *caught = run->caught;
  if (!caught)
    return false;
  const struct sp_fault *fault = &caught->fault;
  last_put_signal_name(out, fault->signal);
  last_put_address(out, fault->signal, fault->code, fault->address, fault->pc);
  if (caught->function[0]) {
    fputs(" in ", out);
    put(out, caught->function);
    fputs("()", out);
  }
  fputs(", caught by ", out);
  if (caught->handler[0])
    put(out, caught->handler);
  else
    fprintf(out, "a handler at 0x%" PRIx64, fault->handler);
  put_outcome(out, run);
  return true;
}

json_t *last_caught_json(const struct reader_run *run) {
  const struct reader_caught *caught = run->caught;
  if (!caught)
    return json_null();
  const bool has_address = caught->fault.code > 0;
  char address[32];
  snprintf(address, sizeof address, "0x%" PRIx64, caught->fault.address);
  json_t *object = json_object();
  json_object_set_new(object, "signal", json_integer(caught->fault.signal));
  json_object_set_new(object, "address", report_json_text(has_address ? address : NULL));
  json_object_set_new(object, "tid", json_integer(caught->tid));
  json_object_set_new(object, "seq", report_json_known(caught->number == UINT64_MAX ? 0 : caught->number + 1));
  json_object_set_new(object, "function", report_json_text(caught->function[0] ? caught->function : NULL));
  json_object_set_new(object, "handler", report_json_text(caught->handler[0] ? caught->handler : NULL));
  return object;
}

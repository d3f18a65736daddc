// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads a clang command line: what it compiles, what it links, and whether that is ours to instrument.
#ifndef SOURCEPRINT_DRIVER_COMMAND_H
#define SOURCEPRINT_DRIVER_COMMAND_H

#include "words.h"

#include <stdbool.h>

// Why a command goes to the real compiler as it is. Not a failure: there is nothing for us to do.
#define DRIVER_PASSTHROUGHS(X)                                                                                         \
  X(NONE, "instrumented")                                                                                              \
  X(NO_C_SOURCE, "no C source to compile and nothing to link")                                                         \
  X(NO_OBJECT, "the output is no object or program")                                                                   \
  X(PRINT_ONLY, "the compiler is only asked to print or check something")                                              \
  X(HEADER, "a header is precompiled")                                                                                 \
  X(PROBE, "a configure probe")                                                                                        \
  X(HOST_TOOL, "a tool that the build makes for itself")                                                               \
  X(FREESTANDING, "code that runs without a C library")                                                                \
  X(STANDARD_INPUT, "the source comes from standard input")                                                            \
  X(PLUGIN, "a compiler plugin is loaded")                                                                             \
  X(FRONTEND, "arguments for clang -cc1")                                                                              \
  X(RESPONSE_FILE, "a response file that clang refuses")                                                               \
  X(DRIVER_MODE, "clang is to behave as another command")                                                              \
  X(EDITED, "CCC_OVERRIDE_OPTIONS changes the command")                                                                \
  X(OTHER_COMPILER, "the command names a compiler that is no clang for C")

enum driver_passthrough {
#define DRIVER_X(name, text) DRIVER_PASS_##name,
  DRIVER_PASSTHROUGHS(DRIVER_X)
#undef DRIVER_X
};

// One word of the command that names an input.
struct driver_input {
  size_t index;         // in words
  const char *language; // of the -x before it, or "none"
  bool is_c;            // a C source that is to be compiled
  bool is_source;       // needs compiling, C or not
};

struct driver_command {
  struct driver_words given; // expanded, without the compiler's name and without our own flags
  struct driver_words words; // the same, but what says more (below) is replaced by a word that does not
  struct driver_words own;   // our own flags, as options for the rewriter
  const char *problem;       // one line about a flag of ours that is wrong, or NULL
  struct driver_input *inputs;
  size_t input_count;
  size_t c_sources;
  const char *output;   // -o, or NULL
  size_t options_end;   // index of "--", or words.count
  bool compile_only;    // -c
  bool library;         // links, but no program: -shared, -r
  bool bare;            // -nostdlib
  bool wants_runtime;   // links an executable that has a C library
  bool says_more;       // the compiler tells more than its front end finds in the source, or leaves more files
  bool side_files;      // files beside an object, named after it: -gsplit-dwarf, -fstack-usage and their like
  bool dependencies;    // -MD or -MMD
  bool dependency_file; // -MF
  bool dependency_name; // -MT or -MQ
  enum driver_passthrough passthrough;
};

// Scans argv (argv[0] is our own name).
struct driver_command driver_scan(char **argv);

const char *driver_passthrough_text(enum driver_passthrough reason);

// As in "passthrough no-object"; of what is none, "instrumented".
const char *driver_passthrough_name(enum driver_passthrough reason);
// Takes away the environment that makes clang tell more; done when the compiler has told it.
void driver_quiet_environment(void);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The keys of sourceprint.yaml, once: reading, messages, the text of `sourceprint init` and what instr-cc explains come
// from this table.
#ifndef SOURCEPRINT_DRIVER_CONFIG_SCHEMA_H
#define SOURCEPRINT_DRIVER_CONFIG_SCHEMA_H

enum driver_key_type {
  DRIVER_KEY_PATHS,    // a list; each relative to the file's folder, or a pattern with a prefix
  DRIVER_KEY_PATTERNS, // a list of patterns, for functions
  DRIVER_KEY_CHOICE,   // one of the flag's values
  DRIVER_KEY_PROGRAM,  // a name to look up in PATH, or a path
  DRIVER_KEY_PATH,
  DRIVER_KEY_SIZE, // bytes
};

enum driver_key_scope {
  DRIVER_SCOPE_TOP,    // the whole file
  DRIVER_SCOPE_SOURCE, // and in `folders`
  DRIVER_SCOPE_CACHE,  // below `cache`
};

// X(NAME, key, type, scope, the flag that says the same or NULL, setting without prefix, default in words, an example,
// help)
#define DRIVER_CONFIG_KEYS(X)                                                                                          \
  X(INSTRUMENT, "instrument", PATHS, TOP, "-fsourceprint-include-file=", "INSTRUMENT", "every file",                   \
    "[\"src/client/\", \"lib/network/\"]", "Files and folders to record.")                                             \
  X(EXCLUDE, "exclude", PATHS, TOP, "-fsourceprint-exclude-file=", "INSTRUMENT_EXCLUDE", "nothing",                    \
    "[\"lib/crypto/\", \"src/*_generated.c\"]", "Files and folders to leave out, whatever is instrumented.")           \
  X(FUNCTIONS, "functions", PATTERNS, SOURCE, "-fsourceprint-include-function=", "INSTRUMENT_FUNCTIONS",               \
    "every function", "[\"on_*\", \"regex:^(get|set)_\"]", "Functions to record.")                                     \
  X(EXCLUDE_FUNCTIONS, "exclude_functions", PATTERNS, SOURCE,                                                          \
    "-fsourceprint-exclude-function=", "INSTRUMENT_EXCLUDE_FUNCTIONS", "nothing", "[\"glob:rotate\", \"hash_*\"]",     \
    "Functions to leave out; the small and hot ones cost most.")                                                       \
  X(GRANULARITY, "granularity", CHOICE, SOURCE, "-fsourceprint-granularity=", "GRANULARITY", "statement", "statement", \
    "How much is recorded.")                                                                                           \
  X(MACROS, "macros", CHOICE, SOURCE, "-fsourceprint-macros=", "MACROS", "expansion", "expansion",                     \
    "What is recorded of macros that make statements.")                                                                \
  X(RUNTIME, "runtime", CHOICE, TOP, "-fsourceprint-runtime=", "RUNTIME", "static", "shared",                          \
    "How programs that are linked get the runtime.")                                                                   \
  X(SIGNAL_HANDLERS, "signal_handlers", CHOICE, SOURCE, "-fsourceprint-signal-handlers=", "SIGNAL_HANDLERS", "skip",   \
    "skip", "What becomes of signal handlers.")                                                                        \
  X(COMPILER, "compiler", PROGRAM, TOP, NULL, "REAL_CC", "the clang that sourceprint was built for", "clang-22",       \
    "The compiler that does the real work.")                                                                           \
  X(CACHE_DIR, "dir", PATH, CACHE, NULL, "CACHE_DIR", "no cache", "~/.cache/sourceprint",                              \
    "Folder that keeps rewritten text, so that the next build need not parse it.")                                     \
  X(CACHE_SIZE, "size", SIZE, CACHE, NULL, "CACHE_SIZE", "the cache's own", "500M",                                    \
    "How large the folder may become; K, M and G stand for 1024, its square and its cube.")

enum driver_key {
#define DRIVER_X(name, ...) DRIVER_KEY_##name,
  DRIVER_CONFIG_KEYS(DRIVER_X)
#undef DRIVER_X
      DRIVER_KEY_COUNT
};

struct driver_config_key {
  const char *name;
  enum driver_key_type type;
  enum driver_key_scope scope;
  const char *flag, *setting, *standard, *example, *help;
};

extern const struct driver_config_key driver_config_keys[DRIVER_KEY_COUNT];

// With its parent, as in "cache.dir".
const char *driver_config_key_path(enum driver_key key);

#endif

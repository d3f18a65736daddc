// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What there is to know of clang's options and of the types of its inputs. The tables are made at build time: clang's
// own tables are asked about the options that option_effects.def names.
#ifndef SOURCEPRINT_DRIVER_OPTIONS_H
#define SOURCEPRINT_DRIVER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum driver_effect {
  SP_EFFECT_NONE,
  SP_EFFECT_COMPILE_ONLY,    // the last step is the assembler
  SP_EFFECT_DEPENDENCIES,    // a dependency file beside the object
  SP_EFFECT_DEPENDENCY_FILE, // its name
  SP_EFFECT_DEPENDENCY_NAME, // its target's name
  SP_EFFECT_DRIVER_MODE,     // clang behaves as another command
  SP_EFFECT_FREESTANDING,    // there is no C library
  SP_EFFECT_FRONTEND,        // the value is an option of clang -cc1; those that matter are here as "-Xclang VALUE"
  SP_EFFECT_LANGUAGE,
  SP_EFFECT_LIBRARY,             // the output of a link is for another link, or to be loaded
  SP_EFFECT_NO_OBJECT,           // the output is no object or program
  SP_EFFECT_NO_RUNTIME,          // a link that gets no runtime
  SP_EFFECT_NO_STANDARD_LIBRARY, // the same; a program may lack what a record needs
  SP_EFFECT_OTHER_LANGUAGE,      // each source is in another language than C
  SP_EFFECT_OUTPUT,
  SP_EFFECT_PLUGIN,
  SP_EFFECT_PREPROCESSOR,    // the value may ask for a dependency file
  SP_EFFECT_PRINT_ONLY,      // the compiler is only asked to print something
  SP_EFFECT_SAYS,            // the compiler tells more than its front end finds in the source, or leaves more files
  SP_EFFECT_SAYS_AND_COUNTS, // the same, but the code depends on it, too
  SP_EFFECT_SAYS_IN_FILE,    // the same, in the file that is its value
  SP_EFFECT_SIDE_FILES,      // files beside the object, named after it
  SP_EFFECT_TARGET,
};

struct driver_option {
  const char *spelling;
  bool joined;            // the rest of the word is its value
  unsigned separate_args; // words that follow this exact spelling
  enum driver_effect effect;
};

enum driver_input_kind {
  SP_INPUT_C,
  SP_INPUT_OTHER_SOURCE,
  SP_INPUT_HEADER, // is only precompiled
  SP_INPUT_OBJECT, // for the linker
};

struct driver_input_type {
  const char *name;
  enum driver_input_kind kind;
};

// Sorted by strcmp.
extern const struct driver_option driver_options[];
extern const size_t driver_option_count;
extern const struct driver_input_type driver_extensions[], driver_languages[];
extern const size_t driver_extensions_count, driver_languages_count;

// The option that a word is, the longest spelling that fits, or NULL where it is of no interest.
const struct driver_option *driver_find_option(const char *word);

// The kind of an input: by language, as of -x, or where that is "none" by the extension of its name.
enum driver_input_kind driver_input_kind(const char *name, const char *language);

#endif

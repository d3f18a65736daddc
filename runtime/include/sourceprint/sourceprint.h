// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a program may say to instr-cc in its source, and to the runtime while it runs. Every C and C++ compiler takes
// this file, and a program may use all of it without our compiler and without the runtime: then nothing happens. It
// can be copied into a source tree.
#ifndef SOURCEPRINT_SOURCEPRINT_H
#define SOURCEPRINT_SOURCEPRINT_H

#define SOURCEPRINT_VERSION "0.1.0"

// Marks a function as a signal handler, in front of its declaration or definition. It has no records then, unless
// -fsourceprint-signal-handlers=record says otherwise.
#ifdef __has_attribute
#if __has_attribute(annotate)
#define SOURCEPRINT_SIGNAL_HANDLER __attribute__((annotate("SOURCEPRINT_SIGNAL_HANDLER")))
#endif
#endif
#ifndef SOURCEPRINT_SIGNAL_HANDLER
#define SOURCEPRINT_SIGNAL_HANDLER
#endif
#define ASCII_INSTR_SOURCE_PRINT_SIGNAL_HANDLER SOURCEPRINT_SIGNAL_HANDLER

// Statements between SOURCEPRINT_OFF and SOURCEPRINT_ON, or the end of the file, have no records. Both stand for
// nothing: a semicolon behind them is welcome inside a function, and an empty declaration outside.
#define SOURCEPRINT_OFF
#define SOURCEPRINT_ON

#ifdef __cplusplus
extern "C" {
#endif

// The runtime's side: null where there is none. Call the functions below instead.
#define SOURCEPRINT_RUNTIME_ __attribute__((weak, visibility("default")))
SOURCEPRINT_RUNTIME_ extern int sourceprint_runtime_init(void);
SOURCEPRINT_RUNTIME_ extern void sourceprint_runtime_teardown(void);
SOURCEPRINT_RUNTIME_ extern int sourceprint_runtime_flush(void);
SOURCEPRINT_RUNTIME_ extern int sourceprint_runtime_switch(int on);
SOURCEPRINT_RUNTIME_ extern int sourceprint_runtime_is_on(void);
SOURCEPRINT_RUNTIME_ extern const char *sourceprint_runtime_version(void);
SOURCEPRINT_RUNTIME_ extern void sourceprint_runtime_record(const char *file, unsigned line, const char *function,
                                                            const char *text, unsigned macro);

// Functions of ours in the program's own code: they are recorded and traced by nobody.
#define SOURCEPRINT_INLINE_ static __inline__ __attribute__((no_instrument_function, unused))

// Begins the run now, and not with the first record. 1 if records can be made, else 0: there is no runtime, or nothing
// is to be recorded.
SOURCEPRINT_INLINE_ int sourceprint_init(void) { return sourceprint_runtime_init ? sourceprint_runtime_init() : 0; }

// Ends recording for good. What is recorded can be read.
SOURCEPRINT_INLINE_ void sourceprint_teardown(void) {
  if (sourceprint_runtime_teardown)
    sourceprint_runtime_teardown();
}

// Waits until what is recorded is on the disk, so that it outlives the machine's end, too. For the process's end there
// is no need of it. 1 if it is, else 0.
SOURCEPRINT_INLINE_ int sourceprint_flush(void) { return sourceprint_runtime_flush ? sourceprint_runtime_flush() : 0; }

// Switch recording: for each function from the next time that it is called. 1 if that was done, else 0.
SOURCEPRINT_INLINE_ int sourceprint_on(void) { return sourceprint_runtime_switch ? sourceprint_runtime_switch(1) : 0; }
SOURCEPRINT_INLINE_ int sourceprint_off(void) { return sourceprint_runtime_switch ? sourceprint_runtime_switch(0) : 0; }

// 1 if it is on, else 0.
SOURCEPRINT_INLINE_ int sourceprint_is_on(void) { return sourceprint_runtime_is_on ? sourceprint_runtime_is_on() : 0; }

// The runtime's version; NULL if there is none.
SOURCEPRINT_INLINE_ const char *sourceprint_version(void) {
  return sourceprint_runtime_version ? sourceprint_runtime_version() : (const char *)0;
}

// Makes a record by hand, with the text in the place of a statement's. The strings are copied; any may be NULL.
SOURCEPRINT_INLINE_ void sourceprint_record(const char *file, unsigned line, const char *function, const char *text) {
  if (sourceprint_runtime_record)
    sourceprint_runtime_record(file, line, function, text, 0);
}

// The same from here.
#define sourceprint_log(text) sourceprint_record(__FILE__, __LINE__, __func__, text)

#ifdef __cplusplus
}
#endif

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a program may say to instr-cc in its source. Every compiler takes these macros, and only instr-cc acts on them:
// this file can be copied into a source tree.
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

#endif

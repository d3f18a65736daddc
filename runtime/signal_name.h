// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signals by their names.
#ifndef SOURCEPRINT_RUNTIME_SIGNAL_NAME_H
#define SOURCEPRINT_RUNTIME_SIGNAL_NAME_H

// The number of a signal that is free for a program's own ends and can be caught: "USR2", "SIGUSR2", "RTMIN+3",
// "RTMAX-1", or such a number. Else 0. Async-signal-safe.
int sp_signal_of(const char *name);

#endif

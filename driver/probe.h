// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Programs that a build compiles for itself: probes, by which configure scripts learn about the machine, and Kbuild's
// host tools, which make parts of the source. What they record is nobody's, and would push the user's runs out.
#ifndef SOURCEPRINT_DRIVER_PROBE_H
#define SOURCEPRINT_DRIVER_PROBE_H

#include "words.h"

#include <stdbool.h>

// Whether a source is a probe's, by the name that its tool gives it.
bool driver_is_probe(const char *source);

// Whether a source is a host tool's: Kbuild says so by where it has the dependencies written. words: of the command;
// is_linked: it makes a program.
bool driver_is_host_tool(const char *source, const struct driver_words *words, bool is_linked);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file of a module of a run: never another one that has its name now.
#ifndef SOURCEPRINT_REPORT_READER_IDENTITY_H
#define SOURCEPRINT_REPORT_READER_IDENTITY_H

#include "run.h"

// Opens the module's file for reading. Returns -1, and in *why a sentence that the caller frees, if there is none or if
// it is another one: "/opt/p is not the file that ran (other build ID)".
int reader_module_open(const struct reader_run *run, const struct reader_module *module, char **why);

#endif

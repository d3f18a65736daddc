// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The site tables in an object file, a program, a shared library or an archive of objects.
#ifndef SOURCEPRINT_REPORT_READER_ELF_H
#define SOURCEPRINT_REPORT_READER_ELF_H

#include "section.h"

// Calls visit with each section of site tables in the file; the section is valid during the call. Problems are told.
// Returns how many sections there were, or -1 if the file cannot be read or is no ELF file.
int reader_elf_sections(const char *path, struct reader_problems *problems,
                        void (*visit)(void *context, struct reader_section *section), void *context);

// Whether the file is a program with site tables in which nothing would take records: neither the runtime, nor what
// stands in for one that is preloaded, nor a library of it is linked. False if that cannot be read.
bool reader_elf_lacks_runtime(const char *path);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where our own parts and the real compiler are. The installed tree can be moved and reached through links: everything
// is found from this program's own place.
#ifndef SOURCEPRINT_DRIVER_INSTALL_H
#define SOURCEPRINT_DRIVER_INSTALL_H

struct driver_config;

// The real compiler: SOURCEPRINT_REAL_CC, else the configuration's, else the clang that the rewriter was built for,
// else clang in PATH; never this program. NULL if there is none; *problem then is one line that says what to do.
const char *driver_find_compiler(const struct driver_config *config, const char **problem);

// A program by its path or, without a slash, in PATH; NULL if there is none but this program.
const char *driver_find_program(const char *name);

// A file of lib/sourceprint, or NULL if it is not there.
const char *driver_find_part(const char *name);

#endif

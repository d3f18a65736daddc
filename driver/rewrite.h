// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Has one source rewritten, or finds what became of it before.
#ifndef SOURCEPRINT_DRIVER_REWRITE_H
#define SOURCEPRINT_DRIVER_REWRITE_H

#include "command.h"

// Returns true if *folder, given as an empty folder of the private tree, has the overlay and what goes with it
// (driver/rewriter_status.h); *folder may become one of the cache's. first: what concerns the command as a whole is
// said here. On an error of the user's, *user_error is set and nothing was said; otherwise a fallback is noted.
bool driver_rewrite(const char *compiler, const struct driver_command *command, const char *source, bool first,
                    const char **folder, bool *user_error);

// The first line of a file, or "".
char *driver_read_line(const char *path);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Temporary folders, which a signal that ends the process removes.
#ifndef SOURCEPRINT_REPORT_TEMPORARY_H
#define SOURCEPRINT_REPORT_TEMPORARY_H

// Makes a folder as mkdtemp() does. From its beginning on SIGHUP, SIGINT and SIGTERM remove it before they end the
// process, where nobody handles or ignores them. Returns the name, or NULL with errno.
char *temporary_make(char *name);

// The folder is gone, or is not to be removed.
void temporary_drop(const char *folder);

#endif

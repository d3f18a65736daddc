// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Temporary files and folders, which a signal that ends the process removes.
#ifndef SOURCEPRINT_COMMON_TEMPORARY_H
#define SOURCEPRINT_COMMON_TEMPORARY_H

// Makes a folder as mkdtemp() does. From its beginning on SIGHUP, SIGINT and SIGTERM remove it before they end the
// process, where nobody handles or ignores them. Returns the name, or NULL with errno.
char *temporary_make(char *name);

// The same for a file or folder of that name, which need not be there yet.
void temporary_add(const char *name);

// Removes a file, or a folder with all in it, whether it was made here or not; no link in it is followed. What cannot
// be removed stays.
void temporary_remove(const char *name);

// It is gone, or is not to be removed.
void temporary_drop(const char *name);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Temporary folders, which a signal that ends the process removes.
#ifndef SOURCEPRINT_REPORT_TEMPORARY_H
#define SOURCEPRINT_REPORT_TEMPORARY_H

// From now on SIGHUP, SIGINT and SIGTERM remove the folder before they end the process, where nobody handles or ignores
// them. The path is copied.
void temporary_add(const char *folder);

// The folder is gone, or is not to be removed.
void temporary_drop(const char *folder);

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Absolute paths. Results are the caller's.
#ifndef SOURCEPRINT_DRIVER_PATHS_H
#define SOURCEPRINT_DRIVER_PATHS_H

#ifdef __cplusplus
extern "C" {
#endif

// folder/name, or name alone if it is absolute, without "." and "..", by the text alone. A slash at the end is kept.
char *driver_path_join(const char *folder, const char *name);

// The path with links resolved, or what the text alone says where there is no such thing.
char *driver_path_real(const char *name);

// The path of a file, with links in its folder resolved: where it lies, whatever it is a link to, since build tools
// lay out trees of links to sources.
char *driver_path_of_file(const char *name);

// The folder of driver_path_of_file().
char *driver_path_of_folder(const char *name);

#ifdef __cplusplus
}
#endif
#endif

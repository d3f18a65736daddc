// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A content-addressed cache of rewritten text: a source that was rewritten before, with the same words, by the same
// tools, and of which no file that was looked at has changed, is not parsed again.
//
// Under its folder are 256 folders by the first byte of the key, and in each one folder per result:
//
//     KEY-FILES.BYTES/   overlay.yaml and the rewritten files, as the rewriter left them
//                        said    what the compiler said about the source
//                        check   the files that were looked at, with hashes; a hash of each file here
//
// Results come by rename and are never changed, so that builds side by side and builds that are killed do no harm. A
// result in use is locked (flock) against removal. What is damaged is not used.
#ifndef SOURCEPRINT_DRIVER_CACHE_H
#define SOURCEPRINT_DRIVER_CACHE_H

#include "words.h"

#include <stdint.h>
#include <time.h>

struct driver_cache {
  const char *folder; // NULL: there is none
  uint64_t limit;     // in bytes
};

// folder, size: the settings CACHE_DIR and CACHE_SIZE, or NULL for the defaults. Without a home, with a size of 0, or
// where the folder cannot be made, there is no cache.
struct driver_cache driver_cache_open(const char *folder, const char *size);

// The folder that this would use, which may not be usable; NULL: there is no home.
const char *driver_cache_folder(const char *folder);

// The key of a rewriting: 32 hexadecimal digits, from all that decides on it but the files it includes; or NULL where
// the source is no regular file that can be read. words: the rewriter's command, without the name of the tree.
const char *driver_cache_key(const struct driver_words *words, const char *source);

// A result that holds now, or NULL. It stays until this process ends.
const char *driver_cache_find(const struct driver_cache *cache, const char *key);

// Keeps what the rewriter, started at a time of CLOCK_REALTIME_COARSE, has left in tree. Silently does nothing where
// that fails, or a file was changed meanwhile.
void driver_cache_keep(const struct driver_cache *cache, const char *key, const char *tree, struct timespec started);

// Removes the results that were not used for longest until the cache is a little below its limit.
void driver_cache_trim(const struct driver_cache *cache);

#endif

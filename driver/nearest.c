// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "nearest.h"

#include <string.h>

#define LONGEST 63 // of our own words none is longer

static size_t smallest(size_t a, size_t b, size_t c) {
  size_t least = a < b ? a : b;
  return least < c ? least : c;
}

static size_t distance(const char *a, const char *b) {
  size_t row[LONGEST + 1], a_length = strlen(a), b_length = strlen(b);
  if (a_length > LONGEST || b_length > LONGEST)
    return LONGEST;
  for (size_t j = 0; j <= b_length; j++)
    row[j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
      size_t above = row[j];
      row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
      diagonal = above;
    }
  }
  return row[b_length];
}

const char *driver_nearest(const char *word, const char *const *candidates, size_t count) {
  const char *nearest = NULL;
  size_t least = strlen(word) / 3 + 2; // more is another word
  for (size_t i = 0; i < count; i++) {
    size_t changes = distance(word, candidates[i]);
    if (changes < least && changes < strlen(candidates[i])) {
      least = changes;
      nearest = candidates[i];
    }
  }
  return nearest;
}

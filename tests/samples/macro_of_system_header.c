// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A system header's macros are not the user's: their use is one record, and nothing is skipped.
#include <stdio.h>
#include <sys/queue.h>

struct item {
  int value;
  STAILQ_ENTRY(item) next;
};

int main(void) {
  STAILQ_HEAD(head, item) list = STAILQ_HEAD_INITIALIZER(list); // @1
  struct item a = {1, {0}}, *p;         // @2
  STAILQ_INSERT_TAIL(&list, &a, next);  // &3
  STAILQ_FOREACH(p, &list, next)        // &4
    printf("%d\n", p->value);           // @5
  if (STAILQ_EMPTY(&list))              // @6
    return 1;
  STAILQ_REMOVE_HEAD(&list, next);      // &7
  return 0;                             // @8
}

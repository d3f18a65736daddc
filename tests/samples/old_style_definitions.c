// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -std=gnu89 -w
/* Definitions, and calls without a declaration, from before C89. */
#include <stdio.h>

sum(a, b, text)
  int a;
  register short b;
  char *text;
{
  if (text) /* @2 */
    a++;    /* @3 */
  return a + b; /* @4 */
}

static none() {}

int main(argc, argv)
  char **argv;
{
  auto n = sum(1, 2, argv[0]); /* @1 */
  none();                      /* @5 */
  printf("%d %d\n", n, argc);  /* @6 */
  return 0;                    /* @7 */
}

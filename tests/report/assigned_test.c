// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the text of a statement uses and assigns.

#include "report/model/assigned.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void expect_used(const char *text, const char *wanted) {
  struct assigned_name names[8];
  char got[256] = "";
  const size_t count = assigned_names_used(text, names, 8);
  for (size_t i = 0; i < count; i++)
    snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? " " : "", (int)names[i].length, names[i].begin);
  cr_expect_str_eq(got, wanted, "%s: %s", text, got);
}

Test(assigned, tells_what_is_used) {
  expect_used("return rows[row]", "rows row");
  expect_used("p->next->value = 3", "p");
  expect_used("int n = count(list, 0x1fu) + 2.5e3f", "list");
  expect_used("total += part", "total part");
  expect_used("*out = (unsigned char)c", "out c");
  expect_used("say(\"a name\", 'b', /* c */ d)", "d");
  expect_used("x = x + 1", "x");
  expect_used("return NULL", "");
}

Test(assigned, takes_no_more_than_fit) {
  struct assigned_name names[1];
  cr_expect_eq(assigned_names_used("a + b", names, 1), 1);
}

static void expect_how(const char *text, const char *name, enum assigned_how wanted) {
  const enum assigned_how how = assigned_how(text, (struct assigned_name){name, strlen(name)});
  cr_expect_eq(how, wanted, "%s, %s: %d", text, name, how);
}

Test(assigned, tells_values) {
  expect_how("p = p->next", "p", ASSIGNED_VALUE);
  expect_how("struct node *p = first", "p", ASSIGNED_VALUE);
  expect_how("int a = 1, *p = first", "p", ASSIGNED_VALUE);
  expect_how("n <<= 2", "n", ASSIGNED_VALUE);
  expect_how("while (*s++)", "s", ASSIGNED_VALUE);
  expect_how("--n", "n", ASSIGNED_VALUE);
  expect_how("for (i = 0; i < n; i++)", "i", ASSIGNED_VALUE);
  expect_how("a = b = 0", "b", ASSIGNED_VALUE);
}

Test(assigned, tells_parts_and_addresses) {
  expect_how("rows[f(x)] = NULL", "rows", ASSIGNED_PART);
  expect_how("p->a.b = 3", "p", ASSIGNED_PART);
  expect_how("*p = 3", "p", ASSIGNED_PART);
  expect_how("*p <<= 3", "p", ASSIGNED_PART);
  expect_how("read_all(file, &buffer)", "buffer", ASSIGNED_ADDRESS);
  expect_how("int n = read_all(&buffer)", "buffer", ASSIGNED_ADDRESS);
}

Test(assigned, does_not_take_other_things_for_it) {
  expect_how("if (p == q)", "p", ASSIGNED_NOT);
  expect_how("q->p = 3", "p", ASSIGNED_NOT);
  expect_how("q.p++", "p", ASSIGNED_NOT);
  expect_how("say(\"p = 3\")", "p", ASSIGNED_NOT);
  expect_how("pp = 3", "p", ASSIGNED_NOT);
  expect_how("n = a & p", "p", ASSIGNED_NOT);
  expect_how("if (a < p)", "p", ASSIGNED_NOT);
  expect_how("p <= q", "p", ASSIGNED_NOT);
  expect_how("a[p] = 3", "p", ASSIGNED_NOT);
  // These need not be executed.
  expect_how("ok = a && (p = b)", "p", ASSIGNED_NOT);
  expect_how("for (i = 0; i < n; p++)", "p", ASSIGNED_NOT);
  expect_how("n = a ? p++ : 0", "p", ASSIGNED_NOT);
}

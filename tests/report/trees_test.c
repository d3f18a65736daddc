// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the record of a tree to the statements that were executed, whatever a table says of its trees.

#include "report/reader/sites.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS 0x10000u
#define STATEMENTS_MAX (SP_STEP_MAX + 1u)

static unsigned char bytes[sizeof(struct sp_table_header) + 400 * sizeof(struct sp_site)];
static struct reader_table table;
static struct reader_trees trees;
static uint32_t sites[STATEMENTS_MAX];

// Makes a table of `count` heads, to be changed with set().
static void make(uint32_t count) {
  memset(bytes, 0, sizeof bytes);
  table = (struct reader_table){.start = bytes, .header.site_count = count};
}

static void set(uint32_t k, unsigned step, unsigned back) {
  const struct sp_site site = {.step = (uint8_t)step, .back = (uint16_t)back};
  memcpy(bytes + sizeof(struct sp_table_header) + k * sizeof site, &site, sizeof site);
}

static void build(void) {
  reader_trees_free(&trees);
  cr_assert(reader_trees_build(&trees, &table));
}

static void tear_down(void) { reader_trees_free(&trees); }

// What was executed, as digits.
static const char *expanded(uint32_t head, unsigned step) {
  static char text[STATEMENTS_MAX + 1];
  const unsigned count = reader_trees_expand(&trees, &table, head, step, sites);
  for (unsigned i = 0; i < count; i++)
    text[i] = (char)('0' + sites[i]);
  text[count] = 0;
  return text;
}

TestSuite(trees, .fini = tear_down);

Test(trees, of_one_statement) {
  make(3);
  build();
  for (uint32_t k = 0; k < 3; k++) {
    cr_expect_eq(reader_trees_expand(&trees, &table, k, 0, sites), 1);
    cr_expect_eq(sites[0], k);
    cr_expect_str_eq(expanded(k, 1), "");
    cr_expect_str_eq(expanded(k, SP_STEP_MAX), "");
  }
}

// Two trees whose sites are mixed: 1 leads to 2 or 5, 5 to 7 or 8; 3 leads to 4, 4 to 6.
Test(trees, that_branch_and_are_mixed) {
  make(9);
  set(2, 1, 1);
  set(5, 2, 4);
  set(7, 4, 2);
  set(8, 3, 3); // numbers need not be in the order of the sites
  set(4, 1, 1);
  set(6, 2, 2);
  build();
  cr_expect_str_eq(expanded(0, 0), "0");
  cr_expect_str_eq(expanded(1, 0), "1");
  cr_expect_str_eq(expanded(1, 1), "12");
  cr_expect_str_eq(expanded(1, 2), "15");
  cr_expect_str_eq(expanded(1, 3), "158");
  cr_expect_str_eq(expanded(1, 4), "157");
  cr_expect_str_eq(expanded(1, 5), "");
  cr_expect_str_eq(expanded(3, 0), "3");
  cr_expect_str_eq(expanded(3, 1), "34");
  cr_expect_str_eq(expanded(3, 2), "346");
  cr_expect_str_eq(expanded(3, 3), "");
  cr_expect_str_eq(expanded(4, 0), "", "a step is no head");
  cr_expect_str_eq(expanded(4, 1), "");
}

Test(trees, of_the_greatest_length) {
  make(SP_STEP_MAX + 1);
  for (unsigned k = 1; k <= SP_STEP_MAX; k++)
    set(k, k, 1);
  build();
  for (unsigned step = 0; step <= SP_STEP_MAX; step++) {
    cr_assert_eq(reader_trees_expand(&trees, &table, 0, step, sites), step + 1);
    for (unsigned i = 0; i <= step; i++)
      cr_assert_eq(sites[i], i);
  }
}

// No compiler writes it, but a table's sum may be right all the same.
Test(trees, that_are_longer_than_a_step_can_say) {
  make(400);
  for (unsigned k = 1; k < 400; k++)
    set(k, k <= SP_STEP_MAX ? SP_STEP_MAX + 1 - k : 1, 1);
  build();
  for (unsigned step = 0; step <= SP_STEP_MAX; step++) {
    const unsigned count = reader_trees_expand(&trees, &table, 0, step, sites);
    cr_assert(count <= STATEMENTS_MAX);
  }
}

Test(trees, steps_that_lead_nowhere_belong_to_no_tree) {
  make(4);
  set(1, 1, 0);     // to itself
  set(2, 1, 3);     // in front of the table
  set(3, 1, 65535); //
  build();
  for (uint32_t k = 0; k < 4; k++)
    for (unsigned step = 0; step <= SP_STEP_MAX; step++)
      cr_expect_str_eq(expanded(k, step), k == 0 && step == 0 ? "0" : "", "%u %u", k, step);
}

Test(trees, steps_behind_one_that_leads_nowhere) {
  make(4);
  set(1, 1, 9);
  set(2, 1, 1); // behind that
  set(3, 2, 1);
  build();
  for (uint32_t k = 0; k < 4; k++)
    for (unsigned step = 0; step <= SP_STEP_MAX; step++)
      cr_expect_str_eq(expanded(k, step), k == 0 && step == 0 ? "0" : "", "%u %u", k, step);
}

Test(trees, numbers_that_occur_twice_or_are_too_large) {
  make(5);
  set(1, 2, 1);
  set(2, 2, 1);
  set(3, 200, 1);
  build();
  cr_expect_str_eq(expanded(0, 1), "", "no step has it");
  cr_expect(strcmp(expanded(0, 2), "01") == 0 || strcmp(expanded(0, 2), "012") == 0);
  cr_expect_str_eq(expanded(0, 3), "");
  cr_expect_str_eq(expanded(0, 200), "");
  cr_expect_str_eq(expanded(4, 0), "4");
}

// Every value of the two fields of one step in a tree of three: what is shown is a way through the table that ends
// with a step of that number, or nothing.
Test(trees, every_value_of_a_step) {
  for (unsigned step = 0; step <= SP_STEP_MAX; step++)
    for (unsigned back = 0; back <= 9; back++) {
      make(5);
      set(2, 1, 1);
      set(3, step, back == 9 ? UINT16_MAX : back);
      set(4, 3, 1);
      build();
      for (uint32_t head = 0; head < 5; head++)
        for (unsigned reached = 0; reached <= 4; reached++) {
          const unsigned count = reader_trees_expand(&trees, &table, head, reached, sites);
          cr_assert(count <= 4);
          for (unsigned i = 0; i < count; i++)
            cr_assert(sites[i] < 5 && (i ? sites[i] > sites[i - 1] : sites[i] == head));
        }
    }
}

Test(trees, values_of_the_statements) {
  static unsigned char room[1024];
  struct reader_problems problems = {0};
  struct reader_sites all = {0};
  uint32_t values[STATEMENTS_MAX];
  unsigned char *copy = malloc(sizeof room);
  const size_t size = fixture_table(room, sizeof room, "a.c", FIXTURE_SITES, FIXTURE_SKIPPED);
  memcpy(copy, room, size);
  struct reader_section *section = reader_section_new(copy, size, "test", &problems);
  cr_assert(section && reader_sites_add(&all, section, ADDRESS) && reader_sites_finish(&all));
  const uint32_t head = ADDRESS + 1 + FIXTURE_TREE;
  cr_expect_eq(reader_sites_expand(&all, (struct sp_record){.site = head, .step = 3}, values), 3);
  cr_expect(values[0] == head && values[1] == head + 1 && values[2] == head + 3);
  cr_expect_eq(reader_sites_expand(&all, (struct sp_record){.site = head, .step = 2}, values), 3);
  cr_expect(values[0] == head && values[1] == head + 1 && values[2] == head + 2);
  cr_expect_eq(reader_sites_expand(&all, (struct sp_record){.site = head, .step = 4}, values), 0);
  cr_expect_eq(reader_sites_expand(&all, (struct sp_record){.site = head + 1}, values), 0, "a step is no head");
  cr_expect_eq(reader_sites_expand(&all, (struct sp_record){.site = head, .zero = {0, 1}}, values), 0);
  cr_expect_eq(reader_sites_expand(&all, (struct sp_record){.site = ADDRESS + 1 + FIXTURE_SITES}, values), 0);
  reader_sites_free(&all);
  reader_section_free(section);
}

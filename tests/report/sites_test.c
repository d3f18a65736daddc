// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tables in a section, and the way from a record's value to its site.

#define _GNU_SOURCE

#include "report/reader/elf.h"
#include "report/reader/sites.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>

static struct reader_problems problems;

// Two tables with padding before, between and behind them, as a linker may leave it.
static struct reader_section *two_tables(size_t before, size_t between, size_t *second_at) {
  unsigned char *bytes = calloc(1, 4096);
  const size_t first = fixture_table(bytes + before, 1024, "a.c", 3, 1);
  *second_at = before + first + between;
  const size_t second = fixture_table(bytes + *second_at, 1024, "b.c", 2, 0);
  return reader_section_new(bytes, *second_at + second + 5, "test", &problems);
}

static struct reader_site find(const struct reader_sites *sites, uint32_t value) {
  struct reader_site site = {.file = "", .snippet = ""};
  reader_sites_find(sites, value, &site);
  return site;
}

Test(sites, tables_at_any_alignment_and_padding) {
  for (size_t before = 0; before < 9; before++) {
    size_t second_at;
    struct reader_section *section = two_tables(before, 3 * before, &second_at);
    cr_assert_eq(section->table_count, 2);
    cr_expect_eq(section->tables[1].offset, second_at);
    cr_expect_eq(reader_table_sites(&section->tables[0]), 4);
    cr_expect_str_eq(reader_table_site(&section->tables[1], 1).file, "b.c");
    reader_section_free(section);
  }
  cr_expect_eq(problems.count, 0);
}

Test(sites, values_count_from_behind_each_tables_address) {
  size_t second_at;
  struct reader_sites sites = {0};
  struct reader_section *section = two_tables(8, 16, &second_at);
  cr_assert(reader_sites_add(&sites, section, 0x550000010000));
  cr_assert(reader_sites_finish(&sites));
  cr_expect_str_eq(find(&sites, 0x10008 + 1).snippet, "step0();");
  cr_expect_str_eq(find(&sites, 0x10008 + 3).snippet, "step2();");
  cr_expect_str_eq(find(&sites, 0x10008).file, "", "the address itself is no value");
  cr_expect_str_eq(find(&sites, 0x10008 + 4).file, "", "a skipped statement has no value");
  const uint32_t second = 0x10000 + (uint32_t)second_at;
  cr_expect_str_eq(find(&sites, second + 2).file, "b.c");
  cr_expect_str_eq(find(&sites, second + 3).file, "");
  reader_sites_free(&sites);
  reader_section_free(section);
}

Test(sites, values_wrap_around) {
  size_t second_at;
  struct reader_sites sites = {0};
  struct reader_section *section = two_tables(0, 0, &second_at);
  // The first value is 2^32 - 1, so the next ones would be 0 and 1: never sites, as they are reserved.
  cr_assert(reader_sites_add(&sites, section, 0x7ffffffffffe));
  cr_assert(reader_sites_finish(&sites));
  cr_expect_str_eq(find(&sites, UINT32_MAX).snippet, "step0();");
  cr_expect_str_eq(find(&sites, 0).snippet, "");
  cr_expect_str_eq(find(&sites, 1).snippet, "");
  reader_sites_free(&sites);
  reader_section_free(section);
}

Test(sites, two_modules_whose_values_meet_are_told) {
  size_t second_at;
  struct reader_sites sites = {0};
  struct reader_section *section = two_tables(0, 0, &second_at);
  struct reader_section *other = two_tables(0, 0, &second_at);
  reader_sites_add(&sites, section, 0x10000);
  reader_sites_add(&sites, section, 0x10000); // loaded again at the same place: no conflict
  cr_expect(reader_sites_finish(&sites));
  reader_sites_add(&sites, other, 0x10001);
  cr_expect(!reader_sites_finish(&sites));
  reader_sites_free(&sites);
  reader_section_free(section);
  reader_section_free(other);
}

Test(sites, damaged_table_leaves_the_next_one) {
  for (size_t at = 0; at < sizeof(struct sp_table_header) + 40; at++) {
    unsigned char *bytes = calloc(1, 4096);
    const size_t first = fixture_table(bytes, 1024, "a.c", 3, 1);
    const size_t second = fixture_table(bytes + first, 1024, "b.c", 2, 0);
    problems.count = 0;
    // main_file alone has no second witness in the table's header.
    if (at >= offsetof(struct sp_table_header, main_file) && at < offsetof(struct sp_table_header, checksum)) {
      free(bytes);
      continue;
    }
    bytes[at] ^= 0xff;
    struct reader_section *section = reader_section_new(bytes, first + second, "test", &problems);
    cr_expect_eq(problems.count, 1, "byte %zu", at);
    cr_assert_eq(section->table_count, 1, "byte %zu", at);
    cr_expect_str_eq(reader_table_site(&section->tables[0], 0).file, "b.c");
    reader_section_free(section);
  }
}

Test(sites, strings_out_of_bounds_are_empty) {
  unsigned char *bytes = calloc(1, 1024);
  const size_t size = fixture_table(bytes, 1024, "a.c", 1, 0);
  struct sp_table_header header;
  struct sp_site site;
  memcpy(&header, bytes, sizeof header);
  memcpy(&site, bytes + sizeof header, sizeof site);
  site.file = header.string_bytes;
  site.snippet = UINT32_MAX;
  memcpy(bytes + sizeof header, &site, sizeof site);
  header.checksum = sp_checksum(bytes + sizeof header, size - sizeof header);
  memcpy(bytes, &header, sizeof header);
  struct reader_section *section = reader_section_new(bytes, size, "test", &problems);
  cr_assert_eq(section->table_count, 1);
  cr_expect_str_eq(reader_table_site(&section->tables[0], 0).file, "");
  cr_expect_str_eq(reader_table_site(&section->tables[0], 0).snippet, "");
  reader_section_free(section);
}

static enum reader_table_state first_state(uint32_t magic, uint16_t version) {
  unsigned char bytes[1024];
  struct sp_table_header header;
  struct reader_table table;
  uint64_t offset = 0;
  fixture_table(bytes, sizeof bytes, "a.c", 1, 0);
  memcpy(&header, bytes, sizeof header);
  header.magic = magic;
  header.version = version;
  memcpy(bytes, &header, sizeof header);
  return reader_table_next(bytes, sizeof bytes, &offset, &table);
}

Test(sites, newer_and_foreign_tables_have_their_own_words) {
  cr_expect_eq(first_state(SP_TABLE_MAGIC, SP_FORMAT_VERSION), READER_TABLE_FOUND);
  cr_expect_eq(first_state(SP_TABLE_MAGIC, SP_FORMAT_VERSION + 1), READER_TABLE_NEWER);
  cr_expect_eq(first_state(__builtin_bswap32(SP_TABLE_MAGIC), SP_FORMAT_VERSION), READER_TABLE_FOREIGN);
  cr_expect_eq(first_state(SP_TABLE_MAGIC + 1, SP_FORMAT_VERSION), READER_TABLE_DAMAGED);
}

static void count_tables(void *context, struct reader_section *section) { *(size_t *)context += section->table_count; }

// A relocatable file with the null section, the sites and the names of sections. Two bytes in front of the tables
// are padding, so that nothing in the file is aligned for them.
static size_t write_object(unsigned char *out) {
  static const char names[] = "\0" SP_SITE_SECTION "\0.shstrtab";
  const size_t names_at = sizeof(Elf64_Ehdr) + 3 * sizeof(Elf64_Shdr);
  const size_t sites_at = names_at + sizeof names;
  const size_t sites = fixture_table(out + sites_at + 2, 1024, "a.c", 2, 1) + 2;
  const Elf64_Ehdr header = {
      .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
                  __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB, EV_CURRENT},
      .e_type = ET_REL,
      .e_machine = EM_X86_64,
      .e_version = EV_CURRENT,
      .e_shoff = sizeof header,
      .e_ehsize = sizeof header,
      .e_shentsize = sizeof(Elf64_Shdr),
      .e_shnum = 3,
      .e_shstrndx = 2,
  };
  const Elf64_Shdr sections[3] = {
      {0},
      {.sh_name = 1, .sh_type = SHT_PROGBITS, .sh_offset = sites_at, .sh_size = sites, .sh_addralign = 1},
      {.sh_name = 2 + sizeof SP_SITE_SECTION - 1,
       .sh_type = SHT_STRTAB,
       .sh_offset = names_at,
       .sh_size = sizeof names},
  };
  memcpy(out, &header, sizeof header);
  memcpy(out + sizeof header, sections, sizeof sections);
  memcpy(out + names_at, names, sizeof names);
  return sites_at + sites;
}

Test(sites, elf_file_whole_and_cut_at_every_length) {
  static unsigned char object[4096];
  const size_t bytes = write_object(object);
  char *folder = fixture_folder();
  char path[4096];
  snprintf(path, sizeof path, "%s/a.o", folder);
  for (size_t length = bytes + 1; length-- > 0;) {
    size_t tables = 0;
    problems.count = 0;
    fixture_file(folder, "a.o", object, length);
    const int sections = reader_elf_sections(path, &problems, count_tables, &tables);
    if (length == bytes)
      cr_expect(sections == 1 && tables == 1 && problems.count == 0);
    else
      cr_expect(problems.count > 0 && tables == 0, "cut at %zu", length);
  }
  fixture_remove(folder);
}

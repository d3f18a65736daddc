// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An SQLite database. Its form is described in docs/sourceprint-export.md; a change of it changes SCHEMA_NUMBER.

#include "common/memory.h"
#include "common/utf8.h"
#include "export.h"
#include "report/model/content.h"
#include "report/reader/tally.h"
#include "report/text/last_text.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA_NUMBER "1"
// Statements of a transaction: what is not yet in the file is in memory.
#define STATEMENTS_A_TRANSACTION 500000u

// Nobody sees the file before it is complete, so there is nothing to go back to.
static const char begin_words[] = "PRAGMA journal_mode = OFF;"
                                  "PRAGMA synchronous = OFF;"
                                  "PRAGMA locking_mode = EXCLUSIVE;"
                                  "PRAGMA user_version = " SCHEMA_NUMBER ";";

static const char tables[] =
    "CREATE TABLE runs(id INTEGER PRIMARY KEY, path TEXT, pid INTEGER, parent_pid INTEGER, program TEXT,"
    "  directory TEXT, started_ns INTEGER, ended_ns INTEGER, end TEXT, exit INTEGER, signal INTEGER,"
    "  fault_address INTEGER);"
    "CREATE TABLE threads(id INTEGER PRIMARY KEY, run INTEGER REFERENCES runs, number INTEGER, tid INTEGER, name TEXT,"
    "  state TEXT, started_ns INTEGER, ended_ns INTEGER);"
    "CREATE TABLE sites(id INTEGER PRIMARY KEY, file TEXT, line INTEGER, column INTEGER, function TEXT, macro INTEGER,"
    "  definition_file TEXT, definition_line INTEGER, snippet TEXT);"
    "CREATE TABLE statements(id INTEGER PRIMARY KEY, thread INTEGER REFERENCES threads, seq INTEGER,"
    "  site INTEGER REFERENCES sites, from_ns INTEGER, to_ns INTEGER);"
    "BEGIN";

static const char end_words[] =
    "COMMIT;"
    "CREATE INDEX statements_by_thread ON statements(thread, seq);"
    "CREATE INDEX statements_by_site ON statements(site);"
    "CREATE INDEX sites_by_place ON sites(file, line);"
    "CREATE VIEW history AS"
    "  SELECT statements.id AS id, pid, tid, threads.name AS thread, seq, from_ns, to_ns,"
    "    strftime('%Y-%m-%dT%H:%M:%fZ', from_ns / 1e9, 'unixepoch') AS time, file, line, column, function, snippet,"
    "    macro, definition_file, definition_line"
    "  FROM statements JOIN threads ON statements.thread = threads.id JOIN runs ON threads.run = runs.id"
    "    LEFT JOIN sites ON statements.site = sites.id;"
    "CREATE VIEW newest AS"
    "  SELECT history.* FROM threads, history"
    "  WHERE history.id = (SELECT id FROM statements WHERE thread = threads.id ORDER BY seq DESC LIMIT 1);";

struct database {
  sqlite3 *file;                                                 //
  sqlite3_stmt *put_run, *put_thread, *put_site, *put_statement; //
  sqlite3_int64 run, thread, site, statements;                   // the newest rows
  struct tally by_value;                                         // the rows of the run's sites
  struct tally by_content;                                       // of all sites, by a hash of what they are
};

static bool fail(const struct export *export) {
  struct database *db = export->state;
  output_file_tell(&export->file, db->file ? sqlite3_errmsg(db->file) : "not enough memory");
  return false;
}

static bool prepare(struct database *db, sqlite3_stmt **statement, const char *words) {
  return sqlite3_prepare_v2(db->file, words, -1, statement, NULL) == SQLITE_OK;
}

static bool begin(struct export *export) {
  struct database *db = export->state = calloc(1, sizeof *db);
  if (!db)
    memory_is_short();
  tally_begin(&db->by_value);
  tally_begin(&db->by_content);
  return (sqlite3_open_v2(export->file.growing, &db->file, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
          sqlite3_exec(db->file, begin_words, NULL, NULL, NULL) == SQLITE_OK &&
          sqlite3_exec(db->file, tables, NULL, NULL, NULL) == SQLITE_OK &&
          prepare(db, &db->put_run, "INSERT INTO runs VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") &&
          prepare(db, &db->put_thread, "INSERT INTO threads VALUES(?, ?, ?, ?, ?, ?, ?, ?)") &&
          prepare(db, &db->put_site, "INSERT INTO sites VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)") &&
          prepare(db, &db->put_statement, "INSERT INTO statements VALUES(?, ?, ?, ?, ?, ?)")) ||
         fail(export);
}

// What is bound to the columns one after the other; what is not known is NULL.
struct row {
  sqlite3_stmt *statement;
  int column;
};

static void put_number(struct row *row, sqlite3_int64 number) {
  sqlite3_bind_int64(row->statement, ++row->column, number);
}

static void put_known(struct row *row, uint64_t number) {
  if (number)
    put_number(row, (sqlite3_int64)number);
  else
    sqlite3_bind_null(row->statement, ++row->column);
}

static void put_number_if(struct row *row, bool is_known, sqlite3_int64 number) {
  if (is_known)
    put_number(row, number);
  else
    sqlite3_bind_null(row->statement, ++row->column);
}

static void put_text(struct row *row, const char *text) {
  char *repaired = text ? utf8_repaired(text) : NULL;
  if (repaired)
    sqlite3_bind_text(row->statement, ++row->column, repaired, -1, free);
  else
    sqlite3_bind_text(row->statement, ++row->column, text && *text ? text : NULL, -1, SQLITE_STATIC);
}

static bool finish_row(struct export *export, struct row *row) {
  const bool is_there = sqlite3_step(row->statement) == SQLITE_DONE;
  sqlite3_reset(row->statement);
  return is_there || fail(export);
}

// The row of a site, which is made if there is none. Returns false after a message.
static bool find_site(struct export *export, const struct sp_record_text *text, sqlite3_int64 *id) {
  struct database *db = export->state;
  const uint64_t content = content_hash(text);
  const struct tally_slot *slot = tally_find(&db->by_content, content);
  *id = (sqlite3_int64)slot->count;
  if (slot->key)
    return true;
  struct row row = {db->put_site, 0};
  *id = ++db->site;
  tally_add(&db->by_content, content, (uint64_t)*id);
  put_number(&row, *id);
  put_text(&row, text->file);
  put_known(&row, text->line);
  put_known(&row, text->column);
  put_text(&row, text->function);
  put_number(&row, text->macro);
  put_text(&row, text->def_file);
  put_known(&row, text->def_line);
  put_text(&row, text->snippet);
  return finish_row(export, &row);
}

// All sites: those that were not executed, too.
static bool put_sites(struct export *export, const struct reader_run *run) {
  struct database *db = export->state;
  struct reader_sites_walk walk = {0};
  struct reader_site site;
  uint32_t value;
  tally_free(&db->by_value);
  tally_begin(&db->by_value);
  while (reader_sites_next(&run->sites, &walk, &value, &site)) {
    struct reader_record record = {0};
    sqlite3_int64 id;
    if (!choice_has_site(export->choice, run, value))
      continue;
    reader_record_set_site(&record, &site);
    if (!find_site(export, &record.text, &id))
      return false;
    tally_add(&db->by_value, value, (uint64_t)id);
  }
  return true;
}

static bool put_run(struct export *export, struct reader_run *run) {
  struct database *db = export->state;
  struct row row = {db->put_run, 0};
  const struct sp_run_header *header = &run->header;
  put_number(&row, ++db->run);
  put_text(&row, run->path);
  put_number(&row, header->pid);
  put_number(&row, header->parent_pid);
  put_text(&row, header->program);
  put_text(&row, header->directory);
  put_known(&row, header->start_realtime_ns);
  put_known(&row, header->end.time_ns);
  put_text(&row, last_end_token(run));
  put_number_if(&row, run->end == READER_END_EXITED, header->end.status);
  put_number_if(&row, run->end == READER_END_SIGNALED, header->end.status);
  put_number_if(&row, last_is_crash(run), (sqlite3_int64)header->end.fault_address);
  return finish_row(export, &row) && put_sites(export, run);
}

static bool put_thread(struct export *export, struct reader_run *run, const struct reader_source *source) {
  struct database *db = export->state;
  const struct reader_thread *thread = &source->thread;
  struct row row = {db->put_thread, 0};
  put_number(&row, ++db->thread);
  put_number(&row, db->run);
  put_known(&row, thread->number);
  put_number(&row, thread->tid);
  put_text(&row, thread->name);
  put_text(&row, last_state_token(last_state_of(run, thread)));
  put_known(&row, thread->start_ns);
  put_known(&row, thread->end_ns);
  return finish_row(export, &row);
}

static bool put_record(struct export *export, const struct reader_record *record, uint32_t value) {
  struct database *db = export->state;
  const struct sp_record_text *text = &record->text;
  struct row row = {db->put_statement, 0};
  sqlite3_int64 site = value ? (sqlite3_int64)tally_find(&db->by_value, value)->count : 0;
  if (!value && !find_site(export, text, &site))
    return false;
  put_number(&row, ++db->statements);
  put_number(&row, db->thread);
  put_number(&row, (sqlite3_int64)text->seq);
  put_known(&row, (uint64_t)site);
  put_known(&row, text->realtime_ns);
  put_number_if(&row, text->realtime_ns && text->within_ns != SP_RECORD_OPEN,
                (sqlite3_int64)text->realtime_ns + (sqlite3_int64)text->within_ns);
  if (!finish_row(export, &row))
    return false;
  return db->statements % STATEMENTS_A_TRANSACTION != 0 ||
         sqlite3_exec(db->file, "COMMIT; BEGIN", NULL, NULL, NULL) == SQLITE_OK || fail(export);
}

static bool end(struct export *export, bool is_whole) {
  struct database *db = export->state;
  bool is_good = !is_whole || sqlite3_exec(db->file, end_words, NULL, NULL, NULL) == SQLITE_OK || fail(export);
  sqlite3_finalize(db->put_run);
  sqlite3_finalize(db->put_thread);
  sqlite3_finalize(db->put_site);
  sqlite3_finalize(db->put_statement);
  if (sqlite3_close(db->file) != SQLITE_OK && is_good && is_whole)
    is_good = fail(export);
  tally_free(&db->by_value);
  tally_free(&db->by_content);
  free(db);
  return is_good;
}

const struct export_format export_sqlite = {
    .name = "sqlite",
    .what = "a database of runs, threads, sites and statements",
    .is_file = true,
    .begin = begin,
    .run = put_run,
    .thread = put_thread,
    .record = put_record,
    .end = end,
};

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A statement as JSON. Written by hand, as there are millions of them: a tree of jansson's for each takes eight times
// as long.

#include "json.h"

#include <string.h>

// Room for a number, a time, a punctuation.
#define SMALL 64u

// A line in the making, which goes out in pieces.
struct line {
  FILE *out;
  char bytes[4096];
  size_t used;
};

static void flush(struct line *line) {
  fwrite(line->bytes, 1, line->used, line->out);
  line->used = 0;
}

static void make_room(struct line *line, size_t bytes) {
  if (line->used + bytes > sizeof line->bytes)
    flush(line);
}

// Of less than SMALL bytes.
static void put(struct line *line, const char *word) {
  make_room(line, SMALL);
  const size_t bytes = strlen(word);
  memcpy(line->bytes + line->used, word, bytes);
  line->used += bytes;
}

static void put_number(struct line *line, uint64_t number) {
  make_room(line, SMALL);
  struct sp_text_out o = {line->bytes + line->used, line->bytes + sizeof line->bytes};
  sp_text_number(&o, number, 1);
  line->used = (size_t)(o.at - line->bytes);
}

static void put_signed(struct line *line, int number) {
  put(line, number < 0 ? "-" : "");
  put_number(line, number < 0 ? 0u - (unsigned)number : (unsigned)number);
}

// A byte of a string that cannot stand for itself.
static void put_escaped(struct line *line, unsigned char c) {
  static const char short_for[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
  const char *is_short = c ? strchr(short_for, c) : NULL;
  char word[8];
  if (is_short)
    snprintf(word, sizeof word, "\\%c", letters[is_short - short_for]);
  else if (c < ' ')
    snprintf(word, sizeof word, "\\u%04x", c);
  else
    snprintf(word, sizeof word, "\xef\xbf\xbd"); // no UTF-8: U+FFFD
  put(line, word);
}

static void put_text(struct line *line, const char *text) {
  if (!text)
    return put(line, "null");
  put(line, "\"");
  for (const unsigned char *at = (const unsigned char *)text; *at;) {
    make_room(line, SMALL);
    if (*at >= ' ' && *at < 0x80 && *at != '"' && *at != '\\') {
      line->bytes[line->used++] = (char)*at++;
      continue;
    }
    const unsigned wide = sp_text_utf8_bytes(at);
    if (wide) {
      memcpy(line->bytes + line->used, at, wide);
      line->used += wide;
    } else {
      put_escaped(line, *at);
    }
    at += wide ? wide : 1;
  }
  put(line, "\"");
}

static void put_known(struct line *line, const char *key, uint64_t number) {
  put(line, key);
  if (number)
    put_number(line, number);
  else
    put(line, "null");
}

static void put_text_of(struct line *line, const char *key, const char *text) {
  put(line, key);
  put_text(line, text);
}

static void put_elapsed(struct line *line, const char *key, bool is_known, uint64_t ns) {
  put(line, key);
  if (!is_known)
    return put(line, "null");
  make_room(line, SMALL);
  struct sp_text_out o = {line->bytes + line->used, line->bytes + sizeof line->bytes};
  sp_text_char(&o, '"');
  sp_text_elapsed(&o, ns);
  sp_text_char(&o, '"');
  line->used = (size_t)(o.at - line->bytes);
}

static void put_times(struct line *line, const struct sp_record_text *text) {
  const bool is_known = text->realtime_ns;
  put(line, ",\"ts\":");
  if (is_known) {
    make_room(line, SMALL);
    struct sp_text_out o = {line->bytes + line->used, line->bytes + sizeof line->bytes};
    sp_text_char(&o, '"');
    sp_text_time(&o, text->realtime_ns);
    sp_text_char(&o, '"');
    line->used = (size_t)(o.at - line->bytes);
  } else {
    put(line, "null");
  }
  put_elapsed(line, ",\"elapsed\":", is_known, text->elapsed_ns);
  put_elapsed(line, ",\"within\":", is_known && text->within_ns != SP_RECORD_OPEN, text->within_ns);
}

void report_json_put_record(FILE *out, const struct reader_record *record) {
  const struct sp_record_text *text = &record->text;
  struct line line;
  line.out = out;
  line.used = 0;
  put(&line, "{\"pid\":");
  put_signed(&line, text->pid);
  put(&line, ",\"tid\":");
  put_signed(&line, text->tid);
  put(&line, ",\"seq\":");
  put_number(&line, text->seq);
  put_times(&line, text);
  put_text_of(&line, ",\"file\":", text->file);
  put_known(&line, ",\"line\":", text->line);
  put_text_of(&line, ",\"function\":", text->function);
  put(&line, ",\"macro\":");
  if (text->file)
    put_number(&line, text->macro);
  else
    put(&line, "null");
  put_text_of(&line, ",\"definition_file\":", text->def_file);
  put_known(&line, ",\"definition_line\":", text->def_line);
  put_known(&line, ",\"column\":", text->column);
  put_text_of(&line, ",\"snippet\":", text->snippet);
  put(&line, "}\n");
  flush(&line);
}

void report_json_put_text(FILE *out, const char *text) {
  struct line line;
  line.out = out;
  line.used = 0;
  put_text(&line, text);
  flush(&line);
}

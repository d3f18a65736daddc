// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One record as one line of text. The text sink writes this line and `sourceprint log` prints it: the form is
// declared here only.
//
//   pid=12345 tid=678 seq=42 ts=2026-11-07T18:32:01.123456789Z elapsed=12.3ms file=lib/network.c line=512
//   func=socket_send macro=0 col=3 snippet=send_packet(queue, payload)
//
// (a single line). Behind the column, def=include/list.h:21 is the place in a macro's definition of a statement that
// is inside its expansion, and within=1.2ms says that ts is the earliest time, and how much later it may have been.
// Keys stand in this order, further ones may come between macro= and snippet=, and snippet= is last, so that it may
// hold spaces. A time that was not recorded, and a file, function or snippet that is not known, is "-". In file and
// function, bytes that would end the word are written \xNN; in the snippet control characters are; a backslash is
// doubled. What is not UTF-8 is written \xNN too, so that a line always is UTF-8.
//
// Freestanding and async-signal-safe: calls nothing, allocates nothing, keeps errno.
#ifndef SOURCEPRINT_RUNTIME_RECORD_TEXT_H
#define SOURCEPRINT_RUNTIME_RECORD_TEXT_H

#include <stddef.h>
#include <stdint.h>

// A line has fewer bytes than this, newline included: a write of that length to a pipe or a local file is one piece.
#define SP_RECORD_TEXT_MAX 4096u

// A longer path or function name is cut, so that the snippet always has room.
#define SP_RECORD_WORD_MAX 1536u
#define SP_RECORD_DEFINITION_MAX 256u

#define SP_RECORD_OPEN UINT64_MAX

struct sp_record_text {
  int pid;
  int tid;
  uint64_t seq;         // 1-based number of the record in its thread
  uint64_t realtime_ns; // CLOCK_REALTIME; 0 = not recorded
  uint64_t elapsed_ns;  // since the start of the run; valid only if realtime_ns is not 0
  uint64_t within_ns;   // so much later it was at the latest; SP_RECORD_OPEN: how much is not known
  const char *file;     // NULL = not known; so for the other strings. Borrowed.
  const char *function;
  const char *snippet;
  uint32_t line;        // 1-based; 0 = not known
  uint32_t column;      // 1-based, in bytes; 0 = not known
  unsigned macro;       // enum sp_macro_relation
  const char *def_file; // place in the macro's definition; NULL or "" where there is none. Borrowed.
  uint32_t def_line;
};

struct sp_text_out {
  char *at;
  char *end;
};

static inline void sp_text_char(struct sp_text_out *o, char c) {
  if (o->at < o->end)
    *o->at++ = c;
}

static inline void sp_text_plain(struct sp_text_out *o, const char *text) {
  while (*text)
    sp_text_char(o, *text++);
}

// At least `digits` digits, filled up with zeros.
static inline void sp_text_number(struct sp_text_out *o, uint64_t value, unsigned digits) {
  char reversed[20];
  unsigned n = 0;
  do {
    reversed[n++] = (char)('0' + value % 10);
    value /= 10;
  } while (value || n < digits);
  while (n)
    sp_text_char(o, reversed[--n]);
}

static inline void sp_text_signed(struct sp_text_out *o, int value) {
  if (value < 0)
    sp_text_char(o, '-');
  sp_text_number(o, value < 0 ? 0u - (unsigned)value : (unsigned)value, 1);
}

// 2026-11-07T18:32:01. The date is counted in years that begin in March, which puts the leap day last
// (Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil reversed).
static inline void sp_text_seconds(struct sp_text_out *o, uint64_t seconds) {
  const uint64_t days = seconds / 86400u + 719468u; // since 0000-03-01
  const unsigned of_day = (unsigned)(seconds % 86400u);
  const unsigned day_of_era = (unsigned)(days % 146097u);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460u + day_of_era / 36524u - day_of_era / 146096u) / 365u;
  const unsigned day_of_year = day_of_era - (365u * year_of_era + year_of_era / 4u - year_of_era / 100u);
  const unsigned march_month = (5u * day_of_year + 2u) / 153u;
  const unsigned month = march_month < 10u ? march_month + 3u : march_month - 9u;
  sp_text_number(o, days / 146097u * 400u + year_of_era + (month <= 2u), 4);
  sp_text_char(o, '-');
  sp_text_number(o, month, 2);
  sp_text_char(o, '-');
  sp_text_number(o, day_of_year - (153u * march_month + 2u) / 5u + 1u, 2);
  sp_text_char(o, 'T');
  sp_text_number(o, of_day / 3600u, 2);
  sp_text_char(o, ':');
  sp_text_number(o, of_day / 60u % 60u, 2);
  sp_text_char(o, ':');
  sp_text_number(o, of_day % 60u, 2);
}

static inline void sp_text_time(struct sp_text_out *o, uint64_t realtime_ns) {
  sp_text_seconds(o, realtime_ns / 1000000000u);
  sp_text_char(o, '.');
  sp_text_number(o, realtime_ns % 1000000000u, 9);
  sp_text_char(o, 'Z');
}

// 850ns, 12.3us, 12.3ms, 1.204s: the largest unit that leaves a whole part; cut, not rounded, so that a time never
// seems to be later than it was.
static inline void sp_text_elapsed(struct sp_text_out *o, uint64_t ns) {
  if (ns < 1000u) {
    sp_text_number(o, ns, 1);
    sp_text_plain(o, "ns");
  } else if (ns < 1000000000u) {
    const uint64_t tenths = ns < 1000000u ? ns / 100u : ns / 100000u;
    sp_text_number(o, tenths / 10u, 1);
    sp_text_char(o, '.');
    sp_text_number(o, tenths % 10u, 1);
    sp_text_plain(o, ns < 1000000u ? "us" : "ms");
  } else {
    sp_text_number(o, ns / 1000000000u, 1);
    sp_text_char(o, '.');
    sp_text_number(o, ns / 1000000u % 1000u, 3);
    sp_text_char(o, 's');
  }
}

// Whether a character turns the direction of the text around it (Unicode Standard Annex #9): what a terminal shows is
// then not what is there.
static inline int sp_text_turns(uint32_t point) {
  return point == 0x61cu || (point >= 0x200eu && point <= 0x200fu) || (point >= 0x202au && point <= 0x202eu) ||
         (point >= 0x2066u && point <= 0x2069u);
}

// Bytes of the UTF-8 character at p, or 0 if there is none that may be printed: overlong forms, surrogates, the control
// characters U+0080 to U+009F and those that turn the direction are refused. The terminating NUL stops every sequence.
static inline unsigned sp_text_utf8_bytes(const unsigned char *p) {
  static const uint32_t smallest[5] = {0, 0, 0xa0, 0x800, 0x10000};
  const unsigned bytes = p[0] < 0xc0 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf8 ? 4 : 0;
  if (!bytes)
    return 0;
  uint32_t point = p[0] & (0x7fu >> bytes);
  for (unsigned i = 1; i < bytes; i++) {
    if ((p[i] & 0xc0u) != 0x80u)
      return 0;
    point = point << 6 | (p[i] & 0x3fu);
  }
  if (point < smallest[bytes] || point > 0x10ffffu || (point & 0xfffff800u) == 0xd800u)
    return 0;
  return sp_text_turns(point) ? 0 : bytes;
}

// Escaped text, cut before the character that would not fit into max bytes. stop: the largest byte that is escaped
// as a control character, so ' ' for a word.
static inline void sp_text_escaped(struct sp_text_out *o, const char *text, size_t max, unsigned char stop) {
  static const char hex[] = "0123456789abcdef";
  const unsigned char *p = (const unsigned char *)(text ? text : "-");
  size_t room = (size_t)(o->end - o->at) < max ? (size_t)(o->end - o->at) : max;
  while (*p) {
    const unsigned wide = sp_text_utf8_bytes(p);
    const int is_plain = *p > stop && *p < 0x7f && *p != '\\';
    const unsigned need = wide ? wide : is_plain ? 1 : *p == '\\' ? 2 : 4;
    if (need > room)
      return;
    room -= need;
    if (wide || is_plain) {
      for (unsigned i = 0; i < need; i++)
        sp_text_char(o, (char)p[i]);
      p += need;
      continue;
    }
    sp_text_char(o, '\\');
    if (*p == '\\') {
      sp_text_char(o, '\\');
    } else {
      sp_text_char(o, 'x');
      sp_text_char(o, hex[*p >> 4]);
      sp_text_char(o, hex[*p & 15]);
    }
    p++;
  }
}

// The line's beginning: whose record it is.
static inline void sp_text_thread(struct sp_text_out *o, int pid, int tid) {
  sp_text_plain(o, "pid=");
  sp_text_signed(o, pid);
  sp_text_plain(o, " tid=");
  sp_text_signed(o, tid);
  sp_text_plain(o, " seq=");
}

// Its end, newline included: the statement's place and text. One byte behind o->end is kept for the newline.
static inline void sp_text_site(struct sp_text_out *o, const struct sp_record_text *r) {
  sp_text_plain(o, " file=");
  sp_text_escaped(o, r->file, SP_RECORD_WORD_MAX, ' ');
  sp_text_plain(o, " line=");
  sp_text_number(o, r->line, 1);
  sp_text_plain(o, " func=");
  sp_text_escaped(o, r->function, SP_RECORD_WORD_MAX, ' ');
  sp_text_plain(o, " macro=");
  sp_text_number(o, r->macro, 1);
  sp_text_plain(o, " col=");
  sp_text_number(o, r->column, 1);
  if (r->def_file && *r->def_file) {
    sp_text_plain(o, " def=");
    sp_text_escaped(o, r->def_file, SP_RECORD_DEFINITION_MAX, ' ');
    sp_text_char(o, ':');
    sp_text_number(o, r->def_line, 1);
  }
  if (r->within_ns) {
    sp_text_plain(o, " within=");
    if (r->within_ns == SP_RECORD_OPEN)
      sp_text_char(o, '-');
    else
      sp_text_elapsed(o, r->within_ns);
  }
  sp_text_plain(o, " snippet=");
  sp_text_escaped(o, r->snippet, SP_RECORD_TEXT_MAX, ' ' - 1);
  *o->at++ = '\n';
}

// Writes the line of *r, newline included, no NUL, to out. Returns its length: less than SP_RECORD_TEXT_MAX, at most
// size, and 0 only if size is 0. A size below SP_RECORD_TEXT_MAX cuts long lines short.
static inline size_t sp_format_record(char *out, size_t size, const struct sp_record_text *r) {
  if (!size)
    return 0;
  const size_t room = size < SP_RECORD_TEXT_MAX ? size : SP_RECORD_TEXT_MAX - 1;
  struct sp_text_out o = {out, out + room - 1};
  sp_text_thread(&o, r->pid, r->tid);
  sp_text_number(&o, r->seq, 1);
  if (r->realtime_ns) {
    sp_text_plain(&o, " ts=");
    sp_text_time(&o, r->realtime_ns);
    sp_text_plain(&o, " elapsed=");
    sp_text_elapsed(&o, r->elapsed_ns);
  } else {
    sp_text_plain(&o, " ts=- elapsed=-");
  }
  sp_text_site(&o, r);
  return (size_t)(o.at - out);
}

#endif

// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lists the text files of a run, and reads them through zlib, compressed or not.

#define _GNU_SOURCE

#include "parts.h"

#include "file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define NEWEST UINT32_MAX       // no part's number
#define READ_BYTES (128u << 10) // at once

struct part {
  int tid;
  uint32_t number;
  bool is_packed;
};

struct parts {
  struct part *list;
  size_t count;
};

// A thread's text as a stream.
struct stream {
  const struct reader_run *run;
  struct parts parts;
  int newest_fd;   // -1: there is no <tid>.txt
  size_t next;     // the part to open next
  uint64_t offset; // where to begin in it
  gzFile file;     // reads what is not compressed, too
  int fd;          // the file's; its own
  double done;     // how much is read, of all parts, which are taken to be alike
};

static bool take_number(const char **at, uint32_t most, uint32_t *number) {
  char *end;
  errno = 0;
  const unsigned long value = isdigit((unsigned char)**at) ? strtoul(*at, &end, 10) : 0;
  if (value == 0 || value > most || errno)
    return false;
  *at = end;
  *number = (uint32_t)value;
  return true;
}

static bool take(const char **at, const char *text) {
  const size_t length = strlen(text);
  if (strncmp(*at, text, length) != 0)
    return false;
  *at += length;
  return true;
}

// <tid>.txt, <tid>.<number>.txt or <tid>.<number>.txt.gz
static bool parse_name(const char *name, struct part *part) {
  uint32_t tid;
  *part = (struct part){.number = NEWEST};
  if (!take_number(&name, INT_MAX, &tid) || !take(&name, "."))
    return false;
  part->tid = (int)tid;
  if (take_number(&name, NEWEST - 1, &part->number) && !take(&name, "."))
    return false;
  if (!take(&name, "txt"))
    return false;
  part->is_packed = part->number != NEWEST && take(&name, ".gz");
  return !*name;
}

static void print_name(char *name, size_t size, const struct part *part) {
  if (part->number == NEWEST)
    snprintf(name, size, "%d.txt", part->tid);
  else
    snprintf(name, size, "%d.%06u.txt%s", part->tid, part->number, part->is_packed ? ".gz" : "");
}

static int compare_parts(const void *a, const void *b) {
  const struct part *x = a;
  const struct part *y = b;
  if (x->tid != y->tid)
    return x->tid < y->tid ? -1 : 1;
  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return x->is_packed - y->is_packed;
}

// Of a part that is there both ways, gzip was killed or is at work: the one that is not compressed is whole.
static void drop_doubles(struct parts *parts) {
  size_t kept = 0;
  for (size_t i = 0; i < parts->count; i++)
    if (!kept || parts->list[i].tid != parts->list[kept - 1].tid ||
        parts->list[i].number != parts->list[kept - 1].number)
      parts->list[kept++] = parts->list[i];
  parts->count = kept;
}

// The text files of a thread, or of all if tid is 0: by thread and age, the oldest first.
static struct parts list_parts(const struct reader_run *run, int tid) {
  struct parts parts = {0};
  size_t room = 0;
  const int fd = openat(run->directory_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *directory = fd >= 0 ? fdopendir(fd) : NULL;
  if (!directory) {
    if (fd >= 0)
      close(fd);
    return parts;
  }
  for (struct dirent *file; (file = readdir(directory));) {
    struct part part;
    if (!parse_name(file->d_name, &part) || (tid && part.tid != tid))
      continue;
    if (parts.count == room) {
      room = room ? 2 * room : 16;
      struct part *more = realloc(parts.list, room * sizeof *more);
      if (!more)
        break;
      parts.list = more;
    }
    parts.list[parts.count++] = part;
  }
  closedir(directory);
  if (parts.count)
    qsort(parts.list, parts.count, sizeof *parts.list, compare_parts);
  drop_doubles(&parts);
  return parts;
}

size_t reader_text_threads(const struct reader_run *run, int **tids) {
  struct parts parts = list_parts(run, 0);
  size_t count = 0;
  *tids = parts.count ? malloc(parts.count * sizeof **tids) : NULL;
  for (size_t i = 0; *tids && i < parts.count; i++)
    if (!count || parts.list[i].tid != (*tids)[count - 1])
      (*tids)[count++] = parts.list[i].tid;
  free(parts.list);
  return count;
}

static void tell(const struct stream *stream, const struct part *part, const char *what) {
  char name[48];
  print_name(name, sizeof name, part);
  reader_problem(&stream->run->reader->problems, "%s/%s: %s", stream->run->path, name, what);
}

// Opens a part. In a run that goes on, it may be gone, or what was the newest file: then it is no part any more.
static gzFile open_part(struct stream *stream, struct part *part) {
  char name[48];
  struct stat status, newest;
  int fd = -1;
  if (part->number == NEWEST) {
    fd = fcntl(stream->newest_fd, F_DUPFD_CLOEXEC, 0);
    if (fd >= 0)
      lseek(fd, 0, SEEK_SET); // the place is the original's, too
  } else {
    print_name(name, sizeof name, part);
    fd = reader_file_open(stream->run->directory_fd, name, &status);
    if (fd < 0 && !part->is_packed) {
      part->is_packed = true; // gzip finished meanwhile
      print_name(name, sizeof name, part);
      fd = reader_file_open(stream->run->directory_fd, name, &status);
    }
    if (fd >= 0 && stream->newest_fd >= 0 && fstat(stream->newest_fd, &newest) == 0 && newest.st_ino == status.st_ino) {
      close(fd);
      return NULL;
    }
  }
  gzFile file = fd >= 0 ? gzdopen(fd, "r") : NULL;
  if (!file && fd >= 0)
    close(fd);
  if (file)
    gzbuffer(file, READ_BYTES);
  stream->fd = fd;
  return file;
}

static void close_part(struct stream *stream) {
  if (stream->file)
    gzclose(stream->file);
  stream->file = NULL;
}

// Opens the next part that can be opened. False at the end.
static bool next_part(struct stream *stream) {
  close_part(stream);
  while (!stream->file && stream->next < stream->parts.count)
    stream->file = open_part(stream, &stream->parts.list[stream->next++]);
  if (stream->file && stream->offset && gzseek(stream->file, (z_off_t)stream->offset, SEEK_SET) < 0)
    tell(stream, &stream->parts.list[stream->next - 1], "it cannot be unpacked");
  stream->offset = 0;
  return stream->file;
}

static double done(const struct stream *stream) {
  struct stat status;
  const z_off_t at = gzoffset(stream->file);
  const bool is_known = at > 0 && fstat(stream->fd, &status) == 0 && at <= status.st_size;
  return ((double)stream->next - 1 + (is_known ? (double)at / (double)status.st_size : 0)) /
         (double)stream->parts.count;
}

static ssize_t read_stream(void *cookie, char *buffer, size_t size) {
  struct stream *stream = cookie;
  if (!stream->file && !next_part(stream))
    return 0;
  do {
    const int bytes = gzread(stream->file, buffer, size < INT_MAX ? (unsigned)size : INT_MAX);
    int error = Z_OK;
    const char *words = bytes > 0 ? "" : gzerror(stream->file, &error);
    if (bytes > 0) {
      stream->done = done(stream);
      return bytes;
    }
    if (error != Z_OK && error != Z_STREAM_END)
      tell(stream, &stream->parts.list[stream->next - 1], error == Z_ERRNO ? "it cannot be read" : words);
  } while (next_part(stream));
  return 0;
}

static int close_stream(void *cookie) {
  struct stream *stream = cookie;
  close_part(stream);
  if (stream->newest_fd >= 0)
    close(stream->newest_fd);
  free(stream->parts.list);
  free(stream);
  return 0;
}

// Where the last `lines` complete lines begin; bytes behind the last newline belong to none. 0 if there are not more.
static uint64_t tail_offset(int fd, uint64_t size, uint64_t lines) {
  char block[16384];
  bool is_end_seen = false; // the newline that ends the last line
  for (uint64_t end = size; end > 0;) {
    const size_t bytes = end < sizeof block ? end : sizeof block;
    end -= bytes;
    for (size_t i = reader_file_read(fd, block, bytes, end); i > 0; i--) {
      if (block[i - 1] != '\n')
        continue;
      if (is_end_seen && --lines == 0)
        return end + i;
      is_end_seen = true;
    }
  }
  return 0;
}

// Counts a part's lines. offset: where line number `line` (from 0) begins, if it has so many.
static uint64_t count_lines(gzFile file, uint64_t line, uint64_t *offset) {
  char block[16384];
  uint64_t lines = 0;
  uint64_t at = 0;
  *offset = 0;
  for (int bytes; (bytes = gzread(file, block, sizeof block)) > 0; at += (uint64_t)bytes)
    for (int i = 0; i < bytes; i++)
      if (block[i] == '\n' && ++lines == line)
        *offset = at + (uint64_t)i + 1;
  return lines;
}

// Finds the part and the place in it where the last `lines` lines begin.
static void seek_lines(struct stream *stream, uint64_t lines) {
  struct stat status;
  uint64_t unused;
  for (stream->next = stream->parts.count; stream->next > 0 && lines > 0;) {
    struct part *part = &stream->parts.list[--stream->next];
    if (part->number == NEWEST && fstat(stream->newest_fd, &status) == 0) {
      stream->offset = tail_offset(stream->newest_fd, (uint64_t)status.st_size, lines);
      if (stream->offset)
        return;
    }
    gzFile file = open_part(stream, part);
    if (!file)
      continue;
    const uint64_t has = count_lines(file, 0, &unused);
    if (has >= lines) {
      if (gzrewind(file) == 0)
        count_lines(file, has - lines, &stream->offset);
      gzclose(file);
      return;
    }
    gzclose(file);
    lines -= has;
  }
}

FILE *reader_text_open(const struct reader_run *run, int tid, uint64_t lines, const double **done) {
  char name[32];
  struct stat status;
  struct stream *stream = calloc(1, sizeof *stream);
  if (!stream)
    return NULL;
  stream->run = run;
  // First the newest: it may become a part while the others are listed.
  snprintf(name, sizeof name, "%d.txt", tid);
  stream->newest_fd = reader_file_open(run->directory_fd, name, &status);
  stream->parts = list_parts(run, tid);
  struct parts *parts = &stream->parts;
  if (parts->count && parts->list[parts->count - 1].number == NEWEST && stream->newest_fd < 0)
    parts->count--;
  if (lines != UINT64_MAX)
    seek_lines(stream, lines);
  FILE *file = parts->count
                   ? fopencookie(stream, "r", (cookie_io_functions_t){.read = read_stream, .close = close_stream})
                   : NULL;
  if (file && done)
    *done = &stream->done;
  if (file)
    setvbuf(file, NULL, _IOFBF, READ_BYTES);
  else
    close_stream(stream);
  return file;
}

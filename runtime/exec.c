// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notes that another program takes the process over, and takes that back where it does not. The functions of the exec
// family do here what the C library's do; what starts a program in a child of its own, as posix_spawn() and system()
// do, does not pass here.
#define _GNU_SOURCE
#include "process.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "record_text.h"

#define WATCHED __attribute__((weak, visibility("default")))

typedef int execve_function(const char *path, char *const arguments[], char *const environment[]);
typedef int fexecve_function(int file, char *const arguments[], char *const environment[]);

extern void *dlsym(void *restrict handle, const char *restrict name) __attribute__((weak));
extern char **environ;

// What would be called without us: a library that is preloaded may have its own.
static execve_function *next_execve;
static fexecve_function *next_fexecve;

void sp_find_exec(void) {
  if (!dlsym || next_execve)
    return;
  next_fexecve = (fexecve_function *)dlsym(RTLD_NEXT, "fexecve");
  next_execve = (execve_function *)dlsym(RTLD_NEXT, "execve");
}

// The image that made this run of the same process has ended, and could not know by whose run it goes on.
void sp_note_successor(const char *old_run) {
  char path[SP_PATH_MAX];
  struct sp_run_end end;
  struct sp_next_image next;
  if (sp_join(path, sizeof path, sp_process.folder, "/", old_run, "/" SP_RUN_FILE, NULL) != 0)
    return;
  int file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0)
    return;
  const off_t place = offsetof(struct sp_run_header, end);
  bool is_noted = pread(file, &end, sizeof end, place) == (ssize_t)sizeof end;
  if (is_noted && end.state == SP_END_RUNNING && end.checksum == 0) {
    sp_fill_exec_end(&end);
    is_noted = pwrite(file, &end, sizeof end, place) == (ssize_t)sizeof end;
  }
  if (is_noted && end.state == SP_END_EXEC) {
    sp_fill_next_image(&next, sp_process.header->program, sp_process.run_name);
    is_noted = pwrite(file, &next, sizeof next, SP_NEXT_OFFSET) == (ssize_t)sizeof next;
  }
  if (!is_noted)
    sp_note("the end of the image before exec() cannot be noted", strerror(errno));
  close(file);
}

static int run(const char *path, char *const arguments[], char *const environment[]) {
  struct sp_exec_mark mark;
  sp_note_exec(&mark, path);
  const int result =
      next_execve ? next_execve(path, arguments, environment) : (int)syscall(SYS_execve, path, arguments, environment);
  sp_undo_exec(&mark);
  return result;
}

WATCHED int execve(const char *path, char *const arguments[], char *const environment[]) {
  return run(path, arguments, environment);
}

WATCHED int execv(const char *path, char *const arguments[]) { return run(path, arguments, environ); }

WATCHED int fexecve(int file, char *const arguments[], char *const environment[]) {
  char link[64], path[SP_NEXT_PROGRAM_MAX];
  struct sp_exec_mark mark;
  struct sp_text_out out = {link, link + sizeof link - 1};
  sp_text_plain(&out, "/proc/self/fd/");
  sp_text_signed(&out, file);
  *out.at = '\0';
  const int kept = errno;
  const ssize_t bytes = sp_process.state == SP_READY ? readlink(link, path, sizeof path - 1) : 0;
  path[bytes > 0 ? bytes : 0] = '\0';
  errno = kept;
  sp_note_exec(&mark, path);
  const int result = next_fexecve ? next_fexecve(file, arguments, environment)
                                  : (int)syscall(SYS_execveat, file, "", arguments, environment, AT_EMPTY_PATH);
  sp_undo_exec(&mark);
  return result;
}

// A file that the kernel does not know how to run is a script for the shell.
static int run_script(const char *path, char *const arguments[], char *const environment[]) {
  size_t count = 0;
  while (arguments[count])
    count++;
  const char *shell[count + 3];
  size_t used = 0;
  shell[used++] = "sh";
  shell[used++] = path;
  for (size_t i = 1; i < count; i++)
    shell[used++] = arguments[i];
  shell[used] = NULL;
  return run("/bin/sh", (char *const *)shell, environment);
}

static int run_or_script(const char *path, char *const arguments[], char *const environment[]) {
  const int result = run(path, arguments, environment);
  return errno == ENOEXEC ? run_script(path, arguments, environment) : result;
}

static bool goes_on_searching(int error) {
  return error == EACCES || error == ENOENT || error == ESTALE || error == ENOTDIR || error == ENODEV ||
         error == ETIMEDOUT;
}

// As execvp(3) says: the folders of PATH, and the error of one that may not be searched before that of one without it.
WATCHED int execvpe(const char *file, char *const arguments[], char *const environment[]) {
  char path[SP_PATH_MAX * 2];
  if (!*file) {
    errno = ENOENT;
    return -1;
  }
  if (strchr(file, '/'))
    return run_or_script(file, arguments, environment);
  const char *folders = getenv("PATH"), *end;
  const size_t bytes = strlen(file);
  bool is_forbidden = false;
  folders = folders ? folders : "/bin:/usr/bin";
  errno = ENOENT;
  for (const char *folder = folders;; folder = end + 1) {
    end = strchr(folder, ':');
    const size_t length = end ? (size_t)(end - folder) : strlen(folder);
    if (length + 1 + bytes < sizeof path) {
      const size_t begin = length + (length > 0);
      memcpy(path, folder, length);
      path[length] = '/';
      memcpy(path + begin, file, bytes);
      path[begin + bytes] = '\0';
      run_or_script(path, arguments, environment);
      if (!goes_on_searching(errno))
        return -1;
      is_forbidden |= errno == EACCES;
    }
    if (!end)
      break;
  }
  if (is_forbidden)
    errno = EACCES;
  return -1;
}

WATCHED int execvp(const char *file, char *const arguments[]) { return execvpe(file, arguments, environ); }

// How many arguments a list has, up to the NULL at its end.
static size_t count_list(const char *first, va_list list) {
  size_t count = 0;
  for (const char *word = first; word; word = va_arg(list, const char *))
    count++;
  return count;
}

static void copy_list(const char *first, va_list *list, const char **arguments) {
  *arguments = first;
  while (*arguments)
    *++arguments = va_arg(*list, const char *);
}

// Calls what with the arguments behind `first` as an array; for execle() the environment follows them.
#define WITH_LIST(first, ...)                                                                                          \
  va_list list;                                                                                                        \
  va_start(list, first);                                                                                               \
  const size_t count = count_list(first, list);                                                                        \
  va_end(list);                                                                                                        \
  const char *words[count + 1];                                                                                        \
  va_start(list, first);                                                                                               \
  copy_list(first, &list, words);                                                                                      \
  char *const *arguments = (char *const *)words;                                                                       \
  __VA_ARGS__;                                                                                                         \
  va_end(list)

WATCHED int execl(const char *path, const char *first, ...) {
  int result;
  WITH_LIST(first, result = run(path, arguments, environ));
  return result;
}

WATCHED int execlp(const char *file, const char *first, ...) {
  int result;
  WITH_LIST(first, result = execvpe(file, arguments, environ));
  return result;
}

WATCHED int execle(const char *path, const char *first, ...) {
  int result;
  WITH_LIST(first, result = run(path, arguments, va_arg(list, char *const *)));
  return result;
}

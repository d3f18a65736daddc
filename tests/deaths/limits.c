// Processes that are limited, by themselves or by where they run: before their first record (EARLY) or later.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cases.h"

#define NOBODY 65534

static int *volatile nowhere = NULL;
static volatile int zero = 0;

__attribute__((no_instrument_function)) static void limit(int what, rlim_t bytes) {
  struct rlimit both = {bytes, bytes};
  if (setrlimit(what, &both) != 0)
    _exit(90);
}

// Runs before the first record.
__attribute__((constructor, no_instrument_function)) static void begin(void) {
  const char *what = getenv("EARLY");
  if (!what)
    return;
  if (strcmp(what, "files") == 0)
    limit(RLIMIT_NOFILE, 0);
  if (strcmp(what, "size") == 0)
    limit(RLIMIT_FSIZE, 4096);
  if (strcmp(what, "memory") == 0)
    limit(RLIMIT_AS, 4096);
  if (strcmp(what, "confined") == 0)
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void *thread_exits(void *unused) {
  return unused; // @thread_exit
}

// A thread and a process that start now.
static int make_both(void) {
  pthread_t thread;
  printf("a thread: %d\n", pthread_create(&thread, NULL, thread_exits, NULL));
  pthread_join(thread, NULL);
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0)
    _exit(3); // @child
  return tell(pid);
}

static int say(const char *words) {
  return write(1, words, strlen(words)) > 0 ? 0 : 94; // @say
}

/// unlimited: exit 0
///   exit 0: ended @main, exited @thread_exit
///   exit 3: ended @child
static int unlimited(void) { return make_both(); }

/// files_early EARLY=files: exit 0
///   nothing
/// size_early EARLY=size: exit 0
///   nothing
/// memory_early EARLY=memory: exit 0
///   nothing
/// confined_early EARLY=confined: exit 0
///   nothing
/// no_folder SOURCEPRINT_OUTPUT_DIR= TMPDIR=/nonexistent/folder: exit 0
///   nothing
/// forbidden_folder SOURCEPRINT_OUTPUT_DIR= TMPDIR=/proc: exit 0
///   nothing
/// read_only MOUNT=ro: exit 0
///   nothing
/// full MOUNT=size=4k: exit 0
///   nothing
/// full_behind_head MOUNT=size=72k: exit 0
///   exit 0: lost 1
///   note a thread is not recorded
/// full_text MOUNT=size=1200k SOURCEPRINT_SINK=text: exit 0
///   exit 0: ended @main
static int limited(void) {
  int sum = 0;
  for (int i = 0; i < 2000; i++)
    sum += i & 1;
  printf("%d\n", sum);
  return 0;
}

/// full_later MOUNT=size=128k: exit 0
///   exit 0: ended @main, lost 1
///   note a thread is not recorded
///   exit 3: lost 1
///   note a thread is not recorded
static int full_later(void) { return make_both(); }

// The disk is full when the second thread begins, and whatever was reserved before stays usable.
/// disk_fills_up MOUNT=size=1400k: exit 0
///   exit 0: ended @main, lost 1
/// disk_fills_up_text MOUNT=size=1400k SOURCEPRINT_SINK=text: exit 0
///   exit 0: ended @main, lost 1
static int disk_fills_up(void) {
  static const char zeros[4096];
  char path[4096];
  snprintf(path, sizeof path, "%s/filler", getenv("SOURCEPRINT_OUTPUT_DIR"));
  int file = open(path, O_WRONLY | O_CREAT, 0600);
  while (write(file, zeros, sizeof zeros) > 0)
    continue;
  puts(strerror(errno));
  close(file);
  int status = make_both() + limited();
  unlink(path);
  return status;
}

/// files_late: exit 0
///   exit 0: ended @main, lost 1
static int files_late(void) {
  limit(RLIMIT_NOFILE, 0);
  return make_both();
}

/// size_late: exit 0
///   exit 0: ended @main, lost 1
///   note a thread is not recorded
static int size_late(void) {
  limit(RLIMIT_FSIZE, 65536);
  return make_both();
}

/// memory_late: exit 0
///   exit 0: ended @main
static int memory_late(void) {
  limit(RLIMIT_AS, 4096);
  puts(malloc(1 << 20) ? "memory" : "no memory");
  return 0;
}

/// changed_root: exit 0
///   exit 0: ended @main, exited @thread_exit
static int changed_root(void) {
  mkdir("root", 0755);
  if (chroot("root") != 0 || chdir("/") != 0)
    return 97;
  int status = make_both();
  printf("notes: %d\n", access("/notes", F_OK));
  return status;
}

/// dropped: SIGSEGV
///   SIGSEGV: crashed @dropped, exited @thread_exit
static int dropped(void) {
  if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
    return 97;
  make_both();
  fflush(stdout);
  *nowhere = 1; // @dropped
  return 0;
}

/// ids: exit 0
///   exit 0: ended @main
static int ids(void) {
  printf("%d %d\n", (int)getuid(), (int)geteuid());
  return 0;
}

// What a program with more rights than its caller does is not for the caller to read.
/// privileged: exit 0
///   exit 0: ended @main
///   exec: stopped @privileged
static int privileged(void) {
  if (chmod(own_path, 04755) != 0)
    return 97;
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    if (setgid(NOBODY) == 0 && setuid(NOBODY) == 0)
      execl(own_path, own_path, "ids", (char *)NULL); // @privileged
    _exit(96);
  }
  int status = tell(pid);
  chmod(own_path, 0755);
  return status;
}

// exit() would end in a system call that is forbidden.
static void leave(int status) {
  syscall(SYS_exit, status); // @sys_exit
}

static void be_strict(void) {
  fflush(stdout);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
    _exit(97);
}

/// strict: exit 5
///   silent: stopped @sys_exit
/// strict_text SOURCEPRINT_SINK=text: exit 5
///   silent: stopped @sys_exit
static int strict(void) {
  be_strict();
  leave(say("strict\n") + 5);
  return 0;
}

/// strict_segv: SIGSEGV
///   SIGSEGV: crashed @strict_segv
static int strict_segv(void) {
  be_strict();
  *nowhere = 1; // @strict_segv
  return 0;
}

/// strict_fpe: SIGFPE
///   SIGFPE: crashed @strict_fpe
static int strict_fpe(void) {
  be_strict();
  return 100 / zero; // @strict_fpe
}

// What stdio holds is written, and then the exit itself is forbidden: it is noted, but does not come about.
/// strict_exit: SIGKILL
///   exit 8: ended @main
static int strict_exit(void) {
  be_strict();
  printf("written at the end\n");
  return 8;
}

// Each other system call kills.
static void be_filtered(void) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
  fflush(stdout);
  // As libseccomp does.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) != 0)
    _exit(97);
}

/// filtered_at_once: exit 6
///   exit 6: ended @say
static int filtered_at_once(void) {
  be_filtered();
  _exit(say("filtered\n") + 6);
}

/// filtered: exit 7
///   exit 7: ended @main
static int filtered(void) {
  be_filtered();
  return say("filtered\n") + 7;
}

/// filtered_long: exit 8
///   exit 8: ended @main
static int filtered_long(void) {
  int sum = 0;
  be_filtered();
  for (int i = 0; i < 100000; i++)
    sum += i; // the ring grows, and goes round
  return say("filtered\n") + 8 + (sum == 1);
}

/// filtered_segv: SIGSEGV
///   SIGSEGV: crashed @filtered_segv
static int filtered_segv(void) {
  be_filtered();
  *nowhere = 1; // @filtered_segv
  return 0;
}

/// filtered_call: SIGSYS
///   silent: stopped @filtered_call
static int filtered_call(void) {
  be_filtered();
  return getppid() < 0; // @filtered_call
}

static void *forbid_and_exit(void *unused) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sigaltstack, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
  pthread_setname_np(pthread_self(), "forbidden");
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) != 0)
    _exit(97);
  return unused; // @forbidden_exit
}

/// thread_ends_confined: exit 0
///   exit 0: ended @main, exited @forbidden_exit
static int thread_ends_confined(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, forbid_and_exit, NULL) != 0)
    return 97;
  return pthread_join(thread, NULL);
}

/// confined_late: exit 0
///   exit 0: ended @main, lost 1
static int confined_late(void) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return make_both();
}

int main(int argc, char **argv) {
  static const struct test_case cases[] = {
      {"unlimited", unlimited},
      {"files_early", limited},
      {"size_early", limited},
      {"memory_early", limited},
      {"confined_early", limited},
      {"no_folder", limited},
      {"forbidden_folder", limited},
      {"read_only", limited},
      {"full", limited},
      {"full_behind_head", limited},
      {"full_text", limited},
      {"full_later", full_later},
      {"disk_fills_up", disk_fills_up},
      {"disk_fills_up_text", disk_fills_up},
      {"files_late", files_late},
      {"size_late", size_late},
      {"memory_late", memory_late},
      {"changed_root", changed_root},
      {"dropped", dropped},
      {"ids", ids},
      {"privileged", privileged},
      {"strict", strict},
      {"strict_text", strict},
      {"strict_segv", strict_segv},
      {"strict_fpe", strict_fpe},
      {"strict_exit", strict_exit},
      {"filtered_at_once", filtered_at_once},
      {"filtered", filtered},
      {"filtered_long", filtered_long},
      {"filtered_segv", filtered_segv},
      {"filtered_call", filtered_call},
      {"thread_ends_confined", thread_ends_confined},
      {"confined_late", confined_late},
      {0},
  };
  return run_case(cases, argc, argv);
}

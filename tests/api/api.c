// Uses all of sourceprint/sourceprint.h, and the original tool's function, and prints what they answer.
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sourceprint/sourceprint.h>

// As the original declares it, but that it may be absent.
void ascii_instr_log_line(const char *file_path, uint32_t line_number, const char *function_name, const char *snippet,
                          uint8_t is_macro_expansion) __attribute__((weak));

static void *in_thread(void *argument) {
  sourceprint_log("in a thread");
  return argument;
}

static int in_child(void) {
  int status = -1;
  pid_t child = fork();
  if (child == 0) {
    sourceprint_log("in a child");
    sourceprint_log("first");
    _exit(0);
  }
  waitpid(child, &status, 0);
  return status;
}

int main(void) {
  const char *version = sourceprint_version();
  pthread_t thread;
  char text[32];
  printf("version %s\n", version ? version : "absent");
  printf("init %d\n", sourceprint_init());
  printf("is_on %d\n", sourceprint_is_on());
  errno = EXDEV;
  sourceprint_log("first");
  if (ascii_instr_log_line)
    ascii_instr_log_line("lib/old.c", 42, "old_function", "value = 42;", 1);
  printf("off %d", sourceprint_off());
  printf(" is_on %d\n", sourceprint_is_on());
  sourceprint_log("while it is off");
  printf("on %d\n", sourceprint_on());
  for (int i = 0; i < 3000; i++) {
    snprintf(text, sizeof text, "item %d", i % 1500);
    sourceprint_record("item.c", (unsigned)i % 1500 + 1, "make_item", text);
  }
  pthread_create(&thread, NULL, in_thread, NULL);
  pthread_join(thread, NULL);
  printf("child %d\n", in_child());
  sourceprint_record(NULL, 0, NULL, NULL);
  printf("flush %d\n", sourceprint_flush());
  sourceprint_log("last");
  printf("errno %d\n", errno == EXDEV);
  sourceprint_teardown();
  sourceprint_log("behind the end");
  printf("on %d is_on %d\n", sourceprint_on(), sourceprint_is_on());
  return 3;
}

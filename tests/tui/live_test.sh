#!/usr/bin/env bash
# sourceprint tui of a program that runs: it follows a thread, shows threads that come, and how the process ends.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/tui/lib.sh"
cat >work.c <<'END'
#include <pthread.h>
#include <unistd.h>
static volatile int rounds;
static void *come_late(void *nothing) {
  usleep(300000000);
  return nothing;
}
static void go_round(void) {
  usleep(20000);
  rounds++;
}
int main(void) {
  pthread_t thread;
  while (access("more", F_OK) != 0)
    go_round();
  pthread_create(&thread, NULL, come_late, NULL);
  while (access("end", F_OK) != 0)
    go_round();
  return 7;
}
END
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -pthread work.c -o work
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
./work &
pid=$!
for ((i = 0; i < 100; i++)); do [ -d runs ] && "$SOURCEPRINT" last >/dev/null 2>&1 && break; sleep 0.1; done

# seq_shown: the number of the statement that the viewer is at.
seq_shown() { screen | sed -n 's/^ seq \([0-9]*\) of .*/\1/p'; }

open_terminal 100x30 "$SOURCEPRINT" tui
expect_screen "still running"
expect_line "^>$pid work +running"
keys f
expect_screen "  following"
first=$(seq_shown)
for ((i = 0; i < 100; i++)); do [ "$(seq_shown)" -gt "$((first + 40))" ] && break; sleep 0.1; done
[ "$(seq_shown)" -gt "$((first + 40))" ] || fail "it stood still at $(seq_shown)"
# A step back stops it.
keys Left
sleep 0.5
stood=$(seq_shown)
sleep 1
[ "$(seq_shown)" = "$stood" ] || fail "it went on after a step back"
touch more
expect_screen "2 threads"
expect_screen "come_late"
touch end
wait "$pid" || [ $? -eq 7 ]
expect_screen ": exit 7"
expect_line "^.$pid work +ended"
keys f
expect_screen "no process is running"
keys q
expect_end 0

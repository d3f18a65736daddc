#!/usr/bin/env bash
# Which run a folder stands for: the family to which something happened last, whenever it started; and what is said of
# crashes that came after what is shown.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs

cat >work.c <<'C'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int client(void) {
  return 0;
}
static int wait_for_word(void) {
  char word[16] = "";
  if (read(0, word, sizeof word - 1) > 0 && strncmp(word, "abort", 5) == 0)
    abort();
  return 3;
}
static int tick(void) {
  for (;;)
    usleep(1000);
}
static int parent(void) {
  if (fork() == 0)
    _exit(wait_for_word());
  return wait(NULL) > 0 ? pause() : 1;
}
int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "wait") == 0)
    return wait_for_word();
  if (argc > 1 && strcmp(argv[1], "tick") == 0)
    return tick();
  if (argc > 1 && strcmp(argv[1], "parent") == 0)
    return parent();
  return client();
}
C
SOURCEPRINT_STRICT=1 "$INSTR_CC" -g work.c -o server
cp server client

# start HOW: a server that has made its run; its words come from descriptor 7.
start() {
  rm -f words
  mkfifo words
  ./server "$1" <words &
  server=$!
  exec 7>words
  for _ in {1..200}; do
    "$SOURCEPRINT" log -n 1 --thread="$server" 2>/dev/null | grep -q . && return
    sleep 0.02
  done
  fail "the server has no run"
}

# finish_server [STATUS]: it has ended.
finish_server() {
  local status=0
  exec 7>&-
  wait "$server" 2>/dev/null || status=$?
  [ $# -eq 0 ] || [ "$status" -eq "$1" ] || fail "the server: status $status instead of $1"
}

# expect_shown NAME PROGRAM: what each command chooses without a word.
expect_shown() {
  local command
  "$SOURCEPRINT" last --format=json >last.json 2>"$WORK/words.err"
  expect_json last.json "{p['program'].rsplit('/', 1)[-1] for p in d['processes']} == {'$1'}"
  "$SOURCEPRINT" path --format=json >path.json
  expect_json path.json "{p['program'].rsplit('/', 1)[-1] for p in d['processes']} == {'$1'}"
  "$SOURCEPRINT" log >log.txt
  [ -s log.txt ] || fail "log shows nothing"
  for command in "export --format=sarif -o shown.sarif" "pack -o shown.archive"; do
    rm -f shown.*
    # shellcheck disable=SC2086
    "$SOURCEPRINT" $command >/dev/null
  done
  "$SOURCEPRINT" last --format=json shown.archive >last.json
  expect_json last.json "{p['program'].rsplit('/', 1)[-1] for p in d['processes']} == {'$1'}"
}

# The server starts first, and crashes last.
start wait
./client
expect_shown client
echo abort >&7
finish_server 134
expect_shown server
[ ! -s words.err ] || fail "a crash that is shown needs no line: $(cat words.err)"

# Who names the client's run hears of the crash that came later; who names the server's does not, nor of an older one.
client_run=$(ls -d runs/*-client-*)
server_run=$(ls -d runs/*-server-*)
"$SOURCEPRINT" last "$client_run" >shown 2>message
expect_contains message "1 newer crash is not shown; the last: $WORK/server (pid $server), killed by SIGABRT"
expect_contains message "sourceprint last $server_run"
[ "$(wc -l <message)" -eq 1 ] || fail "not one line: $(cat message)"
! grep -q SIGABRT shown || fail "it is among what is shown: $(cat shown)"
(cd runs && "$SOURCEPRINT" path "$(basename "$client_run")/" >shown 2>message)
expect_contains runs/message "1 newer crash is not shown"
rm runs/shown runs/message
"$SOURCEPRINT" last "$server_run" >shown 2>message
[ ! -s message ] || fail "nothing came later: $(cat message)"
./client
expect_shown client
"$SOURCEPRINT" last "$(find runs -maxdepth 1 -name "*-client-*" | sort | tail -n 1)" >shown 2>message
[ ! -s message ] || fail "nothing came later: $(cat message)"

# What was just started is shown while it runs; what ends meanwhile comes before it.
rm -r runs
./client
start wait
expect_shown server
./client
expect_shown client
# To follow, there must be one that runs.
timeout 20 "$SOURCEPRINT" follow --newest=1000 >followed 2>message &
follower=$!
for _ in {1..200}; do
  grep -q wait_for_word followed && break
  sleep 0.02
done
echo end >&7
finish_server 3
wait "$follower" || fail "follow: $(cat message)"
expect_contains followed "func=wait_for_word"
! grep -q 'func=client' followed || fail "it followed what had ended: $(cat followed)"
expect_shown server

# A child's crash is an event of its family, though the parent goes on.
rm -r runs
start parent
./client
echo abort >&7
for _ in {1..200}; do
  "$SOURCEPRINT" last | grep -q SIGABRT && break
  sleep 0.02
done
expect_shown server
kill "$server"
finish_server 143

# Nobody noted the end: then the last time that was recorded counts.
rm -r runs
start tick
./client
expect_shown client
sleep 0.1
kill -KILL "$server"
finish_server 137
expect_shown server

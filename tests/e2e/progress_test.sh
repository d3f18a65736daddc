#!/usr/bin/env bash
# Issue item 5: what takes over a second says on a terminal how far it is, in one line, and takes that away.
. tests/e2e/lib.sh
setup_dist

cat >program.c <<'C'
#include <pthread.h>
#include <stdlib.h>
static unsigned half(unsigned number) {
  number /= 2;
  return number;
}
static void *wait(void *barrier) {
  pthread_barrier_wait(barrier);
  return NULL;
}
int main(int argc, char **argv) {
  unsigned sum = 0, most = argc > 1 ? (unsigned)atoi(argv[1]) : 0, count = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
  for (unsigned i = 0; i < most; i++)
    sum += half(i);
  pthread_t *threads = calloc(count + 1, sizeof *threads);
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, NULL, count + 1);
  for (unsigned i = 0; i < count; i++)
    pthread_create(&threads[i], NULL, wait, &barrier);
  pthread_barrier_wait(&barrier);
  for (unsigned i = 0; i < count; i++)
    pthread_join(threads[i], NULL);
  return sum == 1;
}
C
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 program.c -o program -pthread
"$REAL_CLANG" -O1 program.c -o plain -pthread
SOURCEPRINT_RING_BYTES=8388608 SOURCEPRINT_OUTPUT_DIR=$WORK/long ./program 1000000
SOURCEPRINT_RING_BYTES=32768 SOURCEPRINT_OUTPUT_DIR=$WORK/wide ./program 10 200
SOURCEPRINT_SINK=text SOURCEPRINT_OUTPUT_DIR=$WORK/text ./program 200000
mapfile -t long < <(for _ in {1..8}; do echo long/*-program-*; done)
mapfile -t wide < <(for _ in {1..20}; do echo wide/*-program-*; done)

# shown WORDS COMMAND ARGUMENT...: its progress stands on a terminal; and what it prints is just the same as without one.
shown() {
  local what=$1
  shift
  "$SOURCEPRINT" "$@" >plain.out 2>plain.err || fail "$*: $(cat plain.err)"
  [ ! -s plain.err ] || fail "$*: words where there is no terminal: $(cat plain.err)"
  python3 "$RUNFILES/tests/e2e/on_terminal.py" "$what: [0-9]{1,3} %" "$SOURCEPRINT" "$@" >terminal.out || fail "$*: see above"
  cmp plain.out terminal.out || fail "$*: it printed something else on a terminal"
}

# shown_to_file WORDS COMMAND ARGUMENT...: the same for one whose output goes to a file.
shown_to_file() {
  local what=$1
  shift
  "$SOURCEPRINT" "$@" >plain.out 2>plain.err || fail "$*: $(cat plain.err)"
  [ ! -s plain.err ] || fail "$*: words where there is no terminal: $(cat plain.err)"
  python3 "$RUNFILES/tests/e2e/on_terminal.py" --stdout terminal.out "$what: [0-9]{1,3} %" "$SOURCEPRINT" "$@" >words ||
    fail "$*: see above"
  [ ! -s words ] || fail "$*: something stayed on the terminal: $(cat words)"
  cmp plain.out terminal.out || fail "$*: another output"
}

shown counting stats "${long[@]}"
shown counting stats --format=json "${long[@]}"
shown "following the calls" path --color=never "${long[@]}"
shown reading last --raw "${wide[@]}"
shown reading last --format=json "${wide[@]}"
shown comparing diff --color=never long long
shown_to_file printing log -n 300000 long
shown_to_file printing log text
shown_to_file exporting export --format=lcov "${long[@]}"

# What writes a file: another one each time, as what is there is not written over.
cat >fresh <<'SH'
#!/bin/sh
rm -rf "$2"
exec "$SOURCEPRINT" "$1" -o "$2" --no-sources long text
SH
sed 's/ --no-sources//' fresh >fresh_merge
chmod +x fresh fresh_merge
python3 "$RUNFILES/tests/e2e/on_terminal.py" "packing: [0-9]{1,3} %" "$WORK/fresh" pack packed.tar.zst || fail "pack: see above"
python3 "$RUNFILES/tests/e2e/on_terminal.py" "merging: [0-9]{1,3} %" "$WORK/fresh_merge" merge merged || fail "merge: see above"
python3 "$RUNFILES/tests/e2e/on_terminal.py" --stdout timing.out "measuring: [0-9]{1,3} %" "$SOURCEPRINT" timing --runs=9 \
  --plain=./plain ./program 3000000 || fail "timing: see above"

# A log on the terminal itself is not disturbed.
python3 "$RUNFILES/tests/e2e/on_terminal.py" "" "$SOURCEPRINT" log long || fail "progress amid what is printed"

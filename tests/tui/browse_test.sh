#!/usr/bin/env bash
# sourceprint tui in a terminal of 80x24 and one of 200x60: threads, source, stepping, search, the editor, damage.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/tui/lib.sh"
cp -rL "$RUNFILES/examples/crash" example
(cd example && make CC="$INSTR_CC" >/dev/null)
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
(cd example && quietly ./crash) || true
"$SOURCEPRINT" last --format=json >last.json
seq=$(python3 -c 'import json; print(json.load(open("last.json"))["processes"][0]["threads"][0]["seq"])')
tid=$(python3 -c 'import json; print(json.load(open("last.json"))["processes"][0]["threads"][0]["tid"])')
client=$(python3 -c 'import json; print([t["tid"] for t in json.load(open("last.json"))["processes"][0]["threads"] if t["function"] != "main"][-1])')
loop=$(line_of example/queue.h "while (message->text[length])")

for size in 80x24 200x60; do
  open_terminal "$size" "$SOURCEPRINT" tui
  expect_screen "killed by SIGSEGV at address 0x0"
  [ "$(screen | wc -l)" -eq "${size#*x}" ] || fail "the screen has $(screen | wc -l) lines"
  # The thread that crashed is selected, and its statement marked, in the source and below.
  expect_line "^>$tid crash +crashed │"
  expect_line "│ .* > +$loop   while \(message->text\[length\]\)"
  expect_line "│> +$seq message_length:$loop +message->text\[length\]"
  expect_screen "seq $seq of 1 to $seq "
  # One back, a hundred back, on again, to the first, to the newest.
  keys Left
  expect_screen " seq $((seq - 1)) of"
  keys 100 h
  expect_screen " seq $((seq - 101)) of"
  keys Space
  expect_screen " seq $((seq - 100)) of"
  keys g
  expect_screen " seq 1 of"
  expect_screen "in server"
  keys Left
  expect_screen "the oldest statement that is left"
  keys G
  expect_screen " seq $seq of"
  keys :100 Enter
  expect_screen " seq 100 of"
  keys :99999999 Enter
  expect_screen "seq 99999999 is not among the 1 to $seq"
  keys .
  expect_screen " seq $seq of"
  # When this statement was executed before: two back, as there is length++ in between, or further.
  keys [
  expect_line " seq $((seq - 1)) of| seq $((seq - 2)) of| seq [0-9]+ of"
  expect_line "> +$loop   while"
  # Search: the newest time that a message was put, in another function.
  keys /
  keys -l "queue_take"
  keys Enter
  expect_screen " in queue_take"
  expect_screen "statements have it; N goes back, n on"
  keys N
  expect_screen " in queue_take"
  keys /
  keys -l "no such text"
  keys Enter
  expect_screen "not found"
  # Another thread.
  keys G
  keys Down
  expect_line "^>[0-9]+ crash"
  expect_screen " in main"
  keys Down Down Down Down Down Down
  expect_line "^>$client crash"
  # All threads in the order of time: the one before is of another thread sooner or later.
  keys t
  expect_screen "all threads, in the order of time"
  keys 300 Left
  expect_screen "  all threads"
  keys t
  expect_screen "steps stay in one thread"
  keys '?'
  expect_screen "the statement with a number"
  keys x
  expect_screen "↑↓ thread"
  keys q
  expect_end 0
  [ ! -s words ] || fail "it said: $(cat words)"
done

# The editor gets the line and the file, and the viewer is there again when it ends.
cat >editor <<'END'
#!/bin/sh
echo "$1 $2 $3" >>"$WORK/edited"
END
chmod +x editor
EDITOR="$WORK/editor -x" open_terminal 80x24 env "WORK=$WORK" "EDITOR=$WORK/editor -x" "$SOURCEPRINT" tui
expect_screen "message_length"
keys e
expect_screen "↑↓ thread"
for ((i = 0; i < 50; i++)); do [ -s edited ] && break; sleep 0.1; done
[ "$(cat edited)" = "-x +$loop $WORK/example/queue.h" ] || fail "the editor was called with: $(cat edited)"
expect_line "> +$loop   while"
keys q
expect_end 0

# A terminal that becomes smaller, and too small.
open_terminal 120x40 "$SOURCEPRINT" tui
expect_screen "message_length"
tmux -S "$SOCKET" resize-window -x 80 -y 20
expect_line "│> +$seq message_length"
tmux -S "$SOCKET" resize-window -x 30 -y 5
expect_screen "the terminal is too small"
tmux -S "$SOCKET" resize-window -x 100 -y 30
expect_line "│> +$seq message_length"
keys q
expect_end 0

# A source that is not there, and a run that is damaged.
mv example elsewhere
open_terminal 80x24 "$SOURCEPRINT" tui
expect_screen "no source:"
expect_line "> +$loop message->text\[length\]"
keys q
expect_end 0
cp -r runs damaged
printf '\xff' | dd of="$(echo damaged/*/run.sp)" bs=1 seek=2200 conv=notrunc 2>/dev/null
open_terminal 80x24 "$SOURCEPRINT" tui damaged
expect_screen "5 threads"
keys q
expect_end 2
[ -s words ] || fail "the damage was not told"

expect_status 1 "$SOURCEPRINT" tui </dev/null 2>said
expect_contains said "tui needs a terminal"
mkdir empty
open_terminal 80x24 "$SOURCEPRINT" tui empty
expect_end 1
expect_contains words "there is no run in this folder"

# In a locale without UTF-8 each character that it cannot show is one mark; what is typed is removed by whole characters.
printf 'int main(void) {\n  const char *word = "gr\303\274\303\237e"; // \303\274ber\n  return word[0] == 0;\n}\n' >words.c
"$INSTR_CC" words.c -o words_program
SOURCEPRINT_OUTPUT_DIR=$WORK/locale ./words_program
open_terminal 100x24 env LC_ALL=C "$SOURCEPRINT" tui locale
expect_screen '"gr??e"; // ?ber'
expect_screen "left, right: step"
keys q
expect_end 0
open_terminal 100x24 "$SOURCEPRINT" tui locale
expect_screen '"grüße"; // über'
keys /
keys -l 'ü€x'
expect_screen '/ü€x'
keys BSpace BSpace
expect_line '^/ü *$'
keys -l 'ß' && keys Enter
expect_screen "1 statements have it"
keys q
expect_end 0
# A terminal without a cursor to move.
for name in dumb nonsense ''; do
  open_terminal 80x24 env TERM="$name" "$SOURCEPRINT" tui locale
  expect_end 1
  expect_contains words "tui needs a terminal that can move its cursor, and TERM is '$name'"
done

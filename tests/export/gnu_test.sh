#!/usr/bin/env bash
# Issue item 2, export gnu: vim's quickfix list and VS Code's problem matcher have the last statement of each thread.
. tests/export/lib.sh
make_program

for how in crash exit fork; do
  run_program "$how" "$how"
  mkdir "in_$how"
  export_to "$how.errors" gnu "$how"
  "$EXPORT/check_gnu.sh" "$how.errors" "$how.last" "$WORK"
done
grep -q 'error: killed by SIGSEGV at address 0x0: \*nowhere = (char)sum \[thread [0-9]* "wörker "1"", function work\]$' crash.errors ||
  fail "$(cat crash.errors)"
[ "$(grep -c ' error: ' crash.errors)" -eq 1 ] || fail "not one error: $(cat crash.errors)"
[ "$(grep -c ' note: ' crash.errors)" -eq 3 ] || fail "not three other threads: $(cat crash.errors)"
grep -q ' note: exit 3: return 3 ' exit.errors || fail "$(cat exit.errors)"
run_program text crash SOURCEPRINT_SINK=text
export_to text.errors gnu text
"$EXPORT/check_gnu.sh" text.errors text.last "$WORK"

# From another folder, and where the source is gone: the folder that the program was started in.
(cd in_crash && export_to ../elsewhere.errors gnu ../crash)
expect_same crash.errors elsewhere.errors
mv program.c gone.c
export_to gone.errors gnu crash
expect_same crash.errors gone.errors
"$SOURCEPRINT" export --format=gnu --thread=main crash >main.errors
[ "$(grep -c '' main.errors)" -eq 2 ] || fail "the first thread and the one that is called main: $(cat main.errors)"
expect_sound_when_damaged gnu crash/*-program-*

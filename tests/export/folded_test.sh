#!/usr/bin/env bash
# Issue item 2, export folded: the stacks' statements are the reader's, thread by thread and function by function.
. tests/export/lib.sh
make_program

for how in crash exit fork long; do
  run_program "$how" "$how"
  export_to "$how.folded" folded "$how"
  python3 "$EXPORT/check_folded.py" "$how.folded" "$how.records" || fail "$how: see above"
done
run_program text crash SOURCEPRINT_SINK=text
export_to text.folded folded text
python3 "$EXPORT/check_folded.py" text.folded text.records || fail "text: see above"

# 40 rounds of two calls of half(), which has two statements; count_down() is called as often, for 0 to 6.
grep -qE '^wörker "1"-[0-9]+;work;half 160$' crash.folded || fail "$(cat crash.folded)"
grep -qE '^wörker "1"-[0-9]+;work;count_down 80$' crash.folded || fail "$(cat crash.folded)"
grep -qE ';work(;count_down){7} 10$' crash.folded || fail "$(cat crash.folded)"
grep -qE '^program-[0-9]+;main [0-9]+$' exit.folded || fail "$(cat exit.folded)"

# A deep recursion: its outermost part, and all of its statements.
run_program deep deep
export_to deep.folded folded deep
grep -qE '^program-[0-9]+;main(;count_down){511} [0-9]{5}$' deep.folded || fail "deep: $(cut -c 1-100 deep.folded)"
python3 - <<'END' || fail "deep: another number of statements"
with open("deep.folded") as file, open("deep.records") as records:
    assert sum(int(line.rsplit(" ", 1)[1]) for line in file) == sum(1 for _ in records) > 40000
END

"$SOURCEPRINT" export --format=folded --function-include=half crash >half.folded
[ "$(cat half.folded)" = "$(grep ';half ' crash.folded)" ] || fail "only what is asked for: $(cat half.folded)"
expect_sound_when_damaged folded crash/*-program-*

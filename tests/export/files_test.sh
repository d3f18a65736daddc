#!/usr/bin/env bash
# Issue item 2, export -o FILE: the file is there as a whole or not at all, and mistakes get one clear line. Item 5: how
# far it is stands on a terminal, if it takes over a second.
. tests/export/lib.sh
make_program
run_program long long
run_program crash crash
# What takes seconds, on the fastest machine too, and what is ended before its end.
mapfile -t many < <(for _ in {1..60}; do echo long/*-program-*; done)
mapfile -t endless < <(for _ in {1..1000}; do echo long/*-program-*; done)

no_parts() {
  [ -z "$(find . -name '.*.??????')" ] || fail "a part of a file was left: $(find . -name '.*.??????')"
}

# refused STATUS TEXT ARGUMENT...: one line, beside argp's hint, and nothing else.
refused() {
  local status=$1 text=$2
  shift 2
  expect_status "$status" "$SOURCEPRINT" export "$@" >shown 2>message
  expect_contains message "$text"
  [ "$(grep -cv '^Try \|^information' message)" -eq 1 ] || fail "more than a line: $(cat message)"
  [ ! -s shown ] || fail "something was shown: $(head -3 shown)"
  no_parts
}
refused 1 "--format is missing" crash
refused 1 "'html5'" --format=html5 crash
refused 1 "absent: No such file" --format=jsonl absent
refused 2 "there/file: it cannot be made there: No such file or directory" --format=jsonl -o there/file crash
mkdir folder
refused 2 "folder: it cannot be written: Is a directory" --format=jsonl -o folder crash
echo no run >text
refused 1 "text" --format=jsonl text

# A file system that is full, and a limit, leave what was there.
echo before >kept.jsonl
refused 2 "No space left on device" --format=jsonl -o /dev/full crash
(
  ulimit -f 64
  refused 2 "kept.jsonl: not all of it could be written" --format=jsonl -o kept.jsonl long
)
[ "$(cat kept.jsonl)" = before ] || fail "half a file"
expect_status 2 "$SOURCEPRINT" export --format=jsonl crash >/dev/full 2>message
expect_contains message "not all of the output could be written"
"$SOURCEPRINT" export --format=jsonl "${endless[@]}" 2>message | head -1 >first || true
[[ $(wc -l <first) -eq 1 && ! -s message ]] || fail "a reader that goes away: $(cat message)"

# A link stays one, rights are the usual ones, or those of the file before.
ln -s real.jsonl link
echo before >real.jsonl
chmod 640 real.jsonl
export_to link jsonl crash
[ -L link ] || fail "the link is gone"
expect_same real.jsonl crash.records
[ "$(stat -c %a real.jsonl)" = 640 ] || fail "other rights than before"
(umask 027 && export_to new.jsonl jsonl crash)
[ "$(stat -c %a new.jsonl)" = 640 ] || fail "other rights than a new file has"
"$SOURCEPRINT" export --format=jsonl -o - crash >stdout.jsonl
expect_same stdout.jsonl crash.records

"$SOURCEPRINT" export --format=jsonl -o /dev/stdout crash | cat >piped.jsonl
expect_same piped.jsonl crash.records
mkfifo pipe
cat pipe >piped.jsonl &
export_to pipe jsonl crash
wait $!
expect_same piped.jsonl crash.records

# A signal takes the part away.
for _ in {1..20}; do
  "$SOURCEPRINT" export --format=jsonl -o killed.jsonl "${endless[@]}" &
  for _ in {1..500}; do
    [ -z "$(find . -name '.killed.jsonl.*' -size +100k)" ] || break
    sleep 0.01
  done
  kill -TERM $!
  status=0
  wait $! 2>/dev/null || status=$?
  [ "$status" -ne 143 ] || break
  rm killed.jsonl
done
[ "$status" -eq 143 ] || fail "it was never caught at work"
[ ! -e killed.jsonl ] || fail "half a file"
no_parts

python3 "$EXPORT/terminal.py" 'exporting: [0-9]+ %' "$SOURCEPRINT" export --format=jsonl -o /dev/null "${endless[@]}" ||
  fail "no progress on a terminal"
python3 "$EXPORT/terminal.py" '' "$SOURCEPRINT" export --format=jsonl -o /dev/null crash || fail "see above"
"$SOURCEPRINT" export --format=jsonl -o /dev/null "${many[@]}" 2>message
[ ! -s message ] || fail "progress without a terminal: $(cat message)"

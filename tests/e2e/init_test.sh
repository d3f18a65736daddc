#!/usr/bin/env bash
# sourceprint init: from questions, from --focus, from a run; it hangs nowhere and writes over nothing.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs

# answer ANSWER... : types the answers to the questions of `sourceprint init`.
answer() {
  "$RUNFILES/tests/e2e/type_answers.py" "$@" -- "$SOURCEPRINT" init
}
# values KEY: what the file says, by the compiler's own reading.
values() {
  "$INSTR_CC" -fsourceprint-explain src/x.c | sed -n "s/^key\t$1\t[^\t]*\t\t1\t//p"
}

mkdir -p project/src/client project/lib
cd project

# Without a terminal it says what to do, at once.
expect_status 1 timeout 20 "$SOURCEPRINT" init </dev/null 2>message
expect_contains message "say --focus PATH..., --from-run, or --yes"
[ ! -e sourceprint.yaml ] || fail "a file without an answer"

# Questions: an answer that makes no sense is asked for again.
answer src/clinet "src/client lib" "" words block >shown || fail "status $? of the questions: $(cat shown)"
expect_contains shown "src/clinet: No such file or directory"
expect_contains shown "there is no 'words'"
[ "$(values instrument)" = "path:$PWD/src/client/	path:$PWD/lib/" ] || fail "instrument: $(values instrument)"
[ "$(values exclude)" = nothing ] || fail "exclude: $(values exclude)"
[ "$(values granularity)" = block ] || fail "granularity: $(values granularity)"

# It writes over nothing, and leaves nothing else behind.
cp sourceprint.yaml before
expect_status 1 "$SOURCEPRINT" init --yes 2>message
expect_contains message "sourceprint.yaml is there already; --force writes it anew"
expect_same before sourceprint.yaml
rm before message shown
[ "$(echo *)" = "lib sourceprint.yaml src" ] || fail "left behind: $(echo *)"
"$SOURCEPRINT" init --force --focus src/client >"$WORK/said"
[ "$(values instrument)" = "path:$PWD/src/client/" ] || fail "instrument: $(values instrument)"
[ "$(values granularity)" = statement ] || fail "granularity: $(values granularity)"
rm sourceprint.yaml

# The end of the input, and a focus that is not there, write nothing.
status=0
answer src/client ^D >"$WORK/shown" || status=$?
[ "$status" -eq 1 ] || fail "status $status at the end of the input: $(cat "$WORK/shown")"
expect_status 1 "$SOURCEPRINT" init --focus src/clinet 2>"$WORK/message"
expect_contains "$WORK/message" "src/clinet: No such file or directory"
[ "$(echo *)" = "lib src" ] || fail "left behind: $(echo *)"
mkdir "$WORK/shut"
(cd "$WORK/shut" && ln -s nowhere sourceprint.yaml && expect_status 1 "$SOURCEPRINT" init --yes 2>"$WORK/message")
expect_contains "$WORK/message" "sourceprint.yaml is there already"

# Names that would mean something else in YAML or in patterns.
touch 'src/a[1]*.c' 'src/say "x".c' 'src/back\slash.c' 'src/# no comment.c' src/größe.c
"$SOURCEPRINT" init --focus 'src/a[1]*.c' 'src/say "x".c' 'src/back\slash.c' 'src/# no comment.c' src/größe.c 'src/*.h' \
  >"$WORK/said"
for name in 'src/a[1]*.c' 'src/say "x".c' 'src/back\slash.c' 'src/# no comment.c' src/größe.c src/new.h; do
  "$INSTR_CC" -fsourceprint-explain "$name" >"$WORK/explained"
  [ "$(sed -n 's/^command\t.*\t//p' "$WORK/explained")" = "" ] || fail "$name is not chosen: $(cat sourceprint.yaml)"
done
"$INSTR_CC" -fsourceprint-explain src/a1x.c >"$WORK/explained"
grep -q '^command.*instrument$' "$WORK/explained" || fail "a name was taken for a pattern"
rm sourceprint.yaml src/*.c

# Every example that the file shows in a comment is right.
"$SOURCEPRINT" init --yes >"$WORK/said"
sed -i -E 's/^# (([a-z_]+:|  ).*)$/\1/' sourceprint.yaml
"$INSTR_CC" -fsourceprint-explain x.c >"$WORK/explained"
[ "$(sed -n 's/^config\t//p' "$WORK/explained")" = "$PWD/sourceprint.yaml			" ] || fail "an example is wrong: $(cat sourceprint.yaml "$WORK/explained")"
[ "$(grep -c '^key.*sourceprint.yaml:' "$WORK/explained")" -eq "$(grep -c '^schema' "$WORK/explained")" ] ||
  fail "the file does not show every key: $(cat sourceprint.yaml)"
rm sourceprint.yaml

# From a run: what was hot is left out by the next build, and the share is that of the program's own counts.
cat >busy.c <<'END'
static unsigned hash(unsigned x) {
  for (int i = 0; i < 20; i++)
    x ^= x >> 3;
  return x;
}
static unsigned step(unsigned x) {
  return hash(x) + 1;
}
int main(void) {
  unsigned sum = 0;
  for (int i = 0; i < 1000; i++)
    sum += step(sum);
  return sum == 0;
}
END
"$INSTR_CC" busy.c -o busy
./busy
"$SOURCEPRINT" log >"$WORK/log"
total=$(wc -l <"$WORK/log")
hot=$(grep -c ' func=hash ' "$WORK/log" || true)
"$SOURCEPRINT" init --from-run >"$WORK/said"
expect_contains "$WORK/said" "$total records are in the rings of 1 run"
expect_contains sourceprint.yaml "\"glob:hash\" # $(awk -v a="$hot" -v b="$total" 'BEGIN { printf "%.1f", 100 * a / b }') % of the records"
SOURCEPRINT_STRICT=1 "$INSTR_CC" -c busy.c -o busy.o
"$SOURCEPRINT" sites busy.o >"$WORK/sites"
! grep -q ' hash ' "$WORK/sites" || fail "hash is still recorded"
expect_status 1 "$SOURCEPRINT" init --force --from-run="$WORK/no-such-run" 2>"$WORK/message"
[ -s "$WORK/message" ] || fail "no word about a run that is not there"

# The list of variables is that of the manual.
"$SOURCEPRINT" env >"$WORK/env"
grep -o '^| `SOURCEPRINT_[A-Z_]*' "$DIST/docs/environment.md" | tr -d '|` ' >"$WORK/documented"
sed -n 's/^\(SOURCEPRINT_[A-Z_]*\)=.*/\1/p' "$WORK/env" >"$WORK/listed"
expect_same "$WORK/documented" "$WORK/listed"
expect_contains "$WORK/env" "SOURCEPRINT_OUTPUT_DIR=$WORK/runs"

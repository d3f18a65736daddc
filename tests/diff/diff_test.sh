#!/usr/bin/env bash
# sourceprint diff: threads are paired by what they do, whatever their order; statements by their text, whatever their
# lines and addresses; and where the windows do not reach back, that is said.
. tests/e2e/lib.sh
setup_dist
cp "$RUNFILES/tests/diff/pairs.c" .
SOURCEPRINT_STRICT=1 "$INSTR_CC" -O1 -pthread pairs.c -o pairs

# record NAME ARGUMENT...: a run of ./pairs in the folder NAME.
record() { SOURCEPRINT_OUTPUT_DIR=$WORK/$1 quietly "${PROGRAM:-./pairs}" "${@:2}" || true; }
differ() { expect_status 3 "$SOURCEPRINT" diff --exit-code "$@"; }

record good mnop
record again mnop
expect_status 0 "$SOURCEPRINT" diff --exit-code good again >same
expect_contains same "4 threads are the same in both"
[ "$(wc -l <same)" -eq 5 ] || fail "there is more to say of two runs that are the same: $(cat same)"

# The second thread parts at the x, and the first one at the end.
record bad mnxp
differ good bad --format=json >bad.json
x_if=$(line_of pairs.c "if (*word == 'x')") x_body=$(line_of pairs.c "value += 1000")
crash=$(line_of pairs.c "abort()") fine=$(line_of pairs.c "return 0")
expect_json bad.json "sorted(t['outcome'] for t in d['processes'][0]['threads']) == ['part', 'part', 'same', 'same']"
expect_json bad.json "[(t['common']['line'], t['then_b']['line']) for t in d['processes'][0]['threads'] if t['outcome'] == 'part'] == [($crash - 1, $crash), ($x_if, $x_body)]"
expect_json bad.json "{e['snippet'] for e in d['processes'][0]['executed'] if e['in_a'] == 0} == {'value += 1000', 'abort()'}"
expect_json bad.json "[e['line'] for e in d['processes'][0]['executed'] if e['in_b'] == 0] == [$fine]"
differ good bad --color=never >bad.txt
expect_contains bad.txt "> $x_body |       value += 1000;"
expect_contains bad.txt "spell (pairs.c): 1 statement only in B, from line $x_body"
expect_contains bad.txt "killed by SIGABRT"

# Asked for one function, only that is compared.
expect_status 0 "$SOURCEPRINT" diff --exit-code --function-include=spell_all good bad >spell_all
expect_contains spell_all "threads are the same in both"

# Threads without a counterpart, and one that stops where the other goes on.
record more mnoy
differ good more >more.txt
expect_contains more.txt "of B has no counterpart"
record shorter mno
differ shorter good --format=json >shorter.json
expect_json shorter.json "[t['then_a']['snippet'] for t in d['processes'][0]['threads'] if t['outcome'] == 'part'] == ['return value']"

# The same source with other lines, built elsewhere.
mkdir elsewhere
{ echo '// a line more'; sed 's/^static unsigned spell/\n\n&/' pairs.c; } >elsewhere/pairs.c
(cd elsewhere && "$INSTR_CC" -O1 -pthread ../elsewhere/pairs.c -o pairs)
PROGRAM=elsewhere/pairs record moved mnop
expect_status 0 "$SOURCEPRINT" diff --exit-code good moved >moved.txt
expect_contains moved.txt "4 threads are the same in both"

# Other names, in a file of another name: a variable that became a member, one that is called otherwise.
mkdir renamed
sed 's/value/state.value/g; s/unsigned state.value = 0/state.value = 0/; s/rounds/turns/g
s/^static unsigned spell(/static _Thread_local struct { unsigned value; } state;\n&/' pairs.c >renamed/couples.c
"$INSTR_CC" -O1 -pthread renamed/couples.c -o renamed/pairs
PROGRAM=renamed/pairs record renamed_bad mnxp
differ good renamed_bad --format=json >renamed.json
expect_json renamed.json "('value += 1000', 'state.value += 1000') in [(r['a']['snippet'], r['b']['snippet']) for r in d['processes'][0]['renamed']]"
# Its declaration is no longer the same, and so the first difference.
expect_json renamed.json "{e['snippet'] for e in d['processes'][0]['executed'] if e['in_a'] == 0} == {'state.value += 1000', 'abort()', 'state.value = 0'}"
differ good renamed_bad >renamed.txt
expect_contains renamed.txt 'for (unsigned i = 0; i < rounds; i++)` is renamed/couples.c:'

# Another variable of the function, or another operator, is another statement.
mkdir changed
sed 's/sum += spell(word)/sum += rounds/; s/sum += i/sum -= i/' pairs.c >changed/pairs.c
(cd changed && "$INSTR_CC" -O1 -pthread pairs.c -o pairs)
PROGRAM=changed/pairs record changed_run mnop 2
differ good changed_run --format=json >changed.json
expect_json changed.json "d['processes'][0]['renamed'] == []"

# Rings that have lapped: laid side by side where they are alike, if they are.
record long_good mnop 400000
record long_bad mnxp 400000
differ long_good long_bad --format=json >long.json
expect_json long.json "[t for t in d['processes'][0]['threads'] if t['from_start']] == d['processes'][0]['threads'][:1]"
expect_json long.json "($x_if, $x_body) in [(t['common']['line'], t['then_b']['line']) for t in d['processes'][0]['threads'] if t['outcome'] == 'part']"
differ long_good long_bad >long.txt
expect_contains long.txt "where they are alike; what was before is not known"
SOURCEPRINT_RING_BYTES=32768 record lapped_good mnop 400000
mkdir other
sed 's/sum += i/sum ^= i/' pairs.c >other/pairs.c
(cd other && "$INSTR_CC" -O1 -pthread pairs.c)
SOURCEPRINT_RING_BYTES=32768 PROGRAM=other/a.out record lapped_bad mnop 400000
differ lapped_good/2* lapped_bad/2* >lapped.txt
expect_contains lapped.txt "what is left of them has no beginning in common: they parted before it"

expect_status 1 "$SOURCEPRINT" diff good 2>words
expect_contains words "two runs are needed"
expect_status 1 "$SOURCEPRINT" diff good nowhere 2>words
expect_contains words "nowhere: No such file or directory"

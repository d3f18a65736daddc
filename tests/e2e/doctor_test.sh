#!/usr/bin/env bash
# sourceprint doctor: what holds and why, what was counted, and each thing that can be broken is found.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs TMPDIR=$WORK/tmp
mkdir tmp runs project
cd project
echo 'int main(void) { return 0; }' >program.c

# A whole installation.
"$SOURCEPRINT" doctor >"$WORK/text" || fail "not healthy: $(cat "$WORK/text")"
expect_contains "$WORK/text" "Tried: compile, link, run, last: all went well"
expect_contains "$WORK/text" "instr-cc          $INSTR_CC"
expect_contains "$WORK/text" "$($REAL_CLANG --version | head -n 1)"
[ -z "$(ls "$TMPDIR")" ] || fail "left in TMPDIR: $(ls "$TMPDIR")"
[ -z "$(ls "$WORK/runs")" ] || fail "the trial's run is among the user's: $(ls "$WORK/runs")"

# A program that another compiler linked: it has sites, and nothing takes records.
printf 'int main(void) {\n  int n = 1;\n  return n - 1;\n}\n' >linked.c
"$INSTR_CC" -c linked.c -o linked.o
"$REAL_CLANG" linked.o -o linked
expect_status 1 "$SOURCEPRINT" doctor "$PWD/linked" >"$WORK/text"
expect_contains "$WORK/text" "$PWD/linked has sites but no runtime, so nothing is recorded"
"$SOURCEPRINT" sites linked >"$WORK/text" 2>"$WORK/words"
expect_contains "$WORK/words" "linked: it has sites but no runtime"
"$INSTR_CC" linked.o -o linked
"$SOURCEPRINT" sites linked >"$WORK/text" 2>"$WORK/words"
[ ! -s "$WORK/words" ] || fail "of a program with a runtime: $(cat "$WORK/words")"
strip linked
"$SOURCEPRINT" sites linked >"$WORK/text" 2>"$WORK/words"
[ ! -s "$WORK/words" ] || fail "of a program without symbols: $(cat "$WORK/words")"

# The cache that compiles really use.
cache_of() { sed -n 's/^cache  *//p' "$WORK/text"; }
"$SOURCEPRINT" doctor >"$WORK/text"
[ "$(cache_of)" = "$HOME/.cache/sourceprint/rewritten" ] || fail "the cache: $(cache_of)"
SOURCEPRINT_CACHE_DIR=$WORK/elsewhere "$SOURCEPRINT" doctor >"$WORK/text"
[ "$(cache_of)" = "$WORK/elsewhere" ] || fail "the cache: $(cache_of)"
XDG_CACHE_HOME=$WORK/xdg "$SOURCEPRINT" doctor >"$WORK/text"
[ "$(cache_of)" = "$WORK/xdg/sourceprint/rewritten" ] || fail "the cache: $(cache_of)"
SOURCEPRINT_CACHE_DIR=/dev/null/none "$SOURCEPRINT" doctor >"$WORK/text"
[ "$(cache_of)" = "/dev/null/none (it cannot be made or written)" ] || fail "the cache: $(cache_of)"
SOURCEPRINT_CACHE_SIZE=0 "$SOURCEPRINT" doctor --json >"$WORK/json"
expect_json "$WORK/json" "d['cache_problem'] == 'switched off'"

# Which setting holds for a file, and where it comes from.
cat >sourceprint.yaml <<'END'
exclude: [left_out.c]
granularity: block
folders:
  program.c:
    signal_handlers: warn
END
SOURCEPRINT_MACROS=none "$SOURCEPRINT" doctor --json program.c -- -O2 -fsourceprint-include-function=main >"$WORK/json"
expect_json "$WORK/json" "d['settings']['granularity'] == {'values': ['block'], 'origin': '$PWD/sourceprint.yaml:2:14'}"
expect_json "$WORK/json" "d['settings']['signal_handlers'] == {'values': ['warn'], 'origin': '$PWD/sourceprint.yaml:5:22'}"
expect_json "$WORK/json" "d['settings']['macros'] == {'values': ['none'], 'origin': 'environment SOURCEPRINT_MACROS'}"
expect_json "$WORK/json" "d['settings']['functions'] == {'values': ['main'], 'origin': 'flag'}"
expect_json "$WORK/json" "d['settings']['instrument']['origin'] == 'default'"
expect_json "$WORK/json" "d['outcome'] == 'instrumented' and d['left_out_by'] is None and d['problems'] == []"
expect_json "$WORK/json" "'$PWD/sourceprint.yaml' in d['ccache'] and \"CCACHE_NAMESPACE='MACROS=none'\" in d['ccache']"
touch left_out.c
"$SOURCEPRINT" doctor left_out.c >"$WORK/text"
expect_contains "$WORK/text" "left_out.c itself is left out by 'exclude'"
"$SOURCEPRINT" doctor program.c -- -ffreestanding >"$WORK/text"
expect_contains "$WORK/text" "program.c goes to the compiler as it is: code that runs without a C library"

# What is wrong is said with its place, and the status is 1.
echo 'granularty: block' >sourceprint.yaml
expect_status 1 "$SOURCEPRINT" doctor program.c >"$WORK/text"
expect_contains "$WORK/text" "problem: $PWD/sourceprint.yaml:1:1: error: unknown key 'granularty'; did you mean 'granularity'?"
rm sourceprint.yaml
SOURCEPRINT_GRANULARITY=all expect_status 1 "$SOURCEPRINT" doctor >"$WORK/text"
expect_contains "$WORK/text" "problem: invalid value 'all' in SOURCEPRINT_GRANULARITY"
expect_status 1 "$SOURCEPRINT" doctor nothing.c >"$WORK/text"
expect_contains "$WORK/text" "problem: nothing.c: No such file or directory"
expect_status 1 "$SOURCEPRINT" doctor program.c -- -fsourceprint-colour=red >"$WORK/text"
expect_contains "$WORK/text" "problem: unknown argument '-fsourceprint-colour=red'"
SOURCEPRINT_GRANULARTY=block expect_status 1 "$SOURCEPRINT" doctor >"$WORK/text"
expect_contains "$WORK/text" "nobody reads the variable SOURCEPRINT_GRANULARTY; did you mean SOURCEPRINT_GRANULARITY?"
SOURCEPRINT_REAL_CC=$WORK/none expect_status 1 "$SOURCEPRINT" doctor >"$WORK/text"
expect_contains "$WORK/text" "problem: SOURCEPRINT_REAL_CC=$WORK/none is no program that can be run"
TMPDIR=$WORK/none expect_status 1 "$SOURCEPRINT" doctor >"$WORK/text"
expect_contains "$WORK/text" "set TMPDIR to a folder that can be written"

: >"$WORK/taken"
SOURCEPRINT_OUTPUT_DIR=$WORK/taken expect_status 1 "$SOURCEPRINT" doctor >"$WORK/text"
expect_contains "$WORK/text" "problem: programs record nothing: the folder of runs $WORK/taken of user $(id -un) cannot be used: Not a directory"
mkdir -p "$WORK/tmp/sourceprint-$(id -u)"
chmod 777 "$WORK/tmp/sourceprint-$(id -u)"
SOURCEPRINT_OUTPUT_DIR='' expect_status 1 "$SOURCEPRINT" doctor >"$WORK/text"
expect_contains "$WORK/text" "others may write to it"
rm -r "$WORK/tmp/sourceprint-$(id -u)"

# A compiler that fails: its words are shown.
printf '#!/bin/sh\necho "no licence for this machine" >&2\nexit 3\n' >tool
chmod +x tool
SOURCEPRINT_REAL_CC=$PWD/tool expect_status 1 "$SOURCEPRINT" doctor >"$WORK/text"
expect_contains "$WORK/text" "problem: the trial failed at the step 'compile'"

# An installation with a part missing, and one without the compiler.
for part in instr-rewrite sourceprint_rt.o; do
  cp -r "$DIST" "$WORK/broken"
  chmod -R u+w "$WORK/broken"
  rm "$WORK/broken/lib/sourceprint/$part"
  expect_status 1 "$WORK/broken/bin/sourceprint" doctor >"$WORK/text"
  expect_contains "$WORK/text" "problem: $part is missing from lib/sourceprint"
  rm "$WORK/broken/bin/instr-cc"
  expect_status 1 "$WORK/broken/bin/sourceprint" doctor 2>"$WORK/message"
  expect_contains "$WORK/message" "cannot run $WORK/broken/bin/instr-cc: No such file or directory"
  rm -r "$WORK/broken"
done

# Counts: exact under parallel builds, with the last commands only, in a file that does not grow.
rm -rf "$WORK/runs"/*
for i in $(seq 200); do
  echo "$i"
done | xargs -P 8 -I{} "$INSTR_CC" -E "-DNUMBER={}" program.c -o /dev/null
"$INSTR_CC" -c program.c -o program.o
expect_status 1 env SOURCEPRINT_MACROS=all SOURCEPRINT_STRICT=1 "$INSTR_CC" -c program.c -o program.o 2>"$WORK/message"
# shellcheck disable=SC2016 # the dollar is part of the word
SOURCEPRINT_MACROS=all "$INSTR_CC" -c program.c -o program.o '-DTEXT="it'\''s $1"'
"$SOURCEPRINT" doctor --json >"$WORK/json"
expect_json "$WORK/json" "{o['name']: o['count'] for o in d['outcomes']} == {'passthrough no-object': 200, 'instrumented': 3, 'fallback config': 2}"
expect_json "$WORK/json" "[len(o['last']) for o in d['outcomes'] if o['name'] == 'passthrough no-object'] == [20]"
expect_json "$WORK/json" "[o['last'][1]['source'] for o in d['outcomes'] if o['name'] == 'fallback config'] == ['program.c']"
expect_json "$WORK/json" "[o['last'][1]['folder'] for o in d['outcomes'] if o['name'] == 'fallback config'] == ['$PWD']"
# The command can be pasted into a shell.
python3 -c 'import json, sys; print([o["last"][1]["command"] for o in json.load(open(sys.argv[1]))["outcomes"] if o["name"] == "fallback config"][0])' \
  "$WORK/json" >"$WORK/command"
sh "$WORK/command" || fail "cannot be pasted: $(cat "$WORK/command")"
[ "$(stat -c %s "$WORK/runs/outcomes")" -lt 1500000 ] || fail "it grows: $(stat -c %s "$WORK/runs/outcomes")"

# With the lines for it, ccache sees a change of the configuration, and of the environment.
# granularity COMMAND...: what ccache makes of program.c, as the number of its sites; it says how often it had it already.
granularity() {
  (
    export CCACHE_DIR=$WORK/ccache
    "$@" "$SOURCEPRINT" doctor --json program.c >"$WORK/json"
    eval "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["ccache"])' "$WORK/json")"
    "$@" ccache "$INSTR_CC" -c program.c -o program.o
    "$SOURCEPRINT" sites program.o | sed -n 's/ sites, .*//p'
    ccache --print-stats | awk '$1 ~ /^(direct|preprocessed)_cache_hit$/ { hits += $2 } END { print hits + 0 }'
  ) | xargs
}
cat >program.c <<'END'
int main(int count, char **words) {
  int n = count + 1;
  n--;
  return words && n > 1 && n < 9;
}
END
echo 'granularity: function' >sourceprint.yaml
[ "$(granularity env)" = "1 0" ] || fail "the first time: $(granularity env)"
[ "$(granularity env)" = "1 1" ] || fail "the second time: no hit"
echo 'granularity: statement' >sourceprint.yaml
[ "$(granularity env)" = "3 1" ] || fail "ccache did not see the configuration"
[ "$(granularity env SOURCEPRINT_GRANULARITY=expression)" = "5 1" ] || fail "ccache did not see the environment"
[ "$(granularity env SOURCEPRINT_GRANULARITY=expression)" = "5 2" ] || fail "the second time: no hit"
rm sourceprint.yaml

# A program that could not make its run, and where nothing was recorded, who knows more.
"$INSTR_CC" program.c -o program
export SOURCEPRINT_OUTPUT_DIR=$WORK/lost
(ulimit -f 64 && ./program) || true
SOURCEPRINT_MACROS=all "$INSTR_CC" -c program.c 2>/dev/null
"$SOURCEPRINT" doctor --json >"$WORK/json"
expect_json "$WORK/json" "[(o['count'], o['last'][0]['source'], o['last'][0]['detail']) for o in d['outcomes'] if o['name'] == 'lost run'] == [(1, '$PWD/program', 'File too large')]"
"$SOURCEPRINT" doctor >"$WORK/text"
expect_contains "$WORK/text" "lost run: 1 (a program recorded nothing, as no run could be made for it)"
fallbacks=$(python3 -c 'import json, sys; print(sum(o["count"] for o in json.load(open(sys.argv[1]))["outcomes"] if o["name"].startswith("fallback")))' "$WORK/json")
counted="the commands that fell back to the plain compiler ($fallbacks so far), and the runs that could not be made (1 so far)"
expect_status 1 "$SOURCEPRINT" last >"$WORK/text" 2>"$WORK/words"
expect_contains "$WORK/words" "'sourceprint doctor' $counted"
"$REAL_CLANG" program.c -o plain
expect_status 1 "$SOURCEPRINT" sites plain >"$WORK/text" 2>"$WORK/words"
expect_contains "$WORK/words" "'sourceprint doctor' lists $counted"
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs

# Where it cannot be written, or is damaged, the build does not care.
for damage in 'rm outcomes; mkdir outcomes' 'rm -r outcomes; mkfifo outcomes' 'rm outcomes; ln -s nowhere outcomes' \
  'rm outcomes; : >outcomes' 'head -c 100000 /dev/urandom >outcomes' 'head -c 5000 /dev/zero | tr "\0" "\377" >outcomes'; do
  (cd "$WORK/runs" && eval "$damage")
  timeout 60 "$INSTR_CC" -c program.c -o program.o >"$WORK/said" 2>&1 || fail "after: $damage"
  [ ! -s "$WORK/said" ] || fail "after: $damage: $(cat "$WORK/said")"
  timeout 60 "$SOURCEPRINT" doctor --json >"$WORK/json" || fail "doctor after: $damage"
  expect_json "$WORK/json" "d['problems'] == []"
done
rm -r "$WORK/runs"
(ulimit -f 1 && "$INSTR_CC" --version >/dev/null)
"$INSTR_CC" --version >/dev/null
[ ! -e "$WORK/runs" ] || fail "a passthrough made the folder of runs"

#!/usr/bin/env bash
# A make of many processes: zlib's own tests, run in parallel with what instr-cc built. The runs are shown together, one by
# one, packed from one machine and read as another's.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/real/lib.sh"
unpack_source zlib
cd zlib
CC=$INSTR_CC CFLAGS=-O2 ./configure >/dev/null
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
make -j3 test >"$WORK/made" 2>&1 || fail "make test: $(tail -5 "$WORK/made")"
cd ..
expect_contains made "zlib test OK"
"$SOURCEPRINT" last --all --format=json runs >all.json
expect_json all.json "len(d['processes']) > 5 and {p['exit'] for p in d['processes']} == {0}"
expect_json all.json "len({p['pid'] for p in d['processes']}) == len(d['processes'])"
expect_json all.json "{'example', 'minigzip'} <= {p['program'].split('/')[-1].rstrip('64sh') for p in d['processes']}"
processes=$(python3 -c 'import json; print(len(json.load(open("all.json"))["processes"]))')

expect_all_commands runs/2*
sqlite3 exported.sqlite "select count(*) from runs" | grep -qx "$processes" || fail "not $processes runs in the database"
sqlite3 exported.sqlite "select count(*) from statements" >rows
"$SOURCEPRINT" log runs/2* | wc -l | diff - rows || fail "the database has another number of statements than the log"
grep -c '^SF:' exported.lcov >files
[ "$(cat files)" -gt 10 ] || fail "only $(cat files) files in the tracefile"

# From two machines in one folder: the same make of another machine.
"$SOURCEPRINT" pack --all -o here.tar.zst runs >/dev/null
"$SOURCEPRINT" merge -o both here.tar.zst runs >/dev/null 2>&1 || [ $? -eq 2 ]
"$SOURCEPRINT" last --all both --format=json >both.json
expect_json both.json "len(d['processes']) == $processes and {p['machine'] for p in d['processes']} == {'$(uname -n)'}"

# Where two runs of a program part: its two links, static and shared, do the same.
mapfile -t examples < <(python3 -c '
import glob, json
for p in json.load(open("all.json"))["processes"]:
    if p["program"].split("/")[-1] in ("example", "examplesh"):
        print(glob.glob(f"runs/2*-{p[\"pid\"]}")[0])' 2>/dev/null || ls -d runs/2*-example-* runs/2*-examplesh-*)
"$SOURCEPRINT" diff "${examples[0]}" "${examples[1]}" --include=example.c --format=json >same.json
expect_json same.json "[t['outcome'] for t in d['processes'][0]['threads']] == ['same'] and d['processes'][0]['threads'][0]['same'] > 50"

#!/usr/bin/env bash
# sourceprint pack and merge: a run in one file, with its sources, shows elsewhere what it shows here; cut, damaged and
# hostile archives get a clear message, and nothing gets out of them.
. tests/e2e/lib.sh
setup_dist
cp -rL "$RUNFILES/examples/crash" example
(cd example && make CC="$INSTR_CC" >/dev/null)
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs TMPDIR=$WORK/tmp
mkdir tmp
(cd example && quietly ./crash) || true
"$SOURCEPRINT" last --context=1 >before

"$SOURCEPRINT" pack -o crash.tar.zst >said
expect_contains said "crash.tar.zst: 1 run"
[ "$(stat -c %s crash.tar.zst)" -lt 100000 ] || fail "the archive has $(stat -c %s crash.tar.zst) bytes"
mv example elsewhere
mv runs away
"$SOURCEPRINT" last --context=1 crash.tar.zst >packed
sed "s|$WORK/runs/|FOLDER/|" before >before.same
# The program itself is not in an archive, and that is said: the function of a fault is looked up in it.
program="$WORK/example/crash cannot be read (No such file or directory): the fault's function is not known"
sed "s|$WORK/tmp/sourceprint-pack.[^/]*/|FOLDER/|; s/ on $(uname -n))/)/; \\|^    $program\$|d" packed >packed.same
expect_same before.same packed.same
expect_contains packed "$program"
expect_contains packed "> 29 |   while (message->text[length])"
expect_contains packed " on $(uname -n)): killed by SIGSEGV"
"$SOURCEPRINT" log crash.tar.zst >packed.log
"$SOURCEPRINT" log away >away.log
expect_same away.log packed.log
timeout 60 "$SOURCEPRINT" follow -n 1 crash.tar.zst >followed 2>words || fail "follow of an archive ended with $?"
[ "$(wc -l <followed)" -eq 5 ] || fail "not one statement of each of 5 threads: $(cat followed)"
[ -z "$(ls tmp)" ] || fail "left behind: $(ls tmp)"

# Without sources, and with roots for them.
"$SOURCEPRINT" pack --no-sources -o bare.tar.zst away >/dev/null
"$SOURCEPRINT" last bare.tar.zst | grep -q "source not shown" || fail "where do the sources come from?"
"$SOURCEPRINT" last --context=1 --source-root="$WORK/example=$WORK/elsewhere" bare.tar.zst | grep -F "> 29 |   while" >/dev/null || fail "FROM=TO"
mkdir root
mkdir -p "root$WORK"
mv elsewhere "root$WORK/example"
"$SOURCEPRINT" last --context=1 --source-root=root bare.tar.zst | grep -F "> 29 |   while" >/dev/null || fail "a folder for all"
expect_status 1 "$SOURCEPRINT" last --source-root==x bare.tar.zst 2>words
expect_contains words "--source-root takes a folder, or FROM=TO"
"$SOURCEPRINT" last --context=1 "$PWD"/away/2* --source-root="root$WORK/example" | grep -F "> 29 |   while" >/dev/null || fail "a folder for relative names"

# What an archive says of its sources leads to no file of the reader's, but by --source-root.
echo 'the words of a key' >secret
printf '#line 1 "%s/secret"\nint main(void) { int key = 1; return key; }\n' "$PWD" >names.c
"$INSTR_CC" -w names.c -o names
SOURCEPRINT_OUTPUT_DIR=$WORK/names.runs ./names || true
"$SOURCEPRINT" pack --no-sources -o names.tar.zst names.runs >/dev/null
mkdir by_hand
zstd -dcq names.tar.zst | tar -xf - -C by_hand
for runs in names.tar.zst by_hand; do
  for command in 'last --context=3' 'export --format=html -o -' 'path'; do
    # shellcheck disable=SC2086
    "$SOURCEPRINT" $command "$runs" >shown 2>words || fail "$command $runs: $(cat words)"
    ! grep -q 'words of a key' shown words || fail "$command shows a file of the reader's"
  done
done
"$SOURCEPRINT" merge -o named names.tar.zst >/dev/null
! grep -rq 'words of a key' named || fail "merge has copied a file of the reader's"

# It takes no more room or time than is allowed, and nothing is left of it.
SOURCEPRINT_UNPACK_BYTES=1000 expect_status 1 "$SOURCEPRINT" last crash.tar.zst 2>words
expect_contains words "crash.tar.zst: it would take more than SOURCEPRINT_UNPACK_BYTES allows"
mkdir -p huge/20261201T000000.000000000-huge-1
truncate -s 4T huge/20261201T000000.000000000-huge-1/run.sp
tar -S -cf - huge | zstd -q -o huge.tar.zst
expect_status 1 timeout 20 "$SOURCEPRINT" last huge.tar.zst 2>words
expect_contains words "huge.tar.zst: it would take more than SOURCEPRINT_UNPACK_BYTES allows"
rm -r huge
[ -z "$(ls tmp)" ] || fail "left behind: $(ls tmp)"
# A signal leaves nothing of it either.
for signal in INT TERM HUP; do
  "$SOURCEPRINT" follow crash.tar.zst >/dev/null 2>&1 &
  follower=$!
  for _ in {1..100}; do
    [ -z "$(ls tmp)" ] || break
    sleep 0.05
  done
  [ -n "$(ls tmp)" ] || break # it was faster, and has removed it
  kill -s $signal $follower || true
  wait $follower || true
  [ -z "$(ls tmp)" ] || fail "left behind after SIG$signal: $(ls tmp)"
done

# It is never written over, and none is left if it cannot be written.
expect_status 1 "$SOURCEPRINT" pack -o crash.tar.zst away 2>words
expect_contains words "crash.tar.zst is there already"
expect_status 1 "$SOURCEPRINT" pack -o nowhere/crash.tar.zst away 2>words
expect_contains words "nowhere/crash.tar.zst"
(cd away && "$SOURCEPRINT" pack . >said && ls crash-*.sourceprint.tar.zst >/dev/null) || fail "no default name"

# From two machines into one folder, and again into one archive.
cat >ends.c <<'END'
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
  if (fork() == 0)
    _exit(4);
  wait(NULL);
  return 3;
}
END
"$INSTR_CC" ends.c -o ends
SOURCEPRINT_OUTPUT_DIR=$WORK/second ./ends || true
for run in second/2*; do echo "far away" >"$run/machine"; done
"$SOURCEPRINT" merge -o both crash.tar.zst second >said
expect_contains said "both: 3 runs"
"$SOURCEPRINT" last --all both >all
[ "$(grep -c " on far away): exit [34]" all)" -eq 2 ] || fail "not two processes of the other machine"
expect_contains all "> 29 |   while (message->text[length])"
"$SOURCEPRINT" pack --all both -o both.tar.zst >said
expect_contains said "both.tar.zst: 3 runs"
"$SOURCEPRINT" last both.tar.zst | grep -c "(pid" | grep -qx 3 || fail "an archive stands for all its runs"
"$SOURCEPRINT" merge -o both second 2>words >said || true
"$SOURCEPRINT" last --all both >again
expect_same all again
"$SOURCEPRINT" last --all both --format=json >all.json
expect_json all.json "sorted(p['machine'] for p in d['processes']) == sorted(['far away', 'far away', '$(uname -n)'])"

# Cut anywhere, or with a byte changed: a message and status 2, or what is whole; and nothing is left behind.
bytes=$(stat -c %s crash.tar.zst)
for ((at = 0; at < bytes; at += bytes / 40 + 1)); do
  head -c "$at" crash.tar.zst >cut.tar.zst
  status=0
  "$SOURCEPRINT" last cut.tar.zst >shown 2>words || status=$?
  [[ $status =~ ^[12]$ ]] || fail "status $status of an archive cut at $at"
  [ -s words ] || fail "not a word about an archive cut at $at"
  cp crash.tar.zst changed.tar.zst
  printf '\x55' | dd of=changed.tar.zst bs=1 seek="$at" conv=notrunc 2>/dev/null
  status=0
  "$SOURCEPRINT" log changed.tar.zst >shown 2>words || status=$?
  [[ $status =~ ^[012]$ ]] || fail "status $status of an archive changed at $at"
  [ "$status" -ne 0 ] || expect_same packed.log shown
done
[ -z "$(ls tmp)" ] || fail "left behind: $(ls tmp)"

# Archives of others, that want out.
cat >hostile.py <<'END'
import io, sys, tarfile

def add(archive, name, kind=tarfile.REGTYPE, target=""):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname, entry.size = kind, target, 3 if kind == tarfile.REGTYPE else 0
    archive.addfile(entry, io.BytesIO(b"out"))

for name, entries in {
    "up": [("../out", tarfile.REGTYPE, "")],
    "deep": [("a/../../out", tarfile.REGTYPE, "")],
    "absolute": [(sys.argv[1] + "/out", tarfile.REGTYPE, "")],
    "link": [("to", tarfile.SYMTYPE, sys.argv[1]), ("to/out", tarfile.REGTYPE, "")],
    "hard": [("to", tarfile.LNKTYPE, sys.argv[1] + "/target")],
    "device": [("null", tarfile.CHRTYPE, "")],
}.items():
    with tarfile.open(name + ".tar", "w") as archive:
        for entry in entries:
            add(archive, *entry)
END
echo target >target
python3 hostile.py "$WORK"
for name in up deep absolute link hard device; do
  zstd -q "$name.tar" -o "$name.tar.zst"
  expect_status 1 "$SOURCEPRINT" last "$name.tar.zst" 2>words
  expect_contains words "$name.tar.zst"
  if [ -e out ] || [ -e tmp/out ] || [ "$(cat target)" != target ]; then fail "$name got out"; fi
done
[ -z "$(ls tmp)" ] || fail "left behind: $(ls tmp)"

# Rings that are mostly empty take no room.
cat >many.c <<'END'
#include <pthread.h>
static void *come(void *nothing) { return nothing; }
int main(void) {
  pthread_t threads[40];
  for (int i = 0; i < 40; i++)
    pthread_create(&threads[i], NULL, come, NULL);
  for (int i = 0; i < 40; i++)
    pthread_join(threads[i], NULL);
}
END
"$INSTR_CC" -pthread many.c -o many
SOURCEPRINT_OUTPUT_DIR=$WORK/many_runs ./many
"$SOURCEPRINT" pack -o many.tar.zst many_runs >/dev/null
[ "$(stat -c %s many.tar.zst)" -lt 50000 ] || fail "$(stat -c %s many.tar.zst) bytes for a thousand records"
"$SOURCEPRINT" merge -o many_again many.tar.zst >/dev/null
[ "$(du -sk many_again | cut -f1)" -lt 1000 ] || fail "$(du -sk many_again) KiB for a thousand records"
expect_same <("$SOURCEPRINT" log many_runs) <("$SOURCEPRINT" log many_again)

expect_status 1 "$SOURCEPRINT" merge away 2>words
expect_contains words "-o FOLDER is needed"

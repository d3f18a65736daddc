#!/usr/bin/env bash
# A disk that is full at any place: an archive is unpacked, and runs are merged and packed, as a whole or not at all, with
# a reason; nothing is left behind, by a signal neither.
if [ "$(id -u)" -ne 0 ] || ! unshare -m true; then
  echo "SKIPPED: mounting a disk takes root"
  exit 0
fi
[ "${1:-}" = mounted ] || exec unshare -m "$0" mounted
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
cp -r "$RUNFILES/examples/crash" .
chmod -R u+w crash
make -s -C crash CC="$INSTR_CC" >made.txt 2>&1
mkdir disk temporary
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
(cd crash && ./crash) >words.txt 2>&1 || true
"$SOURCEPRINT" pack -o packed.tar.zst >words.txt
"$SOURCEPRINT" last packed.tar.zst | sed 's,[^ ]*/\(2[0-9T.]*-\),\1,' >right.txt

# expect_nothing_left FOLDER STATUS: after a failure.
expect_nothing_left() {
  [ "$2" -ne 0 ] || fail "status 0 though the disk was full: $(cat words.txt)"
  [ -z "$(ls -A "$1")" ] || fail "left behind: $(ls -A "$1"), $(cat said.txt)"
  expect_contains said.txt 'No space left on device'
}

# try PAGES COMMAND...: on a disk of so many pages; sets `status`.
try() {
  local pages=$1
  shift
  mount -t tmpfs -o size=$((pages * 4096)) none disk
  status=0
  "$@" >words.txt 2>said.txt || status=$?
}

unpack() { TMPDIR=$WORK/disk "$SOURCEPRINT" last packed.tar.zst; }
merge() { "$SOURCEPRINT" merge --sources -o disk/merged runs; }
pack() { "$SOURCEPRINT" pack -o disk/packed.tar.zst; }
for command in unpack merge pack; do
  full=0
  for ((pages = 1; pages < 300; pages++)); do
    try "$pages" "$command"
    [ "$status" -ne 0 ] || break
    full=$((full + 1))
    expect_nothing_left disk "$status"
    umount disk
  done
  if [ $full -eq 0 ] || [ "$status" -ne 0 ]; then
    fail "$command: full $full times, status $status in the end: $(cat said.txt)"
  fi
  echo "$command: whole with $pages pages"
  case $command in
    unpack) "$SOURCEPRINT" last packed.tar.zst >words.txt ;;
    merge) "$SOURCEPRINT" last disk/merged >words.txt ;;
    pack) "$SOURCEPRINT" last disk/packed.tar.zst >words.txt ;;
  esac
  sed -i 's,[^ ]*/\(2[0-9T.]*-\),\1,' words.txt
  expect_same right.txt words.txt
  umount disk
done

# What is there already stays, also where the disk becomes full.
"$SOURCEPRINT" merge -o kept runs >words.txt
cp -r kept before
mount -t tmpfs -o size=16k none disk
expect_status 1 "$SOURCEPRINT" merge --sources -o disk runs 2>said.txt
[ -z "$(ls -A disk)" ] || fail "left behind: $(ls -A disk)"
umount disk
"$SOURCEPRINT" merge -o kept runs >words.txt
diff -r before kept || fail "merging again changed what was there"

# Signals.
for signal in HUP INT TERM; do
  TMPDIR=$WORK/temporary "$SOURCEPRINT" serve packed.tar.zst >words.txt 2>said.txt &
  server=$!
  for _ in {1..200}; do
    grep -q http words.txt && break
    sleep 0.05
  done
  [ -n "$(ls -A temporary)" ] || fail "it was not unpacked there: $(cat words.txt said.txt)"
  kill -s "$signal" "$server"
  wait "$server" || true
  [ -z "$(ls -A temporary)" ] || fail "$signal left $(ls -A temporary)"
done

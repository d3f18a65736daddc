#!/usr/bin/env bash
# Two users share a folder of runs: each records with tables of his own, reads his own runs unless he names another one,
# and no link that one has put there leads the other's program out of it. A run that was made without /proc is found.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_STRICT=1
if [ "$(id -u)" -ne 0 ] || ! setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
  echo "SKIPPED: becoming another user takes root"
  exit 0
fi
# Where other users may come.
open=$(mktemp -d /tmp/open.XXXXXX)
trap 'status=$?; rm -rf "$open"; finish $status' EXIT
mkdir "$open/shared"
cp -r "$DIST" "$open/dist"
chmod 755 "$open"
chmod 1777 "$open/shared"
export SOURCEPRINT_OUTPUT_DIR=$open/shared
cd "$open"
cat >who.c <<'C'
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
  puts(argc > 1 ? argv[1] : "nobody's");
  if (argc > 2)
    abort();
  return 0;
}
C
"$INSTR_CC" -w -g who.c -o who
other() { setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/ "$@"; }
reader=dist/bin/sourceprint
theirs() { find shared -maxdepth 1 -name '2*' -user "$1" | sort | tail -n 1; }

./who mine >words.txt
other ./who theirs crash >words.txt || true
# The other one has statements, though the folder of tables is not his.
other $reader last >last.txt
expect_contains last.txt '> 6 |     abort();'
# Who gives no name gets his own run, though the other one crashed, and later.
$reader last >last.txt 2>said.txt
expect_contains last.txt '> 7 |   return 0;'
expect_lacks last.txt 'SIGABRT'
expect_lacks said.txt 'crashed later'
# Who names it is told whose it is.
$reader last "$(theirs 65534)" >last.txt 2>said.txt
expect_contains last.txt '> 6 |     abort();'
expect_contains said.txt 'this run is not yours, it belongs to nobody'
$reader last --all >last.txt 2>said.txt
expect_contains last.txt '> 6 |     abort();'
expect_contains said.txt 'this run is not yours'
# Who has none is told that there are others', and gets none.
rm -rf "$(theirs 0)"
expect_status 1 $reader last >last.txt 2>said.txt
expect_contains said.txt 'no run in it is yours, and 1 are not, such as those of nobody; name one to read it'
$reader last shared >last.txt 2>said.txt
expect_contains last.txt '> 6 |     abort();'

# Links of the other one, named like what the runtime writes.
rm -rf shared/* victim
mkdir victim
for name in tables outcomes; do other ln -s "$open/victim" "shared/$name"; done
./who mine >words.txt
[ -z "$(ls victim)" ] || fail "a link led to $(ls victim)"
$reader last >last.txt
expect_contains last.txt '> 7 |   return 0;'

# Without /proc.
rm -rf shared/*
if unshare -m true 2>/dev/null; then
  # shellcheck disable=SC2016 # for the other shell
  unshare -m sh -c 'mount -t tmpfs none /proc && ./who hidden' >words.txt
  $reader last >last.txt
  expect_contains last.txt '> 7 |   return 0;'
fi

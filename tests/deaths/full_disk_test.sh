#!/usr/bin/env bash
# A disk that is full at any moment changes nothing about the program.
if [ "$(id -u)" -ne 0 ] || ! unshare -m true; then
  echo "SKIPPED: mounting a disk takes root"
  exit 0
fi
[ "${1:-}" = mounted ] || exec unshare -m "$0" mounted
. tests/e2e/lib.sh
setup_dist
cp "$RUNFILES/tests/deaths/full_disk.c" .
for level in -O0 -O2; do
  "$REAL_CLANG" "$level" full_disk.c -o plain -pthread
  SOURCEPRINT_STRICT=1 "$INSTR_CC" "$level" full_disk.c -o recorded -pthread
  python3 "$RUNFILES/tests/deaths/full_disk.py" ./plain ./recorded "$SOURCEPRINT" || fail "at $level: see above"
done

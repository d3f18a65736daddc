#!/usr/bin/env bash
# After SIGKILL at any moment, each thread's last record is the statement that it was at.
#
# KILLS: at each level of optimization.
. tests/e2e/lib.sh
setup_dist

cp -r "$RUNFILES/examples/progress" example
for level in -O2 -O0; do
  make -s -C example clean
  SOURCEPRINT_STRICT=1 make -s -C example CC="$INSTR_CC" CFLAGS="$level -Wall -Wextra" 2>stderr
  [ ! -s stderr ] || fail "words on stderr: $(cat stderr)"
  mkdir "kills$level"
  (cd "kills$level" && python3 "$RUNFILES/tests/e2e/kill_progress.py" ../example/progress ../example/progress.c "$SOURCEPRINT" "$KILLS") ||
    fail "$level: see above"
done

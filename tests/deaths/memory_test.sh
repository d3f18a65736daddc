#!/usr/bin/env bash
# The cases of memory.c, in a control group of 64 MiB: the kernel's killer of processes without memory leaves their runs.
set -euo pipefail
limit=67108864

skip() {
  echo "SKIPPED: $*"
  exit 0
}

# Both versions of control groups; whatever swap there is must not help.
make_group() {
  local at files file
  for at in /sys/fs/cgroup/memory /sys/fs/cgroup; do
    MEMORY_GROUP=$at/sourceprint-test-$$
    mkdir "$MEMORY_GROUP" 2>/dev/null || continue
    for file in memory.max memory.limit_in_bytes; do
      files=$MEMORY_GROUP/$file
      [ -e "$files" ] && echo "$limit" 2>/dev/null >"$files" && return
    done
    rmdir "$MEMORY_GROUP"
  done
  return 1
}

[ "$(id -u)" -eq 0 ] || skip "making a control group takes root"
make_group || skip "there is no control group for memory here"
export MEMORY_GROUP
echo 0 2>/dev/null >"$MEMORY_GROUP/memory.swap.max" || true
echo "$limit" 2>/dev/null >"$MEMORY_GROUP/memory.memsw.limit_in_bytes" || true
status=0
PROGRAM=memory tests/deaths/deaths_test.sh || status=$?
rmdir "$MEMORY_GROUP"
exit "$status"

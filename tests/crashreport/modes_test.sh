#!/usr/bin/env bash
# Crash snapshot: with less than all statements recorded it has what there is.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1
cp "$RUNFILES/tests/crashreport/stderr.c" .
line=$(line_of stderr.c '*nowhere = 1')
function_line=$(line_of stderr.c 'int main(void)')
for mode in statement block last function; do
  for level in -O0 -O2; do
    "$INSTR_CC" "$level" "-fsourceprint-granularity=$mode" stderr.c -o "$mode$level"
    SOURCEPRINT_OUTPUT_DIR=$WORK/runs-$mode$level expect_status 139 quietly "./$mode$level"
    snapshot=$(echo "runs-$mode$level"/*/crash)
    case $mode in
    function) expect_contains "$snapshot" "> stderr.c:$function_line:" ;;
    *) expect_contains "$snapshot" "> stderr.c:$line:" ;;
    esac
  done
done

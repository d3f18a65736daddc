#!/usr/bin/env bash
# Issue item 2, export lcov: genhtml shows the lines that the reader has as executed, and no others.
. tests/export/lib.sh
make_program

# expect_report NAME RUN...: genhtml's totals are those of the records and sites of the runs, which are beside them.
expect_report() {
  local name=$1
  shift
  for run; do "$SOURCEPRINT" sites --format=json "$run"; done >sites.json
  export_to "$name.info" lcov "$@"
  python3 "$EXPORT/check_lcov.py" "$name.info" "$name.records" sites.json "$WORK" >totals || fail "$name: see above"
  rm -rf report
  genhtml "$name.info" -o report >genhtml.words 2>&1 || fail "genhtml: $(cat genhtml.words)"
  sed -n 's/.*\((.* of .*)\)$/\1/p' genhtml.words >shown
  expect_same totals shown
}

for how in crash exit long; do
  run_program "$how" "$how"
  expect_report "$how" "$how"/*-program-*
done
grep -q '^FNDA:0,never_called$' crash.info || fail "what was never called"
grep -q '^DA:[0-9]*,40$' crash.info || fail "no line that was executed 40 times"
[ -n "$(find report -name 'odd name.h.gcov.html')" ] || fail "genhtml has no page of the header"
run_program fork fork
expect_report fork fork/*-program-*
run_program text crash SOURCEPRINT_SINK=text
expect_report text text/*-program-*
cat crash.records exit.records >both.records
expect_report both crash/*-program-* exit/*-program-*

"$SOURCEPRINT" export --format=lcov --include=odd -o odd.info crash
[ "$(grep -c ^SF: odd.info)" -eq 1 ] || fail "other files: $(cat odd.info)"
expect_sound_when_damaged lcov crash/*-program-*

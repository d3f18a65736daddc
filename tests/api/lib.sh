# shellcheck shell=bash
# What api.c prints and leaves, with and without a runtime.

# expect_absent NAME COMMAND...: no runtime; NAME: the version that it prints.
expect_absent() {
  local version=$1
  shift
  rm -rf runs
  expect_status 3 env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" "$@" >out
  printf '%s\n' "version $version" "init 0" "is_on 0" "off 0 is_on 0" "on 0" "child 0" "flush 0" "errno 1" \
    "on 0 is_on 0" >wanted
  expect_same wanted out
  [ ! -e runs ] || fail "a run without a runtime: $*"
}

# texts: the texts of the records by hand, one thread after the other; those of the items once.
texts() {
  "$SOURCEPRINT" log runs | grep 'col=0 ' | sed 's/.*file=\([^ ]*\) .*func=\([^ ]*\) macro=\([0-9]\).*snippet=/\1 \2 \3 /' |
    sed 's/item [0-9]*$/item N/' | uniq -c | sed 's/^ *//'
}

# expect_records COMMAND...: all records by hand are there, in one run and its child's.
expect_records() {
  rm -rf runs
  expect_status 3 env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" "$@" >out
  printf '%s\n' "version 0.1.0" "init 1" "is_on 1" "off 1 is_on 0" "on 1" "child 0" "flush 1" "errno 1" "on 0 is_on 0" >wanted
  expect_same wanted out
  printf '%s\n' "1 api.c main 0 first" "1 lib/old.c old_function 1 value = 42;" "3000 item.c make_item 0 item N" \
    "1 - - 0 " "1 api.c main 0 last" "1 api.c in_thread 0 in a thread" "1 api.c in_child 0 in a child" \
    "1 api.c in_child 0 first" >wanted
  texts >got
  expect_same wanted got
  local count
  count=$(find runs -name run.sp | wc -l)
  [ "$count" -eq 2 ] || fail "$count runs, not one for each process: $*"
}

# shellcheck shell=bash
# A program that does one thing after the other as it is told, so that what is recorded can be counted.
# shellcheck disable=SC2034 # PID is for the tests

# start PROGRAM [VARIABLE=VALUE...]: runs it with its run in ./runs; PID is its process.
start() {
  local program=$1
  shift
  rm -rf runs input answers
  mkfifo input
  : >answers
  env SOURCEPRINT_OUTPUT_DIR="$PWD/runs" "$@" timeout -s KILL 120 "./$program" <input >answers &
  STARTED=$!
  exec 3>input
  tell pid
  PID=$(head -n 1 answers)
}

# tell ORDER: waits until it is done.
tell() {
  local before i
  before=$(wc -l <answers)
  echo "$1" >&3
  for ((i = 0; i < 1000; i++)); do
    [ "$(wc -l <answers)" -eq "$before" ] || return 0
    sleep 0.01
  done
  fail "no answer to $1"
}

# end STATUS: lets it end, and checks its status.
end() {
  exec 3>&-
  expect_status "$1" wait "$STARTED"
}

# calls FUNCTION: how many of its calls were recorded.
calls() {
  "$SOURCEPRINT" log runs 2>log.err | grep -c "func=$1 .*snippet=n++" || true
}

expect_calls() { # COUNT FUNCTION WHAT
  local got
  got=$(calls "$2")
  [ "$got" -eq "$1" ] || fail "$3: $got calls of $2 are recorded, not $1"
}

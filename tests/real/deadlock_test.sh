#!/usr/bin/env bash
# Two threads that wait for each other (examples/deadlock): the report of the running process, and of the killed one, says
# who stands where, since when, and how it came there.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/real/lib.sh"
cp -rL "$RUNFILES/examples/deadlock" example
cd example
make CC="$INSTR_CC" >/dev/null
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
./deadlock >output &
pid=$!
second=$(line_of deadlock.c "pthread_mutex_lock(&to->lock);")

# until_still: both clerks have stood at the second lock for a while.
until_still() {
  local i
  for ((i = 0; i < 150; i++)); do
    "$SOURCEPRINT" last --color=never >now 2>/dev/null || true
    grep -qE "2 in transfer \(deadlock.c:$second\), standing still for ([2-9][0-9]{2}\.[0-9]ms|[0-9]+\.[0-9]{3}s)" now && return
    sleep 0.2
  done
  cat now
  fail "the clerks do not stand still"
}
until_still
expect_contains now "still running"
expect_contains now "> $second |   pthread_mutex_lock(&to->lock);"
expect_contains now "pthread_join(clerks[i], NULL);"
kill -9 "$pid"
wait "$pid" 2>/dev/null || [ $? -eq 137 ]
[ ! -s output ] || fail "it came to its end"

"$SOURCEPRINT" last --color=never >dead
expect_contains dead "ended without a word"
expect_contains dead "2 in transfer (deadlock.c:$second), for how long is not known"
"$SOURCEPRINT" path --thread="$(sed -n 's/^pid=[0-9]* tid=\([0-9]*\) .* func=transfer .*/\1/p' <("$SOURCEPRINT" last --raw) | head -1)" --color=never >way
expect_contains way "transfer"
expect_contains way "clerk"
cd ..
expect_all_commands runs
sqlite3 exported.sqlite "select count(*) from threads" | grep -qx 3 || fail "not three threads in the database"

#!/usr/bin/env bash
# CC="distcc instr-cc", with a server on loopback: the build and the program are right. What the server compiles comes
# preprocessed, and has no records; what distcc compiles on its own machine has.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"
export SOURCEPRINT_STRICT=1
mkdir distcc
export DISTCC_DIR=$WORK/distcc DISTCC_FALLBACK=0

# The server gives up root's rights, so it needs places that others can reach.
shared=$(mktemp -d /tmp/distcc_test.XXXXXX)
chmod 755 "$shared"
cp -r "$DIST" "$shared/product"
chmod -R a+rX,u+w "$shared"

stop() {
  local status=$?
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
  rm -rf "$shared"
  finish "$status"
}
trap stop EXIT

start() {
  local port
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 10000))
    PATH=$shared/product/bin:/usr/bin:/bin TMPDIR=/tmp distccd --daemon --no-detach --listen 127.0.0.1 --port "$port" \
      --allow 127.0.0.1 --enable-tcp-insecure --jobs 2 --log-stderr --log-level info 2>server &
    server=$!
    for _ in $(seq 50); do
      kill -0 "$server" 2>/dev/null || break
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        hosts=127.0.0.1:$port
        return 0
      fi
      sleep 0.1
    done
    cat server >&2
    kill "$server" 2>/dev/null || true
  done
  return 1
}

# build HOSTS
build() {
  make -C make clean >words
  DISTCC_HOSTS=$1 make -C make CC="distcc instr-cc" >words 2>errors || fail "$(cat words errors)"
  [ ! -s errors ] || fail "$(cat errors)"
  [ "$(SOURCEPRINT_OUTPUT_DIR=$WORK/runs make/tally audio)" = 'audio 4' ] || fail "the program is wrong"
}

use_example make
if start; then
  build "$hosts"
  [ "$(grep -c 'COMPILE_OK.* instr-cc ' server)" -eq 2 ] || fail "not compiled by the server: $(cat server)"
  [ ! -e runs ] || fail "records: docs/build-systems.md says that there are none"
else
  echo "SKIPPED: distccd does not start here, see its words above; only what distcc compiles itself was tested"
fi
build localhost
expect_recorded_functions runs main.c:main tally.c:tally

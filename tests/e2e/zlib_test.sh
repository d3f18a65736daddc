#!/usr/bin/env bash
# zlib's own build and tests do not notice whose compiler it is.
. tests/e2e/lib.sh
setup_dist

build_and_test() {
  CFLAGS="-O2 -Wall -Wextra -MD" ./configure
  make test
}

# zlib names its scratch files after the process.
without_pids() { sed -E 's/(ztest|tmpst_|tmpsh_|tmp64_)[0-9]+/\1N/g'; }

unpack_source zlib
build_both zlib build_and_test
expect_same_builds zlib without_pids
expect_contains recorded/stdout 'zlib test OK'
[ -s plain/stderr ] || fail "no warning was printed: nothing was compared"

# The runs of its test programs can be read.
expect_status 0 "$SOURCEPRINT" last --all --format=json runs >last.json
expect_json last.json "len(d['processes']) > 5 and all(p['exit'] == 0 for p in d['processes'] if 'example' in p['program'])"
expect_json last.json "any(t['file'] == 'test/example.c' for p in d['processes'] for t in p['threads'])"

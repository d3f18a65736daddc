#!/usr/bin/env bash
# examples/autotools: configure, libtool's static and shared library, make distcheck (which runs make check).
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"

use_example autotools
(cd autotools && autoreconf -fi) >words 2>&1 || fail "autoreconf: $(cat words)"

# One name for either compiler, so that what configure writes can be compared byte for byte.
build() {
  ln -sfn "$CC" "$WORK/cc"
  ./configure CC="$WORK/cc" >&3
  make >&3
  make distcheck DISTCHECK_CONFIGURE_FLAGS="CC=$WORK/cc" >&3
}
build_both autotools bash -euo pipefail -c "$(declare -f build); 3>build.words build"
expect_built autotools
for file in config.h config.status libtool Makefile stamp-h1 .deps/main.Po; do
  expect_same "plain/autotools/$file" "recorded/autotools/$file"
done
# Its library has no place of its own until it is installed.
LD_LIBRARY_PATH=.libs expect_tally autotools .libs/tally
expect_contains recorded/autotools/build.words 'tally-1.0 archives ready for distribution'

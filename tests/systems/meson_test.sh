#!/usr/bin/env bash
# examples/meson: the compiler by CC, and by a native file.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"

build() {
  meson setup "$@" out >&3
  ninja -C out >&3
  ninja -C out test >&3
}
export -f build

use_example meson
build_both meson bash -euo pipefail -c 'build 3>words'
expect_built meson
expect_tally meson out/tally
# What Meson says it found, but for the name that it was given.
for kind in plain recorded; do
  grep -E '^(C compiler|C linker) for' "$kind/meson/words" | sed -E 's/: [^ ]+/: CC/' >"$kind/found"
done
[ "$(wc -l <plain/found)" -eq 2 ] || fail "$(cat plain/meson/words)"
expect_same plain/found recorded/found

rm -rf meson plain recorded
use_example meson
# shellcheck disable=SC2016 # the command expands it
build_both meson bash -euo pipefail -c 'sed "s|instr-cc|$CC|" sourceprint.ini >"$PWD.ini"; unset CC; build --native-file "$PWD.ini" 3>words'
expect_built meson
expect_tally meson out/tally

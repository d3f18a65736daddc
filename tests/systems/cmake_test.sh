#!/usr/bin/env bash
# examples/cmake: with Makefiles and with Ninja, the compiler named to CMake or by CC.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"

# build GENERATOR FLAG...
build() {
  local generator=$1
  shift
  cmake -G "$generator" -S . -B out "$@" >&3
  cmake --build out >&3
  ctest --test-dir out >&3
}
export -f build

for generator in 'Unix Makefiles' Ninja; do
  rm -rf cmake plain recorded
  use_example cmake
  # shellcheck disable=SC2016 # the command expands them
  build_both cmake bash -euo pipefail -c 'build "$1" -DCMAKE_C_COMPILER="$CC" 3>words' - "$generator"
  expect_built cmake
  expect_tally cmake out/tally
  grep -E '^-- .*(identification|ABI|features)' plain/cmake/words >plain/learnt
  grep -E '^-- .*(identification|ABI|features)' recorded/cmake/words | expect_same plain/learnt -
done

rm -rf cmake plain recorded
use_example cmake
build_both cmake bash -euo pipefail -c 'build Ninja 3>words'
expect_built cmake
expect_tally cmake out/tally

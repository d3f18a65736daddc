#!/usr/bin/env bash
# clangd reads the compile_commands.json of a recorded build, with the .clangd of examples/cmake where flags of ours are in it.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"
clangd=$(command -v "clangd-$LLVM_MAJOR" || command -v clangd) || {
  echo "SKIPPED: there is no clangd (package clangd-$LLVM_MAJOR)"
  exit 0
}

# configure NAME FLAG...
configure() {
  local name=$1
  shift
  rm -rf "$name"
  use_example "$name"
  cmake -S "$name" -B "$name/build" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON "$@" >words
}

# check NAME: clangd on its main.c; its words become ./checked.
check() { (cd "$1" && timeout 60 "$clangd" --check=main.c --compile-commands-dir=build) >checked 2>&1; }

expect_fine() {
  check "$1" || fail "$(cat checked)"
  expect_contains checked 'All checks completed, 0 errors'
}

configure cmake -DCMAKE_C_COMPILER=instr-cc
rm cmake/.clangd
expect_fine cmake
configure cmake -DCMAKE_C_COMPILER=instr-cc -DCMAKE_C_FLAGS='-fsourceprint-macros=both -fsourceprint-exclude-file=x'
expect_fine cmake
# Without that file there is something to mend.
rm cmake/.clangd
! check cmake || fail "clangd knows our flags: .clangd is not needed"
expect_contains checked "unknown argument: '-fsourceprint-macros=both'"
configure cmake-targets -DCMAKE_C_COMPILER="$REAL_CLANG" -DCMAKE_PREFIX_PATH="$DIST"
expect_fine cmake-targets

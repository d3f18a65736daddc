# shellcheck shell=bash
# What end-to-end tests share. Source it first: . tests/e2e/lib.sh
#
# After setup_dist:
#   DIST         the product's folder, as users unpack it
#   INSTR_CC     its compiler           SOURCEPRINT  its report command
#   REAL_CLANG   the plain compiler     LLVM_MAJOR   its version
#   WORK         an empty folder of the test's own, which is also the working directory
#   RUNFILES     where the files of `data` are, by their path in the repository
set -euo pipefail

RUNFILES=$PWD

setup_dist() {
  # shellcheck disable=SC1090
  . "$RUNFILES/$SP_LLVM_ENV"
  DIST=$(readlink -f "$RUNFILES/$SP_DIST")
  # A tree of links becomes the real folder by way of any file in it.
  DIST=$(dirname "$(dirname "$(readlink -f "$DIST/bin/instr-cc")")")
  INSTR_CC=$DIST/bin/instr-cc
  SOURCEPRINT=$DIST/bin/sourceprint
  WORK=$(mktemp -d "${TEST_TMPDIR:-/tmp}/work.XXXXXX")
  export DIST INSTR_CC SOURCEPRINT REAL_CLANG LLVM_MAJOR WORK RUNFILES
  # Nothing of the user's own settings may decide a test.
  unset "${!SOURCEPRINT_@}" "${!ASCII_INSTR_SOURCE_PRINT_@}"
  export HOME=$WORK/home
  mkdir "$HOME"
  trap 'finish $?' EXIT
  cd "$WORK"
}

# finish STATUS: runs at exit; on failure keeps the folder and says how to run again.
finish() {
  [ "$1" -ne 0 ] || return 0
  echo "FAILED with status $1. To run it again:" >&2
  echo "  bazel test --config=llvm$LLVM_MAJOR --test_output=all ${TEST_TARGET:-$0}" >&2
  if [ -n "${TEST_UNDECLARED_OUTPUTS_DIR:-}" ]; then
    # Bazel removes the sandbox, and packs this folder into outputs.zip.
    cp -r "$WORK" "$TEST_UNDECLARED_OUTPUTS_DIR/"
    echo "Its folder is in outputs.zip, under bazel-testlogs/ and the target's name." >&2
  else
    echo "Its folder: $WORK" >&2
  fi
}

# fail REASON...: ends the test.
fail() {
  printf 'FAIL: %s\n' "$*" >&2
  exit 1
}

# unpack_source NAME: a private copy of a Debian source named in `sources`, as ./NAME.
unpack_source() {
  local variable=SP_SOURCE_$1
  tar -xf "$RUNFILES/${!variable}"
}

# expect_status WANTED COMMAND...: runs it, checks its exit status.
expect_status() {
  local wanted=$1 got=0
  shift
  "$@" || got=$?
  [ "$got" -eq "$wanted" ] || fail "status $got instead of $wanted: $*"
}

# expect_same A B: two files, byte for byte.
expect_same() {
  diff -u "$1" "$2" || fail "$1 and $2 differ"
}

# expect_contains FILE TEXT
expect_contains() {
  grep -qF -- "$2" "$1" || {
    cat "$1" >&2
    fail "$1 does not contain: $2"
  }
}

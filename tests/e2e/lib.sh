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

# expect_lacks FILE TEXT
expect_lacks() {
  ! grep -qF -- "$2" "$1" || {
    cat "$1" >&2
    fail "$1 contains: $2"
  }
}

# expect_json FILE CONDITION: a Python expression about d, what FILE holds.
expect_json() {
  python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); sys.exit(not eval(sys.argv[2]))' "$1" "$2" || {
    cat "$1" >&2
    fail "$1 does not fulfil: $2"
  }
}

# line_of FILE TEXT: the number of the only line that has it.
line_of() {
  local lines
  lines=$(grep -nF -- "$2" "$1" | cut -d: -f1)
  [[ $lines =~ ^[0-9]+$ ]] || fail "$1 has not one line with: $2"
  echo "$lines"
}

# quietly COMMAND...: with its stderr in ./stderr, and without Bash's own words on a death by signal.
quietly() {
  # shellcheck disable=SC2015 # the exit keeps Bash from becoming the command
  ("$@" 2>"$WORK/stderr"; exit $?) 2>/dev/null
}

# build_both NAME COMMAND...: runs the command in two copies of ./NAME with $CC plain, then ours. Both are built at the
# same path and then kept as plain/NAME and recorded/NAME, beside their stdout, stderr and status.
build_both() {
  local name=$1 kind status
  shift
  git init -q "$name"
  git -C "$name" add -A -f
  git -C "$name" -c user.name=test -c user.email=test@localhost commit -qm sources
  for kind in plain recorded; do
    mkdir -p "$kind" build
    cp -a "$name" "build/$name"
    CC=$REAL_CLANG
    [ "$kind" = plain ] || CC=$INSTR_CC
    export CC SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs
    status=0
    (cd "build/$name" && "$@") >"$kind/stdout" 2>"$kind/stderr" </dev/null || status=$?
    echo "$status" >"$kind/status"
    mv "build/$name" "$kind/$name"
  done
  unset CC SOURCEPRINT_STRICT
}

# expect_same_builds NAME [NORMALIZE...]: status, words, dependency files and what git sees are the same in both builds.
# NORMALIZE: a filter for stdout and file names, where they hold process ids.
expect_same_builds() {
  local name=$1 kind
  shift
  [ $# -gt 0 ] || set -- cat
  for kind in plain recorded; do
    sed "s|$INSTR_CC|$REAL_CLANG|g" "$kind/stdout" | "$@" >"$kind/stdout.same"
    git -C "$kind/$name" status --porcelain -uall --ignored | "$@" >"$kind/git.same"
    # Build files name the compiler; sources are as they were, or as the build itself changes them.
    git -C "$kind/$name" diff -- '*.[ch]' >"$kind/sources.same"
    (cd "$kind/$name" && find . -name '*.d' -type f ! -name 'ztest*' -print0 | sort -z | xargs -0 tail -v -c +1) >"$kind/dependencies.same"
  done
  expect_same plain/status recorded/status
  for kind in stderr stdout.same git.same sources.same dependencies.same; do
    expect_same "plain/$kind" "recorded/$kind"
  done
  [ -s plain/dependencies.same ] || fail "no dependency files: nothing was compared"
}

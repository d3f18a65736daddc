#!/usr/bin/env bash
# examples/cmake-targets: find_package(Sourceprint), targets one by one, and plain and recorded side by side.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"

# build FLAG...: from a plain project to $WORK/out, with clang.
build() {
  rm -rf out runs
  cmake -G "${GENERATOR:-Ninja}" -S cmake-targets -B out -DCMAKE_C_COMPILER="$REAL_CLANG" "$@" >words 2>errors || fail "$(cat words errors)"
  SOURCEPRINT_STRICT=1 cmake --build out >words 2>>errors || fail "$(cat words errors)"
  [ ! -s errors ] || fail "$(cat errors)"
}

# expect_program PROGRAM FILE:FUNCTION...: what it prints, and what it records.
expect_program() {
  local program=$1
  shift
  rm -rf runs
  [ "$(SOURCEPRINT_OUTPUT_DIR=$WORK/runs "$program" audio)" = 'audio 4' ] || fail "$program"
  if [ $# -eq 0 ]; then
    [ ! -e runs ] || fail "$program records"
  else
    expect_recorded_functions runs "$@"
  fi
}

# expect_refused FLAG...: configuring fails; its words are in ./refused, on one line.
expect_refused() {
  rm -rf out
  ! cmake -G Ninja -S cmake-targets -B out "$@" >words 2>&1 || fail "configured: $*"
  tr -s ' \n' ' ' <words >refused
}

use_example cmake-targets
(cd cmake-targets && sha256sum ./*) >sources
both=(main.c:main tally.c:tally)

build -DCMAKE_PREFIX_PATH="$DIST"
expect_program out/tally "${both[@]}"
build # found by PATH
expect_program out/tally "${both[@]}"
GENERATOR='Unix Makefiles' build
expect_program out/tally "${both[@]}"

build -DSOURCEPRINT_SIDE_BY_SIDE=ON
expect_program out/tally
expect_program out/tally-recorded "${both[@]}"

# instr-cc for the whole project: nothing is added to that.
build -DCMAKE_C_COMPILER="$INSTR_CC" -DSOURCEPRINT_SIDE_BY_SIDE=ON
expect_program out/tally "${both[@]}"
expect_program out/tally-recorded "${both[@]}"

(cd cmake-targets && sha256sum ./*) | expect_same sources -

# Settings that come behind the call; flags of single files; one target alone; a library of another folder; C++ that links.
mkdir cmake-targets/below
mv cmake-targets/tally.? cmake-targets/below
cat >cmake-targets/below/CMakeLists.txt <<'END'
add_library(count OBJECT tally.c)
sourceprint_add_instrumented(count)
target_include_directories(count PUBLIC .)
END
printf 'extern "C" int after(void) { return LATE - BY_FILE; }\n' >cmake-targets/more.cc
cat >cmake-targets/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.21)
project(tally C CXX)
find_package(Sourceprint REQUIRED)
add_executable(tally main.c)
add_executable(alone main.c)
sourceprint_instrument(alone)
sourceprint_add_instrumented(tally)
add_subdirectory(below)
target_sources(tally PRIVATE more.cc)
target_compile_definitions(tally PRIVATE LATE=1)
set_source_files_properties(more.cc PROPERTIES COMPILE_DEFINITIONS BY_FILE=1)
target_link_libraries(tally PRIVATE count)
target_link_libraries(alone PRIVATE count)
END
build -DCMAKE_CXX_COMPILER="$REAL_CLANG++"
expect_program out/tally
expect_program out/tally-recorded "${both[@]}"
expect_program out/alone main.c:main

expect_refused -DCMAKE_C_COMPILER=gcc
expect_contains refused "sourceprint_instrument: the C compiler is $(command -v gcc) (GNU), and has to be clang: configure a new build folder"
printf 'sourceprint_instrument(absent)\n' >>cmake-targets/CMakeLists.txt
expect_refused -DCMAKE_C_COMPILER="$REAL_CLANG"
expect_contains refused 'sourceprint_instrument: there is no target absent'

#!/usr/bin/env bash
# examples/ascii-chat: ascii_panic_prepare() and ascii_panic_finalize(), and the names from before.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/systems/examples.sh"

use_example ascii-chat
find ascii-chat -type f -exec sha256sum {} + | sort >sources

# chat FLAG...: builds and lets the client talk to the server; the runs are in ./runs.
chat() {
  rm -rf out runs
  cmake -S ascii-chat -B out -DCMAKE_C_COMPILER="$REAL_CLANG" -DCMAKE_PREFIX_PATH="$DIST" "$@" >words 2>errors ||
    fail "$(cat words errors)"
  SOURCEPRINT_STRICT=1 cmake --build out >words 2>>errors || fail "$(cat words errors)"
  [ ! -s errors ] || fail "$(cat errors)"
  export SOURCEPRINT_OUTPUT_DIR=$WORK/runs
  out/src/client/ascii-chat-client some words >frames
  out/src/server/ascii-chat-server <frames >heard
  printf 'some\nwords\n' | expect_same - heard
}

chat
[ ! -e runs ] || fail "records without being asked"

chat -DASCIICHAT_BUILD_WITH_PANIC=ON
expect_recorded_functions runs/*-ascii_chat_client-* main.c:main frame.c:frame_send
expect_recorded_functions runs/*-ascii_chat_server-* main.c:main frame.c:frame_receive

# Only what the project lists, if it lists something.
chat -DASCIICHAT_BUILD_WITH_PANIC=ON '-DASCII_PANIC_EXECUTABLE_TARGETS=ascii-chat-server;absent'
expect_recorded_functions runs main.c:main
[[ $(echo runs/2*) = *-ascii_chat_server-* ]] || fail "$(echo runs/2*)"

find ascii-chat -type f -exec sha256sum {} + | sort | expect_same sources -

# Under the names that ascii-chat had before.
mv ascii-chat/cmake/tooling/Panic.cmake ascii-chat/cmake/tooling/Instrumentation.cmake
sed -i 's/Panic\.cmake/Instrumentation.cmake/; s/ascii_panic_/ascii_instrumentation_/' ascii-chat/CMakeLists.txt
chat
[ ! -e runs ] || fail "records without being asked, under the old names"
for option in ASCII_BUILD_WITH_INSTRUMENTATION ASCII_BUILD_WITH_SOURCE_PRINT_INSTRUMENTATION \
  ASCIICHAT_BUILD_WITH_SOURCE_PRINT_INSTRUMENTATION; do
  chat -D$option=ON
  expect_recorded_functions runs/*-ascii_chat_client-* main.c:main frame.c:frame_send
  expect_recorded_functions runs/*-ascii_chat_server-* main.c:main frame.c:frame_receive
done

chat -DASCII_BUILD_WITH_INSTRUMENTATION=ON '-DASCII_INSTRUMENTATION_EXECUTABLE_TARGETS=ascii-chat-server;absent'
expect_recorded_functions runs main.c:main
[[ $(echo runs/2*) = *-ascii_chat_server-* ]] || fail "$(echo runs/2*)"

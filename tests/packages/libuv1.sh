# shellcheck shell=bash disable=SC2034,SC2164
# An event loop, with threads, signals, pipes and processes; its queues are macros.
AT_LEAST=400

build() {
  cmake -S . -B out
  cmake --build out --target uv_run_tests_a
}

# It does not run as root without being asked. Its status is the number of failures, which the verdicts have by name.
check() { UV_RUN_AS_ROOT=1 out/uv_run_tests_a || [ $? -lt 128 ]; }

# What connects to hosts of the internet depends on who answers, and when.
verdicts() {
  sed -nE 's/^(ok|not ok) [0-9]+ - /\1 /p' | grep -vE ' (tcp_close_while_connecting|tcp_connect_timeout)$'
}

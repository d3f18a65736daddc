# shellcheck shell=bash disable=SC2034,SC2164
# An event loop, with threads, signals, pipes and processes; its queues are macros.
AT_LEAST=200

build() {
  cmake -S . -B out
  cmake --build out --target uv_run_tests_a
}

# It does not run as root without being asked.
check() {
  cd out
  UV_RUN_AS_ROOT=1 ./uv_run_tests_a
}

verdicts() { grep -E '^(ok|not ok) ' | sed -E 's/^(ok|not ok) [0-9]+ - /\1 /'; }

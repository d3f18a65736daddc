# shellcheck shell=bash disable=SC2034,SC2164
AT_LEAST=15

build() {
  cmake -S . -B out -DENABLE_CJSON_UTILS=ON
  cmake --build out
}

check() { ctest --test-dir out; }

verdicts() { ctest_verdicts; }

# shellcheck shell=bash disable=SC2034,SC2164
AT_LEAST=100

build() {
  cmake -S . -B out -DJANSSON_BUILD_DOCS=OFF -DCMAKE_POLICY_VERSION_MINIMUM=3.5
  cmake --build out
}

check() { ctest --test-dir out; }

verdicts() { ctest_verdicts; }

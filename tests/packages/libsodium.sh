# shellcheck shell=bash disable=SC2034,SC2164
# Cryptography with intrinsics: files with #pragma for SSE2 to AVX512, macros that unroll rounds.
AT_LEAST=70

build() {
  ./autogen.sh -s
  ./configure --disable-dependency-tracking --disable-shared
  make
}

check() { make check; }

verdicts() { automake_verdicts; }

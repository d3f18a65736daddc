# shellcheck shell=bash disable=SC2034,SC2164
AT_LEAST=10

build() {
  ./configure --disable-nls --disable-dependency-tracking --disable-shared
  make
}

check() { make check; }

verdicts() { automake_verdicts; }

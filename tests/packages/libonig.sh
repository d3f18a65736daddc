# shellcheck shell=bash disable=SC2034,SC2164
# Regular expressions, run by an interpreter with computed gotos.
AT_LEAST=5

build() {
  autoreconf -fi
  ./configure --disable-dependency-tracking --disable-shared
  make
}

check() { make check; }

verdicts() { automake_verdicts; }

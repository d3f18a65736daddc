# shellcheck shell=bash disable=SC2034,SC2164
# Thousands of functions with K&R definitions; a bison parser.
AT_LEAST=70

build() {
  ./configure --disable-nls
  make
}

check() { make tests; }

verdicts() { cat; }

# shellcheck shell=bash disable=SC2034,SC2164
# An interpreter with a yacc parser and a scanner made by hand.
AT_LEAST=10

build() {
  ./configure
  make
}

check() { make check; }

verdicts() { cat; }

# shellcheck shell=bash disable=SC2034,SC2164
# An interpreter: a yacc parser, and a stack machine.
AT_LEAST=7

build() {
  ./configure
  make
}

check() { make check; }

verdicts() { sed -nE 's/^(.+) (OK|had .*failures?)$/\2 \1/p'; }

# shellcheck shell=bash disable=SC2034,SC2164
# Thousands of functions with K&R definitions; a yacc parser; forks, signals and longjmp everywhere.
AT_LEAST=80

# As a later C, its configure misjudges strtold, and printf then prints what is left in a register.
build() {
  CFLAGS="-O1 -std=gnu89 -w" ./configure --disable-nls
  make -j2
}

# Some are slow on purpose.
check() { make tests; }

# Each test's name, and each line of its difference from what is expected; process ids are in brackets.
verdicts() {
  sed -E 's/\([0-9]+\)/(N)/g' | awk '/^run-/ { name = $1; print "ran " name; next } name { print "differs " name ": " $0 }'
}

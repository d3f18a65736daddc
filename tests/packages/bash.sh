# shellcheck shell=bash disable=SC2034,SC2164
# Thousands of functions with K&R definitions; a yacc parser; forks, signals and longjmp everywhere.
AT_LEAST=80

# Its probe of strtold does not compile with a new clang, and then printf prints what is left in a register.
build() {
  bash_cv_strtold_broken=no CFLAGS="-O1 -std=gnu89 -w" ./configure --disable-nls
  make -j2
}

check() { make tests; }

# Each test's name, and each line of its difference from what is expected; process ids are in brackets.
verdicts() {
  sed -E 's/\([0-9]+\)/(N)/g' | awk '/^run-/ { name = $1; print "ran " name; next } name { print "differs " name ": " $0 }'
}

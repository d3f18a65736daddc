# shellcheck shell=bash disable=SC2034,SC2164
# Arithmetic with macros for its inner loops.
AT_LEAST=42

build() { make CC="$CC" test; }

check() { ./test; }

# Its random numbers have a new seed each time.
verdicts() { sed -nE 's/^TEST (.*)/\1/p'; }

# shellcheck shell=bash disable=SC2034,SC2164
# Old code: some K&R definitions, output of bison and flex. Its library is compiled by a first bc that the build runs.
AT_LEAST=16

build() {
  ./configure --disable-dependency-tracking
  make -C lib
  make -C bc
}

# What its timetest does, but for the times: each of its programs in bc, without the one that takes three times as long
# as all others.
check() {
  local program
  cd bc
  for program in ../Test/*.b; do
    [ "$program" != ../Test/checklib.b ] || continue
    echo "$program $(./bc -l "$program" </dev/null 2>&1 | cksum)"
  done
}

verdicts() { sed 's,^,Ran ,'; }

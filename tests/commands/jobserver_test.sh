#!/usr/bin/env bash
# Gotcha 16: a jobserver's descriptors reach the compiler, no token is taken, and none of ours reach it.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

printf 'int main(void) {\n  return 0;\n}\n' >"$SOURCES/one.c"
cat >listing <<EOF
#!/bin/bash
ls -l /proc/self/fd | awk '{ print \$9, \$11 }' >>$WORK/descriptors
echo "\$MAKEFLAGS" >>$WORK/descriptors
exec $REAL_CLANG "\$@"
EOF
chmod +x listing
cp "$SOURCES/one.c" .
mkfifo tokens
exec 5<>tokens
printf 'abc' >&5
export MAKEFLAGS=' -j4 --jobserver-auth=5,6' SOURCEPRINT_REAL_CC=$WORK/listing
# The rewriter takes the resource folder from the compiler's place.
resources=$("$REAL_CLANG" -print-resource-dir)
for words in "-c one.c" "-E one.c -o one.i" "one.c -o program" "-c one.c -v"; do
  read -ra options <<<"-resource-dir $resources $words"
  : >descriptors
  ./listing "${options[@]}" 6>&5 </dev/null >out 2>out
  sort -u descriptors | sed 's|pipe:.*|pipe|; s|/proc/[0-9]*/|/proc/|' >plain_descriptors
  : >descriptors
  "$INSTR_CC" "${options[@]}" 6>&5 </dev/null >out 2>out || fail "$words: $(cat out)"
  # What a compile says is kept in a file of ours until all of it is known.
  sed 's|^2 .*/instr-cc-.*errors$|2 '"$WORK/out|; s|pipe:.*|pipe|; s|/proc/[0-9]*/|/proc/|" descriptors | sort -u >our_descriptors
  expect_same plain_descriptors our_descriptors
  expect_contains our_descriptors "5 $WORK/tokens"
  expect_contains our_descriptors "6 $WORK/tokens"
  expect_contains our_descriptors "$MAKEFLAGS"
done
read -r -N3 -t5 left <&5 || true
[ "$left" = abc ] || fail "tokens left: $left"
unset MAKEFLAGS SOURCEPRINT_REAL_CC
# A real one.
# shellcheck disable=SC2016 # it is text
printf 'all: $(foreach n,1 2 3 4 5 6 7 8,one$(n).o)\none%%.o: one.c\n\t+$(CC) -c one.c -o $@\n' >Makefile
timeout 100 make -j3 CC="$INSTR_CC" >out 2>err || fail "make: $(cat err)"
[ ! -s err ] || fail "make said: $(cat err)"
for n in {1..8}; do expect_sites "one$n.o" make; done

#!/usr/bin/env bash
# What only the back end can say, it says about the original text, once, at the places and in the number of the original: gotcha 7 where the second compile has something to say.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
cat >frame.c <<'EOF'
void use(char *);
void deep(void) {
  char buffer[5000]; int unused;
  use(buffer);
}
void shallow(void) {
  char buffer[50];
  use(buffer);
}
EOF
cat >attributes.c <<'EOF'
void warned(int) __attribute__((warning("do not call this")));
void forbidden(int) __attribute__((error("never call this")));
int call(int x) {
  int unused;
  x++; warned(x);
#ifdef FORBIDDEN
  if (x) forbidden(x);
#endif
  return x;
}
int folded(int x) {
  if (0)
    forbidden(x);
  if (__builtin_constant_p(3) == 0)
    warned(x);
  return x;
}
EOF
cat >remarks.c <<'EOF'
static int twice(int x) { return 2 * x; }
int sum(int *a, int n) {
  int s = 0;
  for (int i = 0; i < n; i++)
    s += twice(a[i]);
  return s;
}
EOF
cat >assembly.c <<'EOF'
int good(int x) {
  int unused;
  __asm__("nop" : "+r"(x));
  return x;
}
#ifdef BAD
int bad(int x) {
  x++; __asm__("no_such_instruction %0\n\tnop" : "+r"(x));
  return x;
}
#endif
EOF
cat >vectors.c <<'EOF'
typedef float v8 __attribute__((vector_size(32)));
void take(v8);
void give(v8 *p) {
  int unused;
  take(*p);
}
EOF
cat >targets.c <<'EOF'
#include <immintrin.h>
__m256i add(__m256i a, __m256i b) {
  int unused;
  return _mm256_add_epi32(a, b);
}
EOF
cat >vectorize.c <<'EOF'
int sum(volatile int *a, int n) {
  int s = 0, unused;
#pragma clang loop vectorize(enable)
  for (int i = 0; i < n; i++) {
    if (a[i] == 3)
      return s;
    s += a[i];
  }
  return s;
}
EOF
cat >alias.c <<'EOF'
int unused_static(void) { int unused; return 0; }
int other(void) __attribute__((alias("no_such_function")));
EOF
cat >atomics.c <<'EOF'
struct big { char c[40]; };
_Atomic struct big shared;
struct big load(void) {
  int unused;
  return shared;
}
EOF
cd ..

for all in "" -Wall "-Wall -Werror" "-w" "-Wall -O2" "-Wall -fdiagnostics-color=always" -Weverything; do
  read -ra words <<<"$all"
  same -c frame.c "${words[@]}" -Wframe-larger-than=1000
  same -c attributes.c "${words[@]}"
  same -c attributes.c "${words[@]}" -DFORBIDDEN
  same -c vectors.c "${words[@]}"
  same -c vectorize.c "${words[@]}" -O2
done
same -c frame.c -Wall -Wframe-larger-than=1000
expect_said 'stack frame size'
[ "$(grep -c 'stack frame size' recorded/stderr)" -eq 1 ] || fail "not said once"
expect_said '2 warnings generated.'
same -c frame.c -Wframe-larger-than=100000
same -c frame.c frame.c -Wframe-larger-than=1000
same -c attributes.c -Wall
expect_said 'do not call this'
same -c attributes.c -Wall -DFORBIDDEN
expect_said 'never call this'
same -c attributes.c -Wno-attribute-warning
same -c attributes.c remarks.c -Wall
for remark in -Rpass=inline -Rpass-missed=.\* -Rpass-analysis=.\* "-Rpass=loop-vectorize -Wall" -Rno-such; do
  read -ra words <<<"$remark"
  same -O2 -c remarks.c "${words[@]}"
done
same -O2 -c remarks.c -Rpass=.\*
expect_said '-Rpass'
same -c assembly.c -Wall
same -c assembly.c -Wall -DBAD
expect_said 'no_such_instruction'
same -c assembly.c -Wall -DBAD -flto
same -c vectors.c -Wall
expect_said 'ABI'
same -c targets.c -Wall
same -c targets.c -Wall -mavx2
expect_sites recorded/build/targets.o targets
same -c targets.c -Wall -mno-avx
same -O2 -c vectorize.c
same -c alias.c -Wall
expect_said 'alias'
same -c atomics.c -Wall
same -c remarks.c -mllvm -print-after=no-such-pass
same -O2 -c remarks.c -mllvm -stats -Wall

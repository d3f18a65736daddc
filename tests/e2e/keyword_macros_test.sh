#!/usr/bin/env bash
# Whatever the program makes a macro of, keywords and names that the inserted text uses too, each source is recorded, and
# lines are what they were.
. tests/e2e/lib.sh
setup_dist
ulimit -c 0
export SOURCEPRINT_OUTPUT_DIR=$WORK/runs SOURCEPRINT_STRICT=1

keywords='alignas alignof auto bool break case char const constexpr continue default do double else enum extern false float
for goto if inline int long nullptr register restrict return short signed sizeof static static_assert struct switch
thread_local true typedef typeof typeof_unqual union unsigned void volatile while _Alignas _Alignof _Atomic _BitInt _Bool
_Complex _Decimal128 _Decimal32 _Decimal64 _Generic _Imaginary _Noreturn _Static_assert _Thread_local asm __asm __asm__
__attribute __attribute__ __const __const__ __extension__ __inline __inline__ __restrict __restrict__ __signed __signed__
__thread __typeof __typeof__ __volatile __volatile__ __label__ __alignof __alignof__ __complex __complex__ __real __real__
__imag __imag__ __auto_type __int128 __func__ __FUNCTION__ __PRETTY_FUNCTION__ _Float16 __builtin_va_arg
__builtin_offsetof __builtin_types_compatible_p __builtin_choose_expr __builtin_expect __builtin_return_address
__builtin_frame_address'
names='a at clock count f i k last mask n o off p r restorer ring room s site step t table tag tick v w __unused__
__weak__ __section__ __aligned__ __used__ __retain__ __visibility__ __nodebug__ __no_instrument_function__
__always_inline__ __noinline__ __cold__ __naked__ __packed__ __may_alias__ __selectany__ __tls_model__ __cleanup__'

# Poisoned where functions are declared and defined by other names, all at once.
{
  cat <<'END'
#include <stdio.h>
typedef int number;
typedef void nothing;
number total;
nothing say(number value) { printf("%d\n", value); }
END
  for word in $keywords $names; do echo "#define $word @ a macro that nobody uses @"; done
  cat <<'END'
nothing add(number value) {
  total += value; say(__LINE__);
  total -= 1; }
END
  for word in $keywords $names; do echo "#undef $word"; done
  cat <<'END'
int main(void) {
  void (*handler)(int) = add; /* it may become a handler */
  handler(3);
  add(4);
  return total != 5;
}
END
} >poisoned.c
line=$(line_of poisoned.c "total += value")
for level in -O0 -O2; do
  "$REAL_CLANG" -w -g $level poisoned.c -o plain
  "$INSTR_CC" -w -g $level poisoned.c -o recorded
  ./plain >plain.txt
  rm -rf runs
  ./recorded >recorded.txt
  expect_same plain.txt recorded.txt
  "$SOURCEPRINT" sites recorded >sites.txt
  grep -q "poisoned.c:$line:3.*total += value" sites.txt || fail "$level: $(cat sites.txt)"
  grep -q "poisoned.c:$((line + 1)):3.*total -= 1" sites.txt || fail "$level: $(cat sites.txt)"
  addr2line -f -e recorded "$(nm recorded | awk '$3 == "add" { print "0x" $1 }')" >where.txt
  expect_contains where.txt "poisoned.c:$((line - 1))"
  "$SOURCEPRINT" log >log.txt
  [ "$(grep -c 'total += value' log.txt)" -eq 2 ] || fail "$level: $(cat log.txt)"
done

# As a header or a build system does it: for the whole source, from the command line, and in a file that is included.
cat >whole.c <<'END'
int printf(const char *format, ...);
static inline int twice(const int *value) { return *value * 2; }
int main(void) {
  static const volatile long one = 1;
  int value = (int)one;
  if (twice(&value) != 2)
    return 1;
  printf("%d\n", value);
  return 0;
}
END
printf '#define __const const\n#define __inline__ inline\n#define static\n#define if(x) if (x)\n' >whole.h
for level in -O0 -O2; do
  for options in '-D__const=const' '-Dinline= -Dconst= -Dvolatile=' '-Dstatic=' '-include whole.h' \
    '-D__attribute__(x)=' '-Dk=1 -Dp=2 -Dr=3 -Dlast=4 -Dmask=5 -D__volatile__= -Dunsigned=long'; do
    # shellcheck disable=SC2086
    "$INSTR_CC" -w $level $options -c whole.c -o whole.o
    "$SOURCEPRINT" sites whole.o >sites.txt
    grep -q 'whole.c:8.*return 0\|whole.c:9.*return 0' sites.txt || fail "$options: $(cat sites.txt)"
  done
done

# Each keyword by itself, as itself.
for word in $keywords; do
  { echo "#define $word $word" && cat whole.c; } >itself.c
  "$INSTR_CC" -w -c itself.c -o itself.o
  "$SOURCEPRINT" sites itself.o >sites.txt
  grep -q '^[5-9] sites, ' sites.txt || fail "$word: $(cat sites.txt)"
done

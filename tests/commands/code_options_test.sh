#!/usr/bin/env bash
# Gotcha 21: LTO, sanitizers, profiles, coverage, other machines, -fPIC: it is compiled, linked and run as without records.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
printf '#include "one.h"\n#include <stdio.h>\nint two(int);\nint main(void) {\n  printf("%%d\\n", two(one(3)));\n  return 0;\n}\n' >one.c
printf '#include "one.h"\nint two(int x) {\n  for (int i = 0; i < 3; i++)\n    x += one(i);\n  return x;\n}\n' >two.c
printf 'static inline int one(int x) {\n  return x + 1;\n}\n' >one.h
cd ..

export DIFFERS='.*\.(gcno|gcda|profraw|json)'
for flags in -flto "-flto -fuse-ld=lld" "-flto=thin -fuse-ld=lld" "-fsanitize=address" "-fsanitize=undefined" \
  "-fsanitize=thread" "-fsanitize=address,undefined -fno-omit-frame-pointer" "--coverage" "-fprofile-instr-generate" \
  "-fprofile-generate" "-fprofile-instr-generate -fcoverage-mapping" "-march=native" "-fPIC" "-fPIE -pie" "-static" "-fstack-protector-strong" \
  "-fstack-clash-protection -D_FORTIFY_SOURCE=2" "-g3 -gdwarf-5" "-fdebug-prefix-map=$WORK=x -g" \
  "-ffile-prefix-map=$WORK=x" "-pthread" "-fopenmp-simd" "-fno-semantic-interposition" "-mno-red-zone" "-fcf-protection=full" \
  "-ffunction-sections -fdata-sections -Wl,--gc-sections" "-fvisibility=hidden" "-finstrument-functions-after-inlining" \
  "-fsanitize-coverage=trace-pc-guard -fsanitize=address" "-fno-integrated-as" "-fms-extensions"; do
  read -ra options <<<"$flags"
  if ! (cd "$SOURCES" && "$REAL_CLANG" "${options[@]}" one.c two.c -o "$WORK/tried") 2>/dev/null; then
    # What cannot be linked here can be compiled.
    same -O1 -c one.c "${options[@]}"
    continue
  fi
  OTHERS='(one|two)\.o' same -O1 "${options[@]}" one.c two.c -o program
  expect_made program
  OTHERS='.*\.o' same -O1 "${options[@]}" -c one.c
done
unset DIFFERS
OTHERS='.*' same -m32 -c two.c
expect_sites recorded/build/two.o '-m32'
same --target=aarch64-linux-gnu -c two.c -nostdinc
same --target=riscv64-linux-gnu -c two.c -nostdinc
same -march=x86-64-v3 -c two.c
same --sysroot=/ -c one.c

# By libtool twice, with and without -fPIC: each object has its own sites.
same -O2 -fPIC -DPIC -c two.c -o pic.o
same -O2 -c two.c -o pic.o
# Profile data that was made by a plain program is for plain code: the words about it are the same.
cd "$SOURCES"
"$REAL_CLANG" -O1 -fprofile-instr-generate one.c two.c -o "$WORK/profiled"
cd ..
LLVM_PROFILE_FILE=$SOURCES/raw.profraw ./profiled >/dev/null
"$(dirname "$REAL_CLANG")/llvm-profdata" merge -o "$SOURCES/default.profdata" "$SOURCES/raw.profraw"
same -O2 -fprofile-instr-use=default.profdata -c one.c -Wprofile-instr-unprofiled -Wprofile-instr-missing
same -O2 -fprofile-use=. -c one.c
same -O2 -fprofile-instr-use=absent.profdata -c one.c
# Coverage of the plain build's lines, from a build with records.
DIFFERS='.*gcno' same -O0 --coverage one.c two.c -o out.coverage
for kind in plain recorded; do
  (cd $kind/build && mkdir -p "$WORK/build" && cp -a . "$WORK/build/" && cd "$WORK/build" && ./out.coverage >/dev/null && ls ./*.gcda) >$kind/data
  (cd build && "$(dirname "$REAL_CLANG")/llvm-cov" gcov -t ./*.gcda 2>/dev/null | grep -a -E '^ *([0-9]+|#####):') >$kind/lines
  rm -rf build
done
expect_same plain/data recorded/data
[ -s recorded/lines ] || fail "no lines of coverage"

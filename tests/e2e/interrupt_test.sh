#!/usr/bin/env bash
# A compile that is interrupted dies by that signal, and leaves no process, no temporary file and no output.
. tests/e2e/lib.sh
setup_dist

# A source that takes seconds, both to rewrite and to compile.
python3 - >long.c <<'END'
for i in range(6000):
    print(f"int f{i}(int a, int b) {{")
    for k in range(30):
        print(f"  if (a > {k * i}) b += a * {k} - b / (a + {i + 1}); else a ^= b << {k % 8};")
    print("  return a + b;\n}")
END
mkdir empty
cd empty
python3 "$RUNFILES/tests/e2e/interrupt_compile.py" "$INSTR_CC" -O2 -c ../long.c -o long.o || fail "see above"
python3 "$RUNFILES/tests/e2e/interrupt_compile.py" "$INSTR_CC" -O2 ../long.c -o long || fail "compile and link: see above"

# A parallel build, as Ctrl-C ends it. What the next build makes is what it would be.
cd "$WORK"
mkdir build
for i in $(seq 12); do
  awk -v first="$((i * 200))" '/^int f/ { n++ } n > first && n <= first + 200' long.c >"build/part$i.c"
done
# shellcheck disable=SC2016 # make expands them
printf 'all: %s\n%%.o: %%.c\n\t$(CC) -O1 -c $< -o $@\n' "$(seq -f 'part%.0f.o' 12 | tr '\n' ' ')" >build/Makefile
export CC=$INSTR_CC SOURCEPRINT_STRICT=1 SOURCEPRINT_CACHE_DIR=$WORK/cache
python3 "$RUNFILES/tests/e2e/interrupt_make.py" build cache || fail "make -j2: see above"
make -s -j2 -C build
for i in 1 12; do
  mv "build/part$i.o" kept.o
  SOURCEPRINT_CACHE_SIZE=0 make -s -C build "part$i.o"
  cmp kept.o "build/part$i.o"
done

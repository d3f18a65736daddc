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

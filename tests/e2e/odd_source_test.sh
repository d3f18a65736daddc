#!/usr/bin/env bash
# Sources that nobody writes by hand compile, with records, in bounded time and memory. SIZE: of the largest, in percent.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs
ulimit -v $((8 * 1024 * 1024))

python3 - "$SIZE" <<'END'
import sys

percent = int(sys.argv[1])
statements, bytes_of_a_line = 1000 * percent, 10000 * percent
levels = 16 if percent == 100 else 14  # of macros, each twice as long as the one inside


def emit(name, text):
    with open(name + ".c", "w", encoding="ascii") as file:
        file.write(text)


body = "".join(f"  a += g(a + {i});\n" for i in range(statements))
emit("statements", f"static int g(int x) {{ return x & 1; }}\nint main(void) {{\n  int a = 0;\n{body}  return a & 63;\n}}\n")
emit("line", "int main(void){int a=0;" + "a++;" * (bytes_of_a_line // 4) + "return a&63;}\n")
emit("blocks", "int main(void){int a=0;" + "{a++;if(a){" * 100 + "}}" * 100 + "return a;}\n")
chain = "".join(f"#define M{i}(x) M{i - 1}(x)\n" for i in range(1, 10001))
emit("chain", f"#define M0(x) do{{x++;x++;}}while(0)\n{chain}int main(void){{int a=0;M10000(a);return a;}}\n")
tree = "".join(f"#define W{i}(x) W{i - 1}(x) W{i - 1}(x)\n" for i in range(1, levels + 1))
emit("tree", f"#define W0(x) do{{x++;x++;}}while(0);\n{tree}int main(void){{int a=0;W{levels}(a) return a&63;}}\n")
uses = "".join(f"  M{i}(a);\n" for i in range(10000))
many = "".join(f"#define M{i}(x) do{{x++;x+={i};}}while(0)\n" for i in range(10000))
emit("many", f"{many}int main(void) {{\n  unsigned a=0;\n{uses}  return a&63;\n}}\n")
END

for name in statements line blocks chain tree many; do
  "$REAL_CLANG" -O0 -w -fbracket-depth=1000 $name.c -o plain
  timeout 600 "$INSTR_CC" -O0 -w -fbracket-depth=1000 $name.c -o recorded || fail "$name: status $?"
  plain=0 recorded=0
  ./plain || plain=$?
  ./recorded || recorded=$?
  [ "$plain" -eq "$recorded" ] || fail "$name: status $recorded, plain $plain"
  [ "$("$SOURCEPRINT" sites recorded | wc -l)" -gt 100 ] || [ $name = chain ] || fail "$name: too few sites"
done

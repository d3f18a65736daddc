"""Functions, and the whole program."""

from expressions import condition, expression
from generator import FORMS, Scope, form
from macros import definition
from statements import block_items, statement

HEAD = """\
#include <stdio.h>
static unsigned sum = 1u, supply, table[8] = {3u, 1u, 4u, 1u, 5u, 9u, 2u, 6u};
static struct { unsigned a : 3, b : 9; int c : 6; } bits = {5u, 300u, 7};
struct pair { unsigned one, two; };
static unsigned second_of(const struct pair *pair) { return pair->two; }
static void mix(unsigned value) { sum = (sum << 5 | sum >> 27) ^ value * 2654435761u; }
static void mix_text(const char *text) { while (*text) mix((unsigned char)*text++); }
static int burn(void) { return supply ? (int)supply-- : 0; }"""

MAIN = """\
int main(void)
{{
  unsigned round;
  for (round = 0u; round < 3u; round++) {{
{calls}
  }}
  printf("%08x %u\\n", sum, supply);
  return (int)(sum & 63u);
}}"""


def end(g):
    return g.pick(
        (
            [f"return {expression(g)};"],
            [f"if ({condition(g)})", f"return {expression(g)};", "else", f"return {expression(g)};"],
            [f"return {condition(g, 1)} ? {expression(g)} : {expression(g)};"],
        )
    )


def content(g, name, names):
    """The lines from brace to brace."""
    with Scope(g, variables=list(names), depth=0):
        lines = ["{", g.pick(("if (!burn()) return sum;", "if (!burn())\nreturn sum;"))]
        lines += block_items(g, 3, 8) + end(g) + ["}"]
    g.functions.append((name, len(names)))
    return "\n".join(lines).split("\n")


@form("function", 3)
def function(g):
    name, names = g.name("f"), ("p", "q")[: g.random.randint(1, 2)]
    kind = g.pick(("static", "static inline", "static __attribute__((noinline))", "extern", "__inline__ static"))
    head = f"{kind} unsigned {name}({', '.join('unsigned ' + n for n in names)})"
    prototype = [head + ";"] if g.chance(40) else []
    return prototype + [head] + content(g, name, names)


@form("function")
def old_style_function(g):
    name = g.name("f")
    return [f"static unsigned {name}(p, q)", "unsigned p,", "q;"] + content(g, name, ("p", "q"))


@form("function")
def recursive_function(g):
    name = g.name("f")
    head = [f"static unsigned {name}(unsigned p)", "{", "if (!burn() || p > 4u)", "return p;"]
    with Scope(g, variables=["p"], depth=1):
        lines = block_items(g, 1, 3) + [f"mix({name}(p + 1u));", f"return p + {expression(g)};", "}"]
    g.functions.append((name, 1))
    return head + lines


@form("function")
def function_of_a_macro(g):
    """Two functions that one macro defines."""
    macro, first, second = g.name("F"), g.name("f"), g.name("f")
    with Scope(g, variables=["p"], depth=2, in_macro=True):
        lines = ["static unsigned n(unsigned p) {", "if (!burn()) return p;", *statement(g), f"return {expression(g)};", "}"]
    g.functions += [(first, 1), (second, 1)]
    return [f"#define {macro}(n) " + " ".join(lines), f"{macro}({first})", f"{macro}({second})"]


def program(g):
    lines = HEAD.split("\n")
    for _ in range(g.random.randint(6, 14)):
        lines += definition(g)
    for _ in range(g.random.randint(3, 6)):
        lines += g.pick(FORMS["function"])(g)
        lines += definition(g)
    calls = [f"    supply = 900u;\n    mix({name}({', '.join(['round'] * parameters)}));" for name, parameters in g.functions]
    return layout(g, lines) + "\n" + MAIN.format(calls="\n".join(calls)) + "\n"


def layout(g, lines):
    """Joins lines here and there, puts comments between them, and continues some by a backslash."""
    text = []
    directive = True  # whether the line before belongs to one
    for line in lines:
        after, directive = directive, line.startswith("#") or (directive and text[-1].endswith("\\"))
        if after or directive or not g.chance(35):
            text.append(line)
        elif g.chance(5):
            text[-1] += " /* and */ \\"
            text.append(line)
        else:
            text[-1] += " " + line
    return "\n".join(text)

"""Definitions of macros. Their bodies are statements of every kind, with earlier macros in them."""

from expressions import condition, expression
from generator import FORMS, Scope, form
from statements import block_items, statement

PARAMETERS = ("x", "y", "z")


def definition(g):
    """The lines of one #define; the macro can be used from then on."""
    return g.pick(FORMS["definition"])(g)


def define(g, kind, head, text, use):
    g.macros.setdefault(kind, []).append(use)
    text = text if isinstance(text, list) else [text]
    return (f"#define {head} " + g.pick((" ", " \\\n  ")).join(text)).split("\n")


def parameters(g, most=2):
    return PARAMETERS[: g.random.randint(1, most)]


def inside(g, names, make, **settings):
    """What make() gives for the body of a macro with these parameters."""
    constants = [f"({name})" for name in names]
    with Scope(g, variables=[], constants=constants, in_macro=True, in_loop=False, depth=2, **settings):
        return make(g)


@form("definition", 2)
def object_macro(g):
    name = g.name("K")
    return define(g, "object", name, f"({inside(g, (), expression)})", name)


@form("definition", 3)
def expression_macro(g):
    name, names = g.name("E"), parameters(g, 3)
    text = inside(g, names, lambda g: f"({expression(g, 2)} + ({names[0]}) - {names[0]})")
    return define(g, "expression", f"{name}({', '.join(names)})", text, (name, len(names)))


@form("definition", 2)
def statement_expression_macro(g):
    name, names, value = g.name("E"), parameters(g), g.name("r")
    lines = inside(g, names, block_items)
    text = [f"({{ unsigned {value} = ({names[0]});", *lines, f"{value}; }})"]
    return define(g, "expression", f"{name}({', '.join(names)})", text, (name, len(names)))


@form("definition", 3)
def do_macro(g):
    name, names = g.name("D"), parameters(g)
    text = ["do {", *inside(g, names, block_items), "} while (0)"]
    return define(g, "statement", f"{name}({', '.join(names)})", text, (name, len(names)))


@form("definition")
def retry_macro(g):
    name = g.name("D")
    lines = inside(g, ("x",), statement)
    text = ["do { __label__ again;", "again:", *lines, "if (burn() && (x))", "goto again; } while (0)"]
    return define(g, "statement", f"{name}(x)", text, (name, 1))


@form("definition")
def block_macro(g):
    name, names = g.name("B"), parameters(g)
    text = ["{", *inside(g, names, block_items), "}"]
    return define(g, "block", f"{name}({', '.join(names)})", text, (name, len(names)))


@form("definition")
def control_macro(g):
    """A whole control statement, without the protection of do-while; its last semicolon is its own."""
    name = g.name("C")
    head = g.pick(("if (x)", "while ((x) && burn())", "for (unsigned c = 0u; c < ((x) & 3u) && burn(); c++)"))
    return define(g, "block", f"{name}(x)", [head, *inside(g, ("x",), statement)], (name, 1))


@form("definition")
def function_like_statement(g):
    """if-else that wants its semicolon from the user"""
    name = g.name("D")
    text = ["if (x)", *inside(g, ("x",), statement), "else", f"mix({inside(g, ('x',), expression)})"]
    return define(g, "statement", f"{name}(x)", text, (name, 1))


@form("definition", 2)
def loop_opener(g):
    name = g.name("O")
    kind = g.pick(("for", "while", "if"))
    if kind == "for":
        text = "for (unsigned i = 0u; i < ((n) & 3u) && burn(); i++)"
        return define(g, "loop opener", f"{name}(i, n)", text, name)
    text = "while (burn() && (c))" if kind == "while" else "if (!(c))"
    return define(g, f"{kind} opener", f"{name}(c)", text, name)


@form("definition")
def half_statement(g):
    name = g.name("H")
    return define(g, "half", name, g.pick(("sum +=", f"sum = {inside(g, (), expression)} +", "table[3] ^=")), name)


@form("definition")
def paste_macro(g):
    name = g.name("P")
    return define(g, "paste", f"{name}(a, b)", "a##b", name)


@form("definition")
def text_macro(g):
    name = g.name("D")
    text = g.pick(("mix_text(#x)", "((x) ? (void)0 : mix_text(#x \" fails in \" __FILE__))", "(mix_text(#x), mix(x))"))
    return define(g, "statement", f"{name}(x)", text, (name, 1))


@form("definition")
def line_macro(g):
    name = g.name("D")
    text = g.pick(("mix(__LINE__ + (x))", "do { if (x) mix(__LINE__); mix_text(__func__); } while (0)"))
    return define(g, "statement", f"{name}(x)", text, (name, 1))


@form("definition", 2)
def repeat_macro(g):
    name = g.name("R")
    text = g.pick(
        (
            "do { __VA_ARGS__; __VA_ARGS__; } while (0)",
            "if (sum & 1u) { __VA_ARGS__; } else { mix(3u); __VA_ARGS__; }",
            "for (unsigned r = 0u; r < 3u && burn(); r++) { __VA_ARGS__; }",
            "__VA_ARGS__",
        )
    )
    return define(g, "repeat", f"{name}(...)", text, name)


@form("definition")
def list_macro(g):
    name = g.name("X")
    items = [f"X({inside(g, (), expression)})" for _ in range(3)]
    return define(g, "list", f"{name}(X)", " ".join(items), name)


@form("definition")
def item_macro(g):
    name = g.name("I")
    text = g.pick(("mix(v);", "if (v) mix(v);", "sum ^= (v);", "{ unsigned u = (v); mix(u); }"))
    return define(g, "item", f"{name}(v)", text, name)


@form("definition")
def cases_macro(g):
    name = g.name("S")
    text = ["case 4u:", *inside(g, (), statement), "break;", "case 5u:"]
    return define(g, "cases", name, text, name)


@form("definition")
def declaration_macro(g):
    name = g.name("V")
    return define(g, "declaration", f"{name}(n, ...)", "unsigned n = (__VA_ARGS__)", name)


@form("definition")
def condition_macro(g):
    """Two controlling expressions in one."""
    name = g.name("D")
    text = ["do", *inside(g, ("x",), statement), f"while (burn() && ({inside(g, ('x',), condition)}) && (x))"]
    return define(g, "statement", f"{name}(x)", text, (name, 1))

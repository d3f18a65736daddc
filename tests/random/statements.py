"""Statements of every kind, as lists of lines. The bodies of control statements are braced or not, and nest."""

from expressions import condition, expression
from generator import FORMS, Scope, form

MOST_DEPTH = 3


def statement(g):
    """One statement that may stand anywhere, also alone after `if (...)`."""
    forms = FORMS["simple"]
    if g.depth < MOST_DEPTH:
        forms = forms + FORMS["control"] + FORMS["odd"]
    if g.chance(25):
        forms = FORMS["use"]
    with Scope(g, depth=g.depth + 1):
        return g.pick(forms)(g)


def block_items(g, least=1, most=4):
    """Declarations and statements, for a place between braces."""
    lines = []
    for _ in range(g.random.randint(least, most)):
        lines += declaration(g) if g.chance(20) else statement(g)
    return lines


def braced(g, **settings):
    with Scope(g, depth=g.depth + 1, **settings):
        return ["{"] + block_items(g) + ["}"]


def body(g, **settings):
    if g.chance(45):
        return braced(g, **settings)
    with Scope(g, **settings):
        return statement(g)


def declaration(g):
    name = g.name("v")
    if g.macro("declaration") and g.chance(30):
        lines = [f"{g.macro('declaration')}({name}, {expression(g)});"]
    else:
        lines = [g.pick((f"unsigned {name} = {expression(g)};", f"unsigned {name}; {name} = {expression(g, 1)};"))]
    if g.chance(20):
        array = g.name("w")
        lines.append(f"unsigned {array}[3] = {{{expression(g, 1)}, [2] = {expression(g, 1)}}}, {name}b = {array}[2];")
        g.variables.append(f"{name}b")
    g.variables.append(name)
    return lines


def target(g):
    return g.pick(g.variables + ["sum", f"table[{expression(g, 1)} & 7u]"])


@form("simple", 2)
def assign(g):
    return [f"{target(g)} {g.pick(('=', '+=', '^=', '-=', '*='))} {expression(g)};"]


@form("simple", 2)
def mix(g):
    return [f"mix({expression(g, 3)});"]


@form("simple")
def step(g):
    return [g.pick(("{0}++;", "--{0};", "{0}--, ++sum;")).format(target(g))]


@form("simple")
def bit_field_step(g):
    return [f"bits.{g.pick('abc')} {g.pick(('^=', '='))} {expression(g, 1)};"]


@form("simple")
def empty(g):
    return [g.pick((";", "{}", f"(void){g.number()};"))]


@form("simple")
def jump(g):
    if not g.in_loop:
        return mix(g)
    word = g.pick(("break;", "continue;"))
    return [g.pick((word, f"if ({condition(g, 1)}) {word}"))]


@form("simple")
def source_place(g):
    return [g.pick(("mix(__LINE__);", "mix_text(__func__);", "mix_text(__FILE__);", "mix((unsigned)__COUNTER__);"))]


@form("simple")
def assembly(g):
    return [f'__asm__ volatile("" : "+r"(sum) : "r"({expression(g, 1)}));']


@form("control", 2)
def if_statement(g):
    lines = [f"if ({condition(g)})"] + body(g)
    # A body that ends in an `if` of its own takes the `else`: that is dangling, and legal.
    return lines + (["else"] + body(g) if g.chance(50) else [])


@form("control", 2)
def else_if_chain(g):
    lines = [f"if ({condition(g)})"] + braced(g)
    for _ in range(g.random.randint(1, 4)):
        lines += [f"else if ({condition(g)})"] + g.pick((braced, braced, mix))(g)
    return lines + (["else"] + body(g) if g.chance(50) else [])


@form("control")
def bit_field_loop(g):
    field = f"bits.{g.pick('abc')}"
    lines = [g.pick((f"while ({field} && burn()) {{", f"for (; {field} && burn();) {{")), f"{field} >>= 1;"]
    return lines + body(g, in_loop=True) + ["}"]


@form("control")
def bit_field_switch(g):
    lines = [f"switch (bits.{g.pick('ab')}) {{", "case 0: case 1:", *mix(g), "break;", "case 2: default:"]
    with Scope(g, in_loop=False):
        return lines + statement(g) + ["}"]


@form("control", 2)
def while_loop(g):
    return [f"while ({expression(g)} && burn())"] + body(g, in_loop=True)


@form("control")
def do_loop(g):
    return ["do"] + body(g, in_loop=True) + [f"while (burn() && {expression(g)});"]


@form("control")
def for_loop(g):
    name = g.name("i")
    with Scope(g):
        head = f"for (unsigned {name} = {g.number(3)}; {name} < {g.number(6)} && burn(); {name}++)"
        g.variables.append(name)
        return [head] + body(g, in_loop=True)


@form("control")
def bare_for_loop(g):
    variable = target(g)
    parts = [
        g.pick(("", f"{variable} = {expression(g, 1)}", f"mix(1u), {variable} = 3u")),
        "burn()" + g.pick(("", f" && {expression(g, 1)}", f" && (mix({expression(g, 1)}), sum & 3u)")),
        g.pick(("", f"{variable} += 2u", f"{variable}++, mix({expression(g, 1)})")),
    ]
    return [f"for ({'; '.join(parts)})"] + body(g, in_loop=True)


@form("control")
def endless_loop(g):
    with Scope(g, in_loop=True):
        return [g.pick(("for (;;) {", "while (1) {")), "if (!burn()) break;"] + block_items(g) + ["break;", "}"]


@form("control", 2)
def switch_statement(g):
    lines = [f"switch ({expression(g)} & 7u) {{"] + (["unsigned never_set;"] if g.chance(15) else [])
    numbers = g.random.sample(range(8), g.random.randint(1, 5))
    for number in numbers:
        lines.append(f"case {number}u{g.pick(('', '', f' ... {number}u'))}:" + g.pick(("", " ;")))
        with Scope(g, in_loop=False):
            lines += statement(g)
        # clang does not find the label behind the attribute in every expansion of a macro.
        fallthrough = "break;" if g.in_macro or number == numbers[-1] else "__attribute__((fallthrough));"
        lines.append(g.pick(("break;", "", fallthrough)))
    if g.chance(60):
        lines += ["default:"] + mix(g)
    return lines + ["}"]


@form("control")
def bare_switch(g):
    return [f"switch ({expression(g)} & 1u) case {g.number(1)}:"] + mix(g)

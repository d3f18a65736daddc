"""Statements that jump into loops and between labels, and those whose types or values are made at run time."""

from expressions import condition, expression
from generator import Scope, form
from statements import assign, block_items, mix, statement, target


def with_labels(make):
    """A form with labels of the function is none for text that may come twice in it."""
    return lambda g: mix(g) if g.in_macro else make(g)


@form("odd")
def duff(g):
    """Cases inside the loop that the switch jumps into."""
    n = g.name("n")
    lines = ["{", f"unsigned {n} = {expression(g)} & 7u;", f"switch ({n} & 3u) {{", "case 0:", "do {"]
    for number in (1, 2, 3):
        with Scope(g, depth=9, in_loop=False):
            lines += statement(g)
        lines.append(f"case {number}:")
    return lines + mix(g) + [f"}} while ({n} && burn() && --{n});", "}", "}"]


@form("odd")
def case_in_if(g):
    lines = [f"switch ({expression(g)} & 3u) {{", f"if ({condition(g)}) {{", "case 1:", *mix(g)]
    return lines + ["} else", "case 2:", *assign(g), "case 3: default:;", *mix(g), "}"]


@form("odd")
@with_labels
def goto_forward(g):
    label = g.name("L")
    lines = ["{", f"if ({condition(g)}) goto {label};"]
    with Scope(g):
        lines += ["{"] + block_items(g) + ["}"]
    return lines + [f"{label}:"] + g.pick((lambda g: [";"], mix, statement))(g) + ["}"]


@form("odd")
@with_labels
def goto_backward(g):
    label = g.name("L")
    lines = ["{", f"{label}: __attribute__((unused));"] + statement(g)
    return lines + [f"if (burn() && {expression(g)})", f"goto {label};", "}"]


@form("odd")
@with_labels
def goto_between(g):
    """Into the other branch of an if."""
    label = g.name("L")
    lines = [f"if ({condition(g)}) {{", *mix(g), f"goto {label};", "} else {", *mix(g)]
    return lines + [f"{label}:", *mix(g), "}"]


@form("odd")
@with_labels
def labelled_body(g):
    return [f"if ({condition(g)})", f"{g.name('L')}:"] + mix(g)


@form("odd")
@with_labels
def computed_goto(g):
    labels = [g.name("L") for _ in range(3)]
    table = g.name("t")
    lines = ["{", f"static void *const {table}[] = {{{', '.join('&&' + label for label in labels)}}};"]
    lines.append(f"goto *{table}[{expression(g)} % 3u];")
    for label in labels:
        lines += [f"{label}:"] + mix(g)
        lines.append(f"if (burn() && {expression(g, 1)}) goto *{table}[{expression(g, 1)} % 3u];")
    return lines + ["}"]


@form("odd")
def local_labels(g):
    """A statement expression with a label of its own."""
    lines = ["sum += ({", "__label__ out;", f"unsigned r = {expression(g, 1)};", f"if ({condition(g, 1)})"]
    return lines + ["goto out;", "r++;", "out:", "r;", "});"]


@form("odd")
def jump_out_of_expression(g):
    if not g.in_loop:
        return local_labels(g)
    return [f"mix(({{ if ({condition(g, 1)}) {g.pick(('break', 'continue'))}; {expression(g, 1)}; }}));"]


@form("odd")
def loop_in_expression(g):
    lines = [f"{target(g)} = ({{", "unsigned k = 0u;", f"while (k < {g.number(4)} && burn())"]
    return lines + [f"k += 1u + ({expression(g, 1)} & 1u);", "k; });"]


@form("odd")
def variable_array(g):
    array, size = g.name("a"), g.name("s")
    lines = ["{", f"unsigned {size} = ({expression(g)} & 3u) + 1u;", f"unsigned {array}[{size}];"]
    lines.append(f"for (unsigned k = 0u; k < {size}; k++) {array}[k] = k + {expression(g, 1)};")
    if g.chance(50):
        lines.append(f"typedef unsigned row_{array}[{size}][({expression(g, 1)} & 1u) + 1u];")
        lines.append(f"mix((unsigned)sizeof(row_{array}));")
    return lines + [f"mix({array}[{expression(g)} % {size}] + (unsigned)sizeof {array});", "}"]


@form("odd")
def directive_inside(g):
    """A condition of the preprocessor in the middle of a statement, and of a chain."""
    if g.in_macro:
        return mix(g)
    call = ["{", f"mix({expression(g, 1)}", "#if 1", "+ 5u", "#else", "+ 6u", "#endif", ");", "}"]
    chain = [f"if ({condition(g, 1)})", *mix(g), "#ifdef NEVER", "else if (sum) sum = 0u;", "#endif", "else"]
    return g.pick((call, chain + mix(g)))

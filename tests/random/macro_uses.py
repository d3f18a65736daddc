"""Statements that use macros, in the ways that the kind of each allows."""

from expressions import expression
from generator import Scope, form
from statements import block_items, body, braced, mix, statement


def uses(kind, weight=1):
    """A form that is given one macro of the kind, once there is one."""

    def decorate(make):
        def choose(g):
            used = g.macro(kind)
            return make(g, used) if used else mix(g)

        return form("use", weight)(choose)

    return decorate


def invocation(g, used):
    name, parameters = used
    # An argument may begin on a line of its own; inside a definition all is one line.
    separator = g.pick((", ", ", ", ",\n" if not g.in_macro else ", "))
    return f"{name}({separator.join(expression(g) for _ in range(parameters))})"


@uses("statement", 6)
def whole(g, used):
    return (invocation(g, used) + ";").split("\n")


@uses("statement")
def twice_on_a_line(g, used):
    return ["{ " + "".join(invocation(g, used).replace("\n", " ") + "; " for _ in range(2)) + "}"]


@uses("block", 2)
def block(g, used):
    return ["{"] + invocation(g, used).split("\n") + ["}"]


@uses("loop opener", 2)
def loop(g, used):
    name = g.name("i")
    with Scope(g):
        head = f"{used}({name}, {expression(g)})"
        g.variables.append(name)
        return [head] + body(g, in_loop=True)


@uses("while opener")
def while_loop(g, used):
    return [f"{used}({expression(g)})"] + body(g, in_loop=True)


@uses("if opener")
def unless(g, used):
    return [f"{used}({expression(g)})"] + braced(g) + ["else"] + body(g)


@uses("half")
def half(g, used):
    return [f"{used} {expression(g)};"]


@uses("paste")
def paste(g, used):
    return [g.pick((f"mix({used}(ta, ble)[{expression(g)} & 7u]);", f"{used}(su, m) += {used}(1, 2u);"))]


@uses("repeat", 2)
def repeat(g, used):
    with Scope(g, in_macro=True, in_loop=False, depth=2):
        lines = statement(g) if g.chance(50) else ["{"] + block_items(g, 1, 2) + ["}"]
    separator = " " if g.in_macro else "\n"
    # The braces hold what declares something, or more than one statement.
    return ["{"] + f"{used}({separator.join(lines)}".split("\n") + [");", "}"]


@uses("list")
def from_list(g, used):
    item = g.macro("item")
    if not item:
        return mix(g)
    return ["{", f"{used}({item})", "}"]


@uses("cases")
def cases(g, used):
    return [f"switch ({expression(g)} & 7u) {{", "case 1u:", *mix(g), used, *mix(g), "}"]

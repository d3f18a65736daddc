"""Expressions of type unsigned, free of undefined behaviour: masked shifts and indices, odd divisors."""

from generator import FORMS, form

ARITHMETIC = ("+", "-", "*", "^", "&", "|")
COMPARISON = ("==", "!=", "<", "<=", ">", ">=")
LOGICAL = ("&&", "||")


def leaf(g):
    choices = [g.number(), g.number(5), "sum", f"table[{g.number(7)}]", "(unsigned)sizeof(int)"]
    choices += g.variables * 2 + g.constants * 2 + g.macros.get("object", [])
    return g.pick(choices)


def expression(g, depth=2):
    if depth <= 0 or g.chance(20):
        return leaf(g)
    return g.pick(FORMS["expression"])(g, depth - 1)


def condition(g, depth=2):
    """As after `if (`: of any scalar type."""
    if g.chance(50):
        return expression(g, depth)
    left, right = expression(g, depth - 1), expression(g, depth - 1)
    return g.pick(
        (
            f"{left} {g.pick(LOGICAL)} {right}",
            f"!{left} {g.pick(LOGICAL)} {right} {g.pick(COMPARISON)} {expression(g, depth - 1)}",
            f"{left} {g.pick(COMPARISON)} {right}",
            f"{left}, {right}",
            f"bits.{g.pick('abc')}",
        )
    )


@form("expression", 2)
def arithmetic(g, depth):
    return f"({expression(g, depth)} {g.pick(ARITHMETIC)} {expression(g, depth)})"


@form("expression", 2)
def truth(g, depth):
    return f"(unsigned)({condition(g, depth)})"


@form("expression")
def divide(g, depth):
    return f"({expression(g, depth)} {g.pick(('/', '%'))} ({expression(g, depth)} | 1u))"


@form("expression")
def shift(g, depth):
    return f"({expression(g, depth)} {g.pick(('<<', '>>'))} ({expression(g, depth)} & 15u))"


@form("expression")
def conditional(g, depth):
    return f"({condition(g, depth)} ? {expression(g, depth)} : {expression(g, depth)})"


@form("expression")
def elvis(g, depth):
    return f"({expression(g, depth)} ?: {expression(g, depth)})"


@form("expression")
def comma(g, depth):
    return f"(mix({expression(g, depth)}), {expression(g, depth)})"


@form("expression")
def element(g, depth):
    return f"table[{expression(g, depth)} & 7u]"


@form("expression")
def bit_field(g, depth):
    a, b = g.pick("abc"), g.pick("abc")
    # The sign and the size show whether a field was promoted to int.
    return g.pick(
        (
            f"(unsigned)(({expression(g, depth)} ? bits.{a} : bits.{b}) - 200 < 0)",
            f"(unsigned)(bits.{a} ?: bits.{b})",
            f"(bits.{a} && bits.{b} ? {expression(g, depth)} : (unsigned)bits.{b})",
            f"(unsigned)((bits.{a} || bits.{b}) + sizeof(bits.{a} + 0))",
        )
    )


@form("expression")
def statement_expression(g, depth):
    value = g.name("e")
    declared = f"unsigned {value} = {expression(g, depth)};"
    return f"({{ {declared} if ({value} & 1u) {value} += 3u; else {value} ^= sum; {value}; }})"


@form("expression")
def compound_literal(g, depth):
    first, second = expression(g, depth), expression(g, depth)
    return g.pick(
        (
            f"((struct pair){{{first}, {second}}}).two",
            f"((unsigned[]){{{first}, {second}, 5u}})[{expression(g, depth)} & 1u]",
            f"second_of(&(struct pair){{.two = {first}, .one = {second}}})",
        )
    )


@form("expression")
def call(g, depth):
    if not g.functions:
        return element(g, depth)
    name, parameters = g.pick(g.functions)
    return f"{name}({', '.join(expression(g, depth) for _ in range(parameters))})"


@form("expression", 3)
def macro(g, depth):
    used = g.macro("expression")
    if not used:
        return conditional(g, depth)
    name, parameters = used
    return f"{name}{g.pick(('', '', ' '))}({', '.join(expression(g, depth) for _ in range(parameters))})"


@form("expression")
def selected(g, depth):
    return f"_Generic({expression(g, depth)}, unsigned: {expression(g, depth)}, default: 1u)"

"""What the parts of the program generator share: chance, names, scopes, and the list of forms.

A generated program computes a checksum by unsigned arithmetic. Every loop, every jump backwards and every call takes one
unit of a limited supply, by burn(), so that the program ends.
"""

import random

FORMS = {"expression": [], "simple": [], "control": [], "odd": [], "definition": [], "use": [], "function": []}


def form(kind, weight=1):
    """Decorates a function that makes text of some kind: it is chosen so many times as often as others."""

    def register(function):
        FORMS[kind] += [function] * weight
        return function

    return register


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.counter = 0
        self.variables = []  # unsigned, in scope, initialised
        self.constants = []  # the same, to be read only
        self.functions = []  # (name, number of parameters), defined already
        self.macros = {}  # kind -> macros of the kind that can be used
        self.depth = 0
        self.in_loop = False  # break and continue are allowed
        self.in_macro = False  # the text may come twice in a function, and on one line: no labels, no directives

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def pick(self, choices):
        return self.random.choice(choices)

    def number(self, most=99):
        return f"{self.random.randint(0, most)}u"

    def name(self, stem):
        self.counter += 1
        return f"{stem}{self.counter}"

    def macro(self, kind):
        """One that can be used, or None."""
        return self.pick(self.macros.get(kind, [None]))


class Scope:
    """with Scope(generator): what is declared in it ends with it; changes of the other settings too."""

    def __init__(self, generator, **settings):
        self.generator = generator
        self.settings = dict(settings, variables=list(settings.get("variables", generator.variables)))
        self.before = {}

    def __enter__(self):
        self.before = {key: getattr(self.generator, key) for key in self.settings}
        for key, value in self.settings.items():
            setattr(self.generator, key, value)

    def __exit__(self, *_):
        for key, value in self.before.items():
            setattr(self.generator, key, value)

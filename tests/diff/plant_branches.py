"""plant_branches.py STATS COUNT: plants COUNT branches in sources of the current folder, at statements that STATS, what
`sourceprint stats --format=json` printed, has as executed. Prints, a line each, number, file and line."""

import collections
import json
import random
import sys

from plant import in_braces, offset_of

Site = collections.namedtuple("Site", "line column")

with open(sys.argv[1], encoding="utf-8") as file:
    statements = [s for s in json.load(file)["statement"] if s["column"] and not s["file"].startswith("/")]
random.Random(1).shuffle(statements)
texts, planted = {}, collections.defaultdict(list)
for statement in statements:
    name = statement["file"]
    if name not in texts:
        with open(name, encoding="utf-8") as file:
            texts[name] = file.read()
    text, site = texts[name], Site(statement["line"], statement["column"])
    at = offset_of(text, site)
    # A loop's condition may stand behind a semicolon; a declaration before it would be out of place behind a label.
    if not in_braces(text, at) or "for" in text[: at].split("\n")[-1] or not text[at:].startswith(statement["snippet"][:8]):
        continue
    planted[name].append((at, site.line))
    if sum(map(len, planted.values())) == int(sys.argv[2]):
        break
number = 0
for name, places in planted.items():
    text = texts[name]
    for at, line in sorted(places, reverse=True):
        number += 1
        text = f"{text[:at]}if (planted_at == {number}) planted_count++; {text[at:]}"
        print(number, name, line)
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)

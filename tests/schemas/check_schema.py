#!/usr/bin/env python3
"""Checks what a command printed by its schema. usage: check_schema.py [--lines] SCHEMA FILE

All that is printed must be declared, and described; with --lines each line is a value of its own. What is required must
be missed, and a key of a later version must be accepted.
"""

import argparse
import copy
import json
import sys

import jsonschema


def parts(schema):
    """The schema and all that is in it."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)


def strict(schema):
    """The same without room for more keys than it has."""
    schema = copy.deepcopy(schema)
    for part in parts(schema):
        if isinstance(part.get("properties"), dict):
            part["additionalProperties"] = False
    return schema


def undescribed(schema):
    for part in parts(schema):
        for name, field in part.get("properties", {}).items() if isinstance(part.get("properties"), dict) else ():
            if not field.get("description") and not described(schema, field.get("$ref")):
                yield f"{name} has no description"


def described(schema, target):
    return target and schema["$defs"][target.rsplit("/", 1)[1]].get("description")


def problems(schema, values):
    yield from undescribed(schema)
    loose = jsonschema.Draft202012Validator(schema)
    exact = jsonschema.Draft202012Validator(strict(schema))
    for value in values:
        for error in exact.iter_errors(value):
            yield f"{'/'.join(map(str, error.path))}: {error.message[:300]}"
    if not values:
        yield "there is nothing to check"
        return
    value = values[0]
    later = {**value, "of_a_later_version": 1}
    if not loose.is_valid(later) or exact.is_valid(later):
        yield "a key of a later version is refused, or would not be noticed"
    for key in schema["required"]:
        if loose.is_valid({other: value[other] for other in value if other != key}):
            yield f"{key} is not missed"


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", action="store_true")
    asked.add_argument("schema")
    asked.add_argument("file")
    options = asked.parse_args()
    with open(options.schema, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    with open(options.file, encoding="utf-8") as file:
        values = [json.loads(line) for line in file] if options.lines else [json.load(file)]
    found = list(problems(schema, values))
    print("\n".join(found[:10]))
    sys.exit(bool(found))


main()

#!/usr/bin/env python3
"""Validates a JSON file. usage: by_schema.py SCHEMA FILE"""

import json
import sys

import jsonschema


def main():
    with open(sys.argv[1]) as file:
        schema = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        value = json.load(file)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    errors = list(validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(value))
    for error in errors[:10]:
        print("/".join(map(str, error.path)), error.message[:300])
    sys.exit(bool(errors))


main()

#!/usr/bin/env python3
"""Prints a C program that ends, prints a checksum, and is made of what rewriters get wrong.

Usage: generate.py SEED
"""

import sys

import macro_uses  # noqa: F401 - its forms are looked up by kind
import odd_statements  # noqa: F401
from functions import program
from generator import Generator

print(program(Generator(int(sys.argv[1]))), end="")

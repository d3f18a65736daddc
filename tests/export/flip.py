#!/usr/bin/env python3
"""Changes a bit in each of 200 places of a file, the same ones each time."""

import random
import sys

random.seed(4711)
with open(sys.argv[1], "r+b") as file:
    data = bytearray(file.read())
    for _ in range(200):
        data[random.randrange(5000, len(data))] ^= 1 << random.randrange(8)
    file.seek(0)
    file.write(data)

#!/usr/bin/env python3
"""C and C++ are laid out by clang-format. To mend: clang-format-14 -i FILE."""

import tracked

tracked.run(["clang-format-14", "--dry-run", "--Werror"], tracked.files(*tracked.C_FAMILY))

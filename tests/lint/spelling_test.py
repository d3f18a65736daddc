#!/usr/bin/env python3
"""codespell knows no word to be wrong. The licence is quoted, not ours to mend."""

import tracked

tracked.run(["codespell", "--ignore-words", "tests/lint/words.txt"], [f for f in tracked.files() if f != "LICENSE"])

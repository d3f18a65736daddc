#!/usr/bin/env python3
"""Every shell script passes shellcheck."""

import tracked

tracked.run(["shellcheck", "--external-sources"], tracked.shell_scripts())

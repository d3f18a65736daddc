#!/bin/sh
# A job for continuous integration: builds with records, checks that no source is changed, runs the tests, and keeps what a
# failed one executed last. Put your own commands for make.
set -eu
export SOURCEPRINT_OUTPUT_DIR="$PWD/recorded-runs"

sourceprint build --strict --verify -- make
if ! make test; then
  sourceprint last --color=never
  # Each run holds all that is needed to read it elsewhere.
  tar -czf recorded-runs.tar.gz recorded-runs
  exit 1
fi

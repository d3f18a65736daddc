#!/usr/bin/env bash
# One sample, SP_SAMPLE, with each expectation that stands in its comments.
. tests/e2e/lib.sh
setup_dist

folder=$RUNFILES/$(dirname "$SP_SAMPLE")
cp -rL "$folder"/*.c "$folder/parts" .
python3 "$folder/check_sample.py" "$PWD/$(basename "$SP_SAMPLE")"

#!/usr/bin/env bash
# The cases of limits.c, which need root, and mounts that nobody else sees.
if [ "$(id -u)" -ne 0 ] || ! unshare -m true; then
  echo "SKIPPED: changing the user, the root and mounts takes root"
  exit 0
fi
PROGRAM=limits exec unshare -m tests/deaths/deaths_test.sh

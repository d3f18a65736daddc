#!/usr/bin/env bash
# Makes sqlite's amalgamation, its whole source in one file, from Debian's source package.
# usage: make_amalgamation.sh SOURCE_TAR RESULT_TAR
set -euo pipefail

source=$(readlink -f "$1")
result=$PWD/$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
tar -xf "$source"
mkdir tools amalgamation
(cd tools && CC=gcc ../sqlite3/configure --disable-tcl && make sqlite3.c shell.c) >log 2>&1 || {
  tail -20 log >&2
  exit 1
}
cp tools/sqlite3.[ch] tools/shell.c amalgamation
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$result" amalgamation

#!/usr/bin/env bash
# What is linked statically comes with its licence.
. tests/e2e/lib.sh
setup_dist
licences=$DIST/share/doc/sourceprint/licences
expect_contains "$licences/llvm" "Apache License"
expect_contains "$licences/llvm" "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION"
expect_contains "$licences/llvm" "LLVM Exceptions to the Apache 2.0 License"
expect_contains "$licences/libyaml" "Permission is hereby granted"
expect_contains "$licences/sqlite" "public domain"
expect_contains "$licences/xxhash" "Redistribution and use in source and binary forms"
# What the programs have in them, by words of their own; each is among those above.
grep -q 'SQLite format 3' "$DIST/bin/sourceprint" || fail "SQLite is not in it any more"
# What they find on the system must not be in them as well.
for program in "$DIST/bin/sourceprint" "$DIST/bin/instr-cc" "$DIST/lib/sourceprint/instr-rewrite"; do
  ldd "$program" >needed
  ! grep -q 'not found' needed || fail "$program: $(cat needed)"
  ! grep -qE 'libyaml|libsqlite3|libxxhash|libLLVM|libclang' needed || fail "$program: $(cat needed)"
done

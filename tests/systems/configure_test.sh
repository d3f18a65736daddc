#!/usr/bin/env bash
# The configure of a real package finds out the same with instr-cc as with clang: all that it writes is the same to the
# byte. PACKAGE names a Debian source.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs FORCE_UNSAFE_CONFIGURE=1

# The compilers have one name, since what configure writes holds it.
for kind in plain recorded; do
  mkdir build "$kind"
  compiler=$REAL_CLANG
  [ "$kind" = plain ] || compiler=$INSTR_CC
  ln -sfn "$compiler" cc
  (cd build && unpack_source "$PACKAGE")
  find "build/$PACKAGE" -type f | sort >before
  (cd "build/$PACKAGE" && timeout 1000 ./configure CC="$WORK/cc") >"$kind/stdout" 2>"$kind/stderr" </dev/null ||
    fail "$(tail "$kind/stdout" "$kind/stderr")"
  find "build/$PACKAGE" -type f | sort | comm -13 before - >made
  mkdir "$kind/made"
  tar -cf - -T made | tar -C "$kind/made" -xf -
  rm -rf build
done
# GNU packages tell the time.
sed -i "/^configure: autobuild timestamp/d" plain/stdout recorded/stdout
expect_same plain/stdout recorded/stdout
expect_same plain/stderr recorded/stderr

# The log has names of temporary files, and which process ran when.
find plain/made -name config.log -delete
find recorded/made -name config.log -delete
diff -r plain/made recorded/made || fail "configure wrote something else"
[ -n "$(find plain/made -name config.h)" ] || fail "there is no config.h among $(wc -l <made) files"
find plain/made -name config.status | grep -q . || fail "there is no config.status"
# Nothing of what it compiles is a program of the user's.
[ ! -e runs ] || fail "probes were recorded: $(ls runs)"
echo "$PACKAGE: $(wc -l <made) files, $(grep -c '^checking' plain/stdout) checks, the same"

#!/usr/bin/env bash
# Gotcha 20: read-only sources, umask, TMPDIR absent, noexec or full, names near NAME_MAX, parallel compiles.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
long=$(printf 'n%.0s' {1..240})
mkdir out "$long"
printf '#include "one.h"\nint main(void) {\n  return one();\n}\n' >one.c
printf 'static inline int one(void) {\n  return 0;\n}\n' >one.h
cp one.c "$long.c"
cp one.c "$long/$long.c"
cp one.h "$long/"
# shellcheck disable=SC2016 # it is text
odd='odd $(name) "q" '\''s'\'' *?.c'
printf 'int main(void) {\n  int unused;\n  return 0;\n}\n' >"$odd"
printf 'int two(void) {\n  return 2;\n}\n' >$'new\nline.c'
printf 'int two(void) {\n  return 2;\n}\n' >$'\xe4\xf6-not-utf8.c'
cd ..

# A read-only tree of sources: nothing is written beside them.
chmod -R a-w "$SOURCES"
chmod u+w "$SOURCES" "$SOURCES/out"
same -c one.c -o out/one.o
expect_made out/one.o
same one.c -o program
chmod -R u+w "$SOURCES"

# Modes of what is made, by umask.
for mask in 022 002 077 0 0777; do
  (umask $mask && same -c one.c -MD) || fail "umask $mask"
  (umask $mask && same one.c -o out/program) || fail "umask $mask"
done

# Places for the private folder.
mkdir temporary "temp \$(x) \"q\" s"
for folder in "$WORK/temporary" "$WORK/temp \$(x) \"q\" s" "$WORK/absent" /dev/null "" relative; do
  TMPDIR=$folder SAID='s|/[^ ]*/one-[0-9a-f]*\.o|T|g' same -c one.c -MD
  [ ! -d "$folder" ] || [ -z "$(ls -A "$folder")" ] || fail "left in $folder: $(ls -A "$folder")"
done
TMPDIR=$WORK/temporary same one.c -o program
[ -z "$(ls -A temporary)" ] || fail "left: $(ls -A temporary)"

# Long and odd names.
same -c "$long.c"
expect_made "$long.o"
same -c "$long/$long.c" -o out/x.o -MD
same "$long.c" -o program
same -c "$long$long.c"
same -c one.c -o "$long$long.o"
same -Wall -c "$odd" -MD
same -c $'new\nline.c'
# The overlay cannot say such a name: it is compiled as it is, and counted.
SOURCEPRINT_STRICT=0 same_untouched -c $'\xe4\xf6-not-utf8.c'
expect_contains "$WORK/runs/fallbacks" 'is not UTF-8'

# A temporary folder that is full, and one where nothing may be executed, where mounts can be made.
cat >mounted.sh <<'EOF'
mount -t tmpfs -o "$1" none temporary || exit 77 # skipped: no mount can be made here
[ "$2" = keep ] || head -c 1m /dev/zero >temporary/filling 2>/dev/null
cd sources
TMPDIR=$WORK/temporary "$INSTR_CC" -c one.c -o out/mounted.o
EOF
for how in "noexec keep" "size=16k fill" "size=4k,nr_inodes=3 keep"; do
  read -ra words <<<"$how"
  status=0
  SOURCEPRINT_STRICT=0 unshare -rm bash mounted.sh "${words[@]}" 2>err || status=$?
  if [ $status -eq 77 ] || grep -q 'unshare' err; then
    echo "no mounts here: $how is left out"
    continue
  fi
  [ $status -eq 0 ] || fail "$how: $(cat err)"
  [ ! -s err ] || fail "$how: $(cat err)"
  [ -s sources/out/mounted.o ] || fail "no object: $how"
  [ "${words[0]}" != noexec ] || expect_sites sources/out/mounted.o "$how"
done

# Parallel compiles of one source.
cp sources/one.[ch] .
for n in {1..6}; do "$INSTR_CC" -c one.c -o "parallel$n.o" -MD & done
wait
for n in {1..6}; do
  expect_sites "parallel$n.o" parallel
  cmp "parallel1.o" "parallel$n.o" || fail "two compiles of one source differ"
done
# A working directory that is gone, and closed descriptors.
cat >closed.sh <<'EOF'
"$INSTR_CC" -c one.c -o closed.o <&- >&- 2>&-
EOF
bash closed.sh || fail "closed descriptors"
expect_sites closed.o 'closed descriptors'

# shellcheck shell=bash
# Command lines that are run twice, by the real clang and by instr-cc, and must not differ. Source it after
# tests/e2e/lib.sh and setup_dist:
#
#   cat >"$SOURCES/one.c" ...        what every command finds in its working directory
#   same WORD...                     is ours: each object and program that comes of it has sites
#   same_untouched WORD...           is not ours: every byte is clang's
#   A=B INPUT=one.c same WORD...     with an environment and a standard input
#
# Compared are: status, stdout, stderr, the names, kinds and modes of all files that came into being, and their bytes,
# except those of objects. A program of the name `program` is run, and its output compared.
#
# COMPILER   words that stand for the compiler; the word instr-cc is replaced by either (instr-cc alone)
# DIFFERS    an extended regular expression: files whose bytes may differ, and why stands beside its use
# OTHERS     an extended regular expression: objects that others make, from no C source
# NO_SITES   not empty: nothing in the objects is recorded, because there is no statement
# SAID       a filter for what was said, where it cannot be the same twice (temporary names)
export SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs
SOURCES=$WORK/sources
mkdir "$SOURCES"

# run_one plain|recorded WORD...: leaves build, stdout, stderr, status, files and output in that folder.
run_one() {
  local kind=$1 compiler=$REAL_CLANG status=0 word command=()
  shift
  [ "$kind" = plain ] || compiler=$INSTR_CC
  for word in ${COMPILER:-instr-cc}; do
    [ "$word" != instr-cc ] || word=$compiler
    command+=("$word")
  done
  cp -a "$SOURCES" build
  (cd build && exec "${command[@]}" "$@") >stdout 2>stderr <"${INPUT:-/dev/null}" || status=$?
  echo "$status" >status
  (cd build && find . -printf '%P %y %m %l\n' | sort) >files
  : >output
  if [ -x build/program ]; then
    status=0
    ./build/program >output 2>&1 </dev/null || status=$?
    echo "status $status" >>output
  fi
  for word in stdout stderr; do
    # A linker names temporary objects, and places in them.
    sed -Ei 's|/[^ :]*/[^ /:]*\.o:|TEMPORARY.o:|g; s|\(\.text\+0x[0-9a-f]+\)|(.text+N)|g' "$word"
    [ -z "${SAID:-}" ] || sed -Ei "$SAID" "$word"
  done
  mkdir "$kind"
  mv build stdout stderr status files output "$kind"
}

# made_by_backend FILE: an object, a program or bitcode, by its first bytes.
made_by_backend() {
  case $(head -c4 "$1" | od -An -tx1) in
    ' 7f 45 4c 46' | ' 42 43 c0 de') return 0 ;;
  esac
  return 1
}

# run_both WORD...: what holds whether a command is ours or not.
run_both() {
  local part
  rm -rf plain recorded
  run_one plain "$@"
  run_one recorded "$@"
  for part in status stdout stderr files output; do
    cmp -s "plain/$part" "recorded/$part" && continue
    # The object itself may be what is on stdout.
    [ "$part" != stdout ] || [ -n "${UNTOUCHED:-}" ] || ! made_by_backend plain/stdout || continue
    diff -au "plain/$part" "recorded/$part" || fail "$part differs: $*"
  done
  mapfile -d '' -t DIFFERENT < <(cd plain/build &&
    find . -type f -exec sh -c 'cmp -s "$1" "../../recorded/build/$1" || printf "%s\0" "$1"' - {} \;)
}

same_untouched() {
  UNTOUCHED=1 run_both "$@"
  [ "${#DIFFERENT[@]}" -eq 0 ] || fail "bytes differ in ${DIFFERENT[*]}: $*"
}

same() {
  local file
  run_both "$@"
  for file in "${DIFFERENT[@]}"; do
    made_by_backend "plain/build/$file" || [[ $file =~ ^(${DIFFERS:-})$ ]] || {
      diff -au "plain/build/$file" "recorded/build/$file" || true
      fail "bytes differ in $file: $*"
    }
  done
  [ -z "${NO_SITES:-}" ] || return 0
  while read -r -d '' file; do
    # Bitcode has its sites when it is linked.
    [[ -e $SOURCES/$file || $(head -c4 "recorded/build/$file") != $'\x7fELF' || $file =~ ^\./(${OTHERS:-})$ ]] || expect_sites "recorded/build/$file" "$*"
  done < <(cd recorded/build && find . -type f \( -name '*.o' -o -name '*.obj' -o -name '*.so' -o -name program -o -name a.out \) -print0)
}

# expect_sites FILE WHAT
expect_sites() {
  "$SOURCEPRINT" sites "$1" >site_list 2>&1 || fail "no sites in $1 of: $2: $(cat site_list)"
  [ -s site_list ] || fail "no sites in $1 of: $2"
}

# expect_made FILE...: the last command made them; without it, two failures alike would count as a success.
expect_made() {
  local file
  for file; do
    [ -e "recorded/build/$file" ] || fail "no $file"
  done
}

# expect_said TEXT: the last command said it on stderr.
expect_said() { expect_contains recorded/stderr "$1"; }

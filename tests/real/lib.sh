# shellcheck shell=bash
# What the tests of real programs share. Source it behind tests/e2e/lib.sh.

# expect_all_commands PROBLEMS RUN...: every command that reads runs has something to say of these, and nothing is amiss.
# PROBLEMS: a regular expression of lines on stderr that are no problem.
expect_all_commands() {
  local allowed=$1 command words format
  shift
  for command in "last --color=always" "last --format=json" "last --raw" "log" "log --format=json" "stats" "stats --format=json" \
    "path" "path --format=json" "sites" "follow -n 5"; do
    read -ra words <<<"$command"
    timeout 120 "$SOURCEPRINT" "${words[@]}" "$@" >shown 2>said || fail "status $? of: sourceprint $command: $(cat said)"
    [ -s shown ] || fail "nothing is shown by: sourceprint $command"
    ! grep -vE "$allowed" said || fail "words of: sourceprint $command"
  done
  for format in jsonl chrome folded lcov sarif gnu sqlite html; do
    rm -f "exported.$format"
    timeout 120 "$SOURCEPRINT" export --format="$format" -o "exported.$format" "$@" 2>said || fail "status $? of export --format=$format: $(cat said)"
    [ -s "exported.$format" ] || fail "export --format=$format is empty"
    ! grep -vE "$allowed" said || fail "words of export --format=$format"
  done
  rm -f packed.tar.zst
  "$SOURCEPRINT" pack -o packed.tar.zst "$@" >/dev/null || fail "they cannot be packed"
  expect_same <("$SOURCEPRINT" log "$@" 2>/dev/null) <("$SOURCEPRINT" log packed.tar.zst 2>/dev/null)
}

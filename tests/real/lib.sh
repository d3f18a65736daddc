# shellcheck shell=bash
# What the tests of real programs share. Source it behind tests/e2e/lib.sh.

# expect_all_commands RUN...: every command that reads runs has something to say of these, and nothing is amiss. How a
# process ended is told on stderr by follow.
expect_all_commands() {
  local command words format
  for command in "last --color=always" "last --format=json" "last --raw" "log" "log --format=json" "stats" "stats --format=json" \
    "path" "path --format=json" "follow -n 5"; do
    read -ra words <<<"$command"
    timeout 120 "$SOURCEPRINT" "${words[@]}" "$@" >shown 2>said || fail "status $? of: sourceprint $command: $(cat said)"
    [ -s shown ] || fail "nothing is shown by: sourceprint $command"
    ! grep -vE '^sourceprint: /.* \(pid [0-9]+\): ' said || fail "words of: sourceprint $command"
  done
  for format in jsonl chrome folded lcov sarif gnu sqlite html; do
    rm -f "exported.$format"
    timeout 120 "$SOURCEPRINT" export --format="$format" -o "exported.$format" "$@" 2>said || fail "status $? of export --format=$format: $(cat said)"
    [ -s "exported.$format" ] || fail "export --format=$format is empty"
    [ ! -s said ] || fail "words of export --format=$format: $(cat said)"
  done
  [ "$("$SOURCEPRINT" sites "$1" | wc -l)" -gt 10 ] || fail "there are no sites"
  rm -f packed.tar.zst
  "$SOURCEPRINT" pack -o packed.tar.zst "$@" >/dev/null || fail "they cannot be packed"
  expect_same <("$SOURCEPRINT" log "$@" 2>/dev/null) <("$SOURCEPRINT" log packed.tar.zst 2>/dev/null)
}

#!/usr/bin/env bash
# The manual page of each command lists the options that the command has.
. tests/e2e/lib.sh
setup_dist
python3 "$RUNFILES/tests/e2e/check_options.py" "$SOURCEPRINT" "$DIST/docs" || fail "see above"

# The check sees what is missing, and what is too much.
cp -r "$DIST/docs" docs
chmod -R u+w docs
# shellcheck disable=SC2016 # backquotes of Markdown
sed -i '/^| `--raw`/d; s/^| `--each`/| `--every`/' docs/sourceprint-last.md
if python3 "$RUNFILES/tests/e2e/check_options.py" "$SOURCEPRINT" docs 2>words; then
  fail "a page that is wrong passes"
fi
expect_contains words "last: the page does not list --raw"
expect_contains words "last: the page lists --every, which there is not"

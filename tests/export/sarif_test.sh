#!/usr/bin/env bash
# Issue item 2, export sarif: by SARIF's schema, with the reader's last statements and the statements before them.
#
# With SCHEMA=official by the schema of the standard, from npm; else by one of the part that is written.
. tests/export/lib.sh
make_program

by=$EXPORT/sarif_part.schema.json
if [ "$SCHEMA" = official ]; then
  npm=$(command -v npm || true)
  if ! "${npm:-npm}" pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >words 2>&1; then
    echo "SKIPPED: the schema of SARIF cannot be had from npm: $(head -3 words)"
    exit 0
  fi
  tar -xzf ./microsoft-jest-sarif-*.tgz
  by=package/lib/schemas/sarif-2.1.0-rtm.5.json
fi

expect_sarif() {
  export_to "$1.sarif" sarif "$1"
  python3 "$EXPORT/by_schema.py" "$by" "$1.sarif" || fail "$1: not by the schema, see above"
  python3 "$EXPORT/check_sarif.py" "$1.sarif" "$1.records" "$1.last" "$WORK" || fail "$1: see above"
}

for how in crash exit fork long; do
  run_program "$how" "$how"
  expect_sarif "$how"
done
run_program text crash SOURCEPRINT_SINK=text
expect_sarif text
# What stands for an argument in a message is no argument here; in the source's text it stays as it is.
expect_contains crash.sarif '"message":{"text":"const int pair[] = {{i, i + 1}}"}'
expect_contains crash.sarif '"snippet":{"text":"const int pair[] = {i, i + 1}"}'
expect_contains crash.sarif '"uri":"odd%20name.h"'
expect_json crash.sarif "d['runs'][0]['results'][0]['message']['text'].endswith('killed by SIGSEGV at address 0x0: *nowhere = (char)sum')"

# Columns are counted as SARIF does: ü is one.
cat >umlauts.c <<'END'
int main(void) {
  volatile int *nowhere = 0;
  /* üü 𝄞 */ return *nowhere;
}
END
SOURCEPRINT_STRICT=1 "$INSTR_CC" umlauts.c -o umlauts
SOURCEPRINT_OUTPUT_DIR=$WORK/columns quietly ./umlauts || true
"$SOURCEPRINT" export --format=sarif columns >columns.sarif
expect_json columns.sarif "d['runs'][0]['results'][0]['locations'][0]['physicalLocation']['region']['startColumn'] == 15"

expect_sound_when_damaged sarif crash/*-program-*
cp damaged.export damaged.sarif
python3 "$EXPORT/by_schema.py" "$by" damaged.sarif || fail "a damaged run: not by the schema"

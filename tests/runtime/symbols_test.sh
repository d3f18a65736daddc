#!/usr/bin/env bash
# The runtime's symbol table: what it gives to programs, and what it asks of their libc.
# usage: symbols_test.sh sourceprint_rt.o allowed_symbols.txt
set -euo pipefail
object=$1 allowed=$2

given=$(nm --defined-only --extern-only "$object" | awk '{print $3}' | sort)
wanted=$(printf '%s\n' _Exit _exit prctl prlimit prlimit64 setrlimit setrlimit64 sourceprint_attach_2 sourceprint_record_2 \
  sourceprint_slow_2 sourceprint_slow_step_2 sourceprint_step_2 sourceprint_time_2 | sort)
if [ "$given" != "$wanted" ]; then
  printf 'symbols given to programs:\n%s\nwanted:\n%s\n' "$given" "$wanted"
  exit 1
fi
extra=$(comm -23 <(nm --undefined-only "$object" | awk '{print $2}' | sort) <(grep -v '^#' "$allowed" | sort))
if [ -n "$extra" ]; then
  printf 'not in %s:\n%s\n' "$allowed" "$extra"
  exit 1
fi

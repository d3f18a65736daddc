#!/usr/bin/env bash
# libFuzzer with the address and the undefined-behaviour sanitizer reads runs and lines of any bytes for SECONDS_EACH
# each: no crash, no leak, and nothing takes ten seconds.
. tests/e2e/lib.sh
setup_dist
cd "$RUNFILES"
mapfile -t sources < <(tr ' ' '\n' <<<"$SP_READER_SOURCES")
flags=(-O1 -g -std=c17 -iquote . -I runtime/include -fno-omit-frame-pointer "-fsanitize=address,undefined" -fno-sanitize-recover=undefined)
objects=()

# compile SOURCE: into $WORK, with the coverage that libFuzzer goes by.
compile() { "$REAL_CLANG" "${flags[@]}" -fsanitize=fuzzer-no-link -c "$1" -o "$WORK/$(basename "$1").o"; }
for source in "${sources[@]}"; do
  compile "$source" || fail "$source does not compile"
  objects+=("$WORK/$(basename "$source").o")
done
for name in fuzz_run fuzz_text; do
  "$REAL_CLANG" "${flags[@]}" -fsanitize=fuzzer "tests/fuzz/$name.c" "${objects[@]}" -o "$WORK/$name" -ldw -lelf -lz -ljansson -larchive
done
"$REAL_CLANG" -std=c17 -iquote . tests/fuzz/make_seeds.c tests/report/run_fixture.c -o "$WORK/make_seeds"
cd "$WORK"
mkdir runs_seed text_seed found
./make_seeds runs_seed
printf '%s\n' 'pid=1 tid=2 seq=3 ts=2026-11-07T18:32:01.123456789Z elapsed=12.3ms file=f.c line=4 func=g macro=0 col=9 def=h.h:7 within=1.0us snippet=x' \
  'pid=1 tid=2 seq=4 ts=2026-11-07T18:32:01.123456999Z elapsed=1.204s file=f.c line=4 func=g macro=0 col=9 snippet=y\x09z' >text_seed/two

# fuzz NAME SEEDS MOST
fuzz() {
  local status=0
  ASAN_OPTIONS=allocator_may_return_null=1 "./$1" -max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb=3000 -max_len="$3" \
    -artifact_prefix="$WORK/found/" -print_final_stats=1 "${CORPUS:-$2}" "$2" >"$1.log" 2>&1 || status=$?
  grep -E 'stat::number_of_executed_units|stat::average_exec_per_sec|DONE|cov:' "$1.log" | tail -4
  [ "$status" -eq 0 ] || {
    tail -60 "$1.log" >&2
    fail "$1 ended with $status; the input is in found/"
  }
  [ "$(sed -n 's/stat::number_of_executed_units: *//p' "$1.log")" -gt 200 ] || fail "$1 has hardly run"
}
# In memory: a run is written for each input.
FUZZ_FOLDER=$(mktemp -d /dev/shm/sourceprint-fuzz.XXXXXX)
export FUZZ_FOLDER
trap 'status=$?; rm -rf "$FUZZ_FOLDER"; finish "$status"' EXIT
fuzz fuzz_run runs_seed 200000
fuzz fuzz_text text_seed 4096

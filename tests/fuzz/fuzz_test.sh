#!/usr/bin/env bash
# libFuzzer with the address and the undefined-behaviour sanitizer reads runs, tables, lines, archives and command lines
# of any bytes, for SECONDS_EACH each: no crash, no leak, and nothing takes ten seconds.
. tests/e2e/lib.sh
setup_dist
cd "$RUNFILES"
mapfile -t sources < <(tr ' ' '\n' <<<"$SP_READER_SOURCES" | grep '\.c$')
flags=(-O1 -g -std=c17 -iquote . -I runtime/include -fno-omit-frame-pointer "-fsanitize=address,undefined" -fno-sanitize-recover=undefined)
objects=()

# compile SOURCE: into $WORK, with the coverage that libFuzzer goes by.
compile() { "$REAL_CLANG" "${flags[@]}" -fsanitize=fuzzer-no-link -c "$1" -o "$WORK/${1//\//_}.o"; }
for source in "${sources[@]}"; do
  compile "$source" || fail "$source does not compile"
  objects+=("$WORK/${source//\//_}.o")
done
for name in fuzz_run fuzz_text fuzz_archive; do
  "$REAL_CLANG" "${flags[@]}" -fsanitize=fuzzer "tests/fuzz/$name.c" "${objects[@]}" -o "$WORK/$name" -ldw -lelf -lz -ljansson -larchive -lxxhash
done
# The driver in one piece: some of its files have names that the reader's have.
mkdir "$WORK/driver"
printf '#define SOURCEPRINT_REAL_CLANG "%s"\n#define SOURCEPRINT_LLVM_MAJOR %s\n' "$REAL_CLANG" "$LLVM_MAJOR" >"$WORK/driver/sourceprint_llvm.h"
mapfile -t sources < <(tr ' ' '\n' <<<"$SP_DRIVER_SOURCES" | grep '\.c$')
"$REAL_CLANG" "${flags[@]}" -I "$WORK/driver" -fsanitize=fuzzer tests/fuzz/fuzz_command.c "${sources[@]}" \
  -o "$WORK/fuzz_command" -lyaml -lxxhash || fail "the driver does not compile"
"$REAL_CLANG" -std=c17 -iquote . tests/fuzz/make_seeds.c tests/report/run_fixture.c -o "$WORK/make_seeds"
cd "$WORK"
mkdir runs_seed text_seed archive_seed command_seed found
./make_seeds runs_seed
# A byte that says that zstd is still to come, and a tar file of a run and a source.
mkdir -p 20261107T183201.123456789-netd-4711 sources
head -c 3000 runs_seed/one >20261107T183201.123456789-netd-4711/run.sp
truncate -s 1M 20261107T183201.123456789-netd-4711/run.sp
echo 'int x;' >sources/a.c
ln -s /etc/passwd sources/link
for format in gnu pax ustar; do
  (printf 0 && tar --format=$format -S -c 20261107T183201.123456789-netd-4711 sources 2>/dev/null) >archive_seed/$format ||
    (printf 0 && tar --format=$format -c sources) >archive_seed/$format
done
printf '1\050\265\057\375' >archive_seed/cut
printf '%s\0' -c -O2 -std=c17 -Iinclude -DNAME=1 -MD -MF d.d -o a.o a.c @words >command_seed/compile
printf '%s\0' -fsourceprint-granularity=last -fsourceprint-exclude-file=b/ a.c b.c c.o -lm -o program -x c d -Xclang -v -- e.c >command_seed/link
printf '%s\0' -E -x none a.c -Wl,-z,now -shared -fPIC '' >command_seed/many
printf 'granularity: statement\nexclude:\n  - lib/*\nfolders:\n  - path: b/\n    macros: both\n' >>command_seed/many
printf '"-D x=\\"1\\"" a.c\n' >words
printf '%s\n' 'pid=1 tid=2 seq=3 ts=2026-11-07T18:32:01.123456789Z elapsed=12.3ms file=f.c line=4 func=g macro=0 col=9 def=h.h:7 within=1.0us snippet=x' \
  'pid=1 tid=2 seq=4 ts=2026-11-07T18:32:01.123456999Z elapsed=1.204s file=f.c line=4 func=g macro=0 col=9 snippet=y\x09z' >text_seed/two

# fuzz NAME SEEDS MOST OPTION...
fuzz() {
  local status=0 name=$1 seeds=$2 most=$3
  shift 3
  ASAN_OPTIONS=allocator_may_return_null=1${ASAN_MORE:-} "./$name" -max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb=3000 -max_len="$most" "$@" \
    -artifact_prefix="$WORK/found/" -print_final_stats=1 "${CORPUS:-$seeds}" "$seeds" >"$name.log" 2>&1 || status=$?
  echo "$name:"
  grep -E 'stat::number_of_executed_units|stat::average_exec_per_sec|DONE|cov:' "$name.log" | tail -4
  [ "$status" -eq 0 ] || {
    tail -60 "$name.log" >&2
    fail "$name ended with $status; the input is in found/"
  }
  [ "$(sed -n 's/stat::number_of_executed_units: *//p' "$name.log")" -gt 200 ] || fail "$name has hardly run"
}
# In memory: a run is written for each input.
FUZZ_FOLDER=$(mktemp -d /dev/shm/sourceprint-fuzz.XXXXXX)
export FUZZ_FOLDER
trap 'status=$?; rm -rf "$FUZZ_FOLDER"; finish "$status"' EXIT
fuzz fuzz_run runs_seed 200000
fuzz fuzz_text text_seed 4096
fuzz fuzz_archive archive_seed 100000
# A driver lives for one command, and frees nothing: a process of its own for each quarter of a minute.
end=$((SECONDS + SECONDS_EACH))
SECONDS_EACH=$((SECONDS_EACH < 15 ? SECONDS_EACH : 15))
while [ $SECONDS -lt $end ]; do
  ASAN_MORE=:detect_leaks=0 fuzz fuzz_command command_seed 2000 -rss_limit_mb=0
done

#!/usr/bin/env bash
# Rewritten text is kept: what did not change is not parsed again, its words are said again, and whatever happens to what
# is kept, a compile's result is the same.
. tests/e2e/lib.sh
setup_dist

# The product, with a count of how often its rewriter is started.
cp -r "$DIST" product
chmod -R u+w product
mv product/lib/sourceprint/instr-rewrite product/lib/sourceprint/real-rewrite
cat >product/lib/sourceprint/instr-rewrite <<'END'
#!/bin/sh
echo started >>"$STARTS"
exec "${0%/*}/real-rewrite" "$@"
END
chmod +x product/lib/sourceprint/instr-rewrite
CC=$WORK/product/bin/instr-cc
export STARTS=$WORK/starts SOURCEPRINT_CACHE_DIR=$WORK/cache SOURCEPRINT_STRICT=1 SOURCEPRINT_OUTPUT_DIR=$WORK/runs

# expect_starts NUMBER COMMAND...: the command succeeds, and starts the rewriter so often.
expect_starts() {
  local wanted=$1
  shift
  : >"$STARTS"
  sleep 0.05 # a file that is younger than a tick of the kernel's clock may have changed meanwhile: it is not kept
  expect_status 0 "$@" 2>stderr
  [ "$(wc -l <"$STARTS")" -eq "$wanted" ] || fail "the rewriter was started $(wc -l <"$STARTS") times instead of $wanted: $*"
}

mkdir first second
cat >first/code.c <<'END'
#include "header.h"
#if __has_include("optional.h")
#include "optional.h"
#endif
int twice(int a) {
  int unused;
  return a * FACTOR;
}
END
echo '#define FACTOR 2' >second/header.h
compile=(-Wall -Ifirst -Isecond -c first/code.c -o code.o)
compile() { "$CC" "${compile[@]}"; }

# A hit: no parse, the same object, the same words.
expect_starts 1 compile
cp code.o fresh.o
cp stderr fresh.words
expect_contains fresh.words "unused variable"
"$REAL_CLANG" -Wall -Ifirst -Isecond -c first/code.c -o plain.o 2>plain.words
expect_same plain.words fresh.words
expect_starts 0 compile
cmp code.o fresh.o
expect_same fresh.words stderr
touch first/code.c second/header.h
expect_starts 0 compile

# What decides on the text.
expect_starts 1 "$CC" "${compile[@]}" -O2
expect_starts 1 "$CC" "${compile[@]}" -fsourceprint-granularity=function
expect_starts 1 "$CC" "${compile[@]}" -fcolor-diagnostics
expect_starts 1 env CPATH=second "$CC" -Wall -Ifirst -Isecond -c first/code.c -o code.o
(cd second && expect_starts 1 "$CC" -Wall -I. -c ../first/code.c -o ../code.o)
# The folder is in the table, by the name that debug information has for it.
ln -s "$WORK" "$WORK/linked"
(cd "$WORK/linked" && expect_starts 1 compile && expect_starts 0 compile)
strings -n 3 code.o | grep -qxF "$WORK/linked" || fail "code.o does not name the folder as \$PWD does"
rm linked
expect_starts 0 env PWD=/nowhere "$CC" "${compile[@]}"
strings -n 3 code.o | grep -qxF "$WORK" || fail "code.o does not name the folder"
echo '#define FACTOR 3' >second/header.h
expect_starts 1 compile
expect_starts 0 compile
cp second/header.h first/header.h # it was looked for here, and not found
expect_starts 1 compile
rm first/header.h
expect_starts 0 compile # and now it is as it was
touch second/optional.h
expect_starts 1 compile
rm second/optional.h
echo '#define FACTOR 2' >second/header.h
expect_starts 0 compile # each state has its own result
sed -i 's/int unused;/long unused;/' first/code.c
expect_starts 1 compile

# The time of the compile is in the text; modules are not looked into; what is wrong is not kept.
for name in DATE TIME TIMESTAMP; do
  echo "const char *when(void) { return __${name}__; }" >when.c
  expect_starts 1 "$CC" -c when.c -o when.o
  expect_starts 1 "$CC" -c when.c -o when.o
done
echo 'int wrong(void) { return missing; }' >wrong.c
for _ in 1 2; do
  : >"$STARTS"
  expect_status 1 "$CC" -c wrong.c 2>stderr
  [ -s "$STARTS" ] || fail "a wrong source came out of the cache"
done

# Whatever is damaged is not used, and is made again.
expect_starts 0 compile
cp code.o fresh.o
cp stderr fresh.words
while read -r file; do
  cp "$file" saved
  for damage in cut flipped gone; do
    case $damage in
      cut) truncate -s -1 "$file" ;;
      flipped) printf '\377' | dd of="$file" conv=notrunc status=none ;;
      gone) rm "$file" ;;
    esac
    for starts in 1 0; do
      expect_starts "$starts" compile
      expect_same fresh.words stderr
      cmp code.o fresh.o
    done
    cmp "$file" saved
  done
done < <(newest=$(find cache -name check -printf '%T@ %h\n' | sort -n | tail -1 | cut -d' ' -f2); find "$newest" -type f -size +0)

# A cache that cannot be had is none.
for place in /dev/null/no "$WORK/starts" /proc; do
  SOURCEPRINT_CACHE_DIR=$place expect_starts 1 compile
  expect_same fresh.words stderr
done
SOURCEPRINT_CACHE_SIZE=0 SOURCEPRINT_CACHE_DIR=$WORK/none expect_starts 1 compile
[ ! -e none ] || fail "a cache of size 0 was made"

# The same source at once.
rm -rf cache
sleep 0.05
for i in 1 2 3 4 5 6; do
  compile 2>"words$i" &
done
wait
cmp code.o fresh.o
for i in 1 2 3 4 5 6; do expect_same fresh.words "words$i"; done
[ "$(find cache -name check | wc -l)" -eq 1 ] || fail "not one result: $(find cache -name check)"

# A limit: what was not used for longest goes first.
rm -rf cache
export SOURCEPRINT_CACHE_SIZE=200000
for i in $(seq 40); do
  { echo "int number(void) { return $i; }"; seq -f "/* $i %.0f */" 2000; } >"many$i.c"
  sleep 0.05
  "$CC" -c "many$i.c" -o many.o
  [ "$i" -lt 2 ] || expect_starts 0 "$CC" -c many1.c -o many.o
done
bytes=$(find cache -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
[ "$bytes" -le 200000 ] || fail "$bytes bytes are kept"
[ "$bytes" -ge 100000 ] || fail "only $bytes bytes are kept"
expect_starts 0 "$CC" -c many40.c -o many.o
expect_starts 1 "$CC" -c many2.c -o many.o
unset SOURCEPRINT_CACHE_SIZE

# Killed builds leave nothing that a later one would take.
rm -rf cache
for i in 1 2 3 4 5 6 7 8 9 10; do
  sed "s/FACTOR/(FACTOR + $i)/" first/code.c >first/killed.c
  setsid "$CC" -Ifirst -Isecond -c first/killed.c -o killed.o &
  child=$!
  sleep "0.0$i"
  kill -KILL -- "-$child" 2>/dev/null || true
  wait "$child" 2>/dev/null || true
  "$CC" -Ifirst -Isecond -c first/killed.c -o killed.o
  "$CC" -Ifirst -Isecond -c first/killed.c -o again.o
  SOURCEPRINT_CACHE_SIZE=0 "$CC" -Ifirst -Isecond -c first/killed.c -o fresh.o
  cmp killed.o fresh.o
  cmp again.o fresh.o
done
[ ! -e runs/fallbacks ] || fail "$(cat runs/fallbacks)"

#!/usr/bin/env bash
# Programs of several languages, compilers and kinds of objects, and with instrumentation of clang's own. Kinds of links are
# in tests/e2e/link_test.sh.
. tests/e2e/lib.sh
setup_dist
export SOURCEPRINT_STRICT=1

cat >main.c <<'END'
#include <stdio.h>
int total(int x);
int main(void) {
  int sum = total(4);
  printf("%d\n", sum);
  return 0;
}
END
cat >total.c <<'END'
int by_cxx(int), by_assembler(int), by_gcc(int), by_ir(int);
int total(int x) {
  x = by_cxx(x) + by_assembler(x);
  return x + by_gcc(x) + by_ir(x);
}
END
# 40 as a whole: 8 and 8, then 16 and 8 of these 16.
printf '#include <string>\nextern "C" int by_cxx(int x) { return std::stoi(std::to_string(2 * x)); }\n' >cxx.cc
printf '.globl by_assembler\nby_assembler:\n  lea (%%rdi,%%rdi), %%eax\n  ret\n.section .note.GNU-stack\n' >assembler.s
printf '#define TWICE lea (%%rdi,%%rdi), %%eax\n.globl by_gcc\nby_gcc:\n  TWICE\n  shr %%eax\n  ret\n.section .note.GNU-stack\n' >preprocessed.S
printf 'int by_gcc(int x) { return x; }\n' >gcc.c
printf 'int by_ir(int x) { return x / 2; }\n' | "$REAL_CLANG" -O1 -x c -S -emit-llvm - -o ir.ll

# expect_program PROGRAM: it prints 40, and both of our functions record, and no other.
expect_program() {
  rm -rf runs
  SOURCEPRINT_OUTPUT_DIR=$WORK/runs "./$1" >out 2>err || fail "$1: $(cat out err)"
  [[ $(cat out) = 40 && ! -s err ]] || fail "$1: $(cat out err)"
  "$SOURCEPRINT" log runs >records
  [ "$(grep -o ' func=[a-z]*' records | sort -u | tr -d '\n')" = ' func=main func=total' ] || fail "$1: $(cat records)"
}

# quiet COMMAND...: it succeeds without a word.
quiet() {
  "$@" >words 2>&1 || fail "$*: $(cat words)"
  [ ! -s words ] || fail "$*: $(cat words)"
}

# All in one command, and object by object; what is not C as it is.
quiet "$INSTR_CC" main.c total.c cxx.cc assembler.s preprocessed.S ir.ll -lstdc++ -o at_once
expect_program at_once
for source in main.c total.c cxx.cc assembler.s preprocessed.S ir.ll; do
  quiet "$INSTR_CC" -c "$source"
done
for source in cxx.cc assembler.s preprocessed.S ir.ll; do
  cp "${source%.*}.o" ours.o
  quiet "$REAL_CLANG" -c "$source"
  expect_same "${source%.*}.o" ours.o
done
quiet gcc -c gcc.c
ar rcs libothers.a assembler.o gcc.o
quiet "$INSTR_CC" main.o total.o cxx.o ir.o -L. -lothers -lstdc++ -o of_objects
expect_program of_objects
# The C++ compiler links, with instr-cc before it.
quiet "$INSTR_CC" "$REAL_CLANG++" main.o total.o cxx.o ir.o -L. -lothers -o by_cxx
expect_program by_cxx
quiet "$INSTR_CC" "$REAL_CLANG++" -c cxx.cc
quiet "$INSTR_CC" "$REAL_CLANG" -c main.c
quiet "$INSTR_CC" "$REAL_CLANG" main.o total.o cxx.o ir.o -L. -lothers -lstdc++ -o launched
expect_program launched

for lto in full thin; do
  quiet "$INSTR_CC" -O2 -flto=$lto -fuse-ld=lld main.c total.c cxx.cc ir.ll -L. -lothers -lstdc++ -o lto_$lto
  expect_program lto_$lto
done

for sanitizer in address undefined thread; do
  quiet "$INSTR_CC" -g -O1 -fsanitize=$sanitizer -c main.c total.c cxx.cc ir.ll
  # By the C++ compiler: clang has a part of the runtime for it alone.
  quiet "$INSTR_CC" "$REAL_CLANG++" -fsanitize=$sanitizer main.o total.o cxx.o ir.o -L. -lothers -o with_$sanitizer
  expect_program with_$sanitizer
done

cat >wrong.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
static int shared;
static void *count(void *unused) {
  for (int i = 0; i < 1000; i++)
    shared++;
  return unused;
}
int main(int argc, char **argv) {
  pthread_t thread;
  char *text = malloc(4);
  int most = 2147483647;
  pthread_create(&thread, NULL, count, NULL);
  if (argc > 1)
    count(NULL);
  pthread_join(thread, NULL);
  most += shared;
  text[argc + 3] = argv[0][0];
  return most == text[0];
}
END

# expect_finding SANITIZER WORDS...: the same status and the same finding as without records.
expect_finding() {
  local sanitizer=$1 kind status
  shift
  for kind in plain recorded; do
    if [ $kind = plain ]; then CC=$REAL_CLANG; else CC=$INSTR_CC; fi
    "$CC" -g -O0 -w -fsanitize="$sanitizer" wrong.c -o wrong
    status=0
    SOURCEPRINT_OUTPUT_DIR=$WORK/runs quietly ./wrong more >out || status=$?
    echo "status $status" >"$kind.found"
    # Addresses, process ids and columns differ.
    grep -oE "$1" stderr | sort -u >>"$kind.found" || true
  done
  expect_same plain.found recorded.found
  [ "$(wc -l <recorded.found)" -gt 1 ] || fail "nothing found: $(cat stderr)"
}
expect_finding address 'heap-buffer-overflow|WRITE of size 1|wrong.c:19'
"$SOURCEPRINT" last --format=json runs >last.json
expect_json last.json "d['processes'][0]['threads'][0]['line'] == 19"
expect_finding undefined 'wrong.c:18|signed integer overflow: 2147483647 \+ [0-9]+'
expect_finding thread 'data race|wrong.c:7'

# -m32 compiles, links and runs, without a runtime.
printf 'int printf(const char *, ...);\nint main(void) { return printf("%%d\\n", (int)sizeof(long)) == 0; }\n' >narrow.c
if "$REAL_CLANG" -m32 narrow.c -o narrow 2>words; then
  # A kernel may be without 32-bit programs: what it does with clang's is expected.
  expected=$(./narrow 2>/dev/null) || true
  quiet "$INSTR_CC" -m32 narrow.c -o narrow
  rm -rf runs
  [ "$(SOURCEPRINT_OUTPUT_DIR=$WORK/runs ./narrow 2>/dev/null)" = "$expected" ] || fail "-m32: $expected"
  [ ! -e runs ] || fail "-m32 is not recorded yet, but somebody did"
else
  echo "SKIPPED: -m32, since clang cannot link for it here (package libc6-dev-i386): $(head -n 1 words)"
fi

# No C library: the objects are clang's, to the byte, and a program without one runs.
cat >bare.c <<'END'
static long system_call(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
  return result;
}
void _start(void) {
  system_call(1, 1, (long)"bare\n", 5);
  system_call(60, 3, 0, 0);
  for (;;)
    ;
}
END
quiet "$REAL_CLANG" -ffreestanding -c bare.c -o plain.o
quiet "$INSTR_CC" -ffreestanding -c bare.c -o bare.o
expect_same plain.o bare.o
quiet "$INSTR_CC" -ffreestanding -nostdlib -static bare.c -o bare
rm -rf runs
status=0
SOURCEPRINT_OUTPUT_DIR=$WORK/runs ./bare >out || status=$?
[ "$status $(cat out)" = '3 bare' ] || fail "-nostdlib: status $status, $(cat out)"
[ ! -e runs ] || fail "who recorded?"

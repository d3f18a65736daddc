#!/usr/bin/env bash
# sourceprint verify: a build that changes, replaces or removes a source fails; all else passes with its own status.
. tests/e2e/lib.sh
setup_dist

mkdir -p tree/sub
printf 'int a;\n' >tree/a.c
printf 'int b;\n' >'tree/sub/b and.c'
ln -s a.c tree/link.c

# expect_said STATUS ARGUMENT...: verify with these; its words on stderr become ./said.
expect_said() {
  local wanted=$1 status=0
  shift
  "$SOURCEPRINT" verify "$@" 2>said || status=$?
  [ "$status" -eq "$wanted" ] || fail "status $status instead of $wanted: $* ($(cat said))"
}

# expect_verdict STATUS WORDS COMMAND...: the command in ./tree, and what verify says behind it on stderr.
expect_verdict() {
  local status=$1 words=$2
  shift 2
  rm -rf copy
  cp -a tree copy
  expect_said "$status" copy -- sh -c "cd copy && $*"
  printf '%s\n' "$words" | sed '/^$/d; s/^/sourceprint verify: /' | expect_same - said
}

unchanged='all 3 files in copy are as they were'
expect_verdict 0 "$unchanged" ':'
expect_verdict 7 "$unchanged" 'exit 7'
expect_verdict 0 "$unchanged" 'touch a.c; echo new >sub/new.c; chmod +x a.c'
expect_verdict 0 "$unchanged" 'cp a.c x; mv x a.c'
expect_verdict 1 'changed: copy/a.c
1 of 3 files in copy changed during: sh' 'echo >>a.c'
expect_verdict 7 'changed: copy/a.c
1 of 3 files in copy changed during: sh' 'echo >>a.c; exit 7'
# The same size and the same time.
expect_verdict 1 'changed: copy/a.c
1 of 3 files in copy changed during: sh' 'touch -r a.c x; printf "int z;\n" >a.c; touch -r x a.c'
expect_verdict 1 'removed: copy/sub/b and.c
1 of 3 files in copy changed during: sh' 'rm -r sub'
expect_verdict 1 'changed: copy/link.c
1 of 3 files in copy changed during: sh' 'ln -sf sub link.c'
# A link with the text of the file that it replaces, and a pipe, which nobody writes to.
printf 'here' >tree/a.c
expect_verdict 1 'changed: copy/a.c
1 of 3 files in copy changed during: sh' 'ln -sf here a.c'
expect_verdict 1 'no longer readable: copy/a.c
1 of 3 files in copy changed during: sh' 'rm a.c; mkfifo a.c'

# Output and input are the command's own.
echo in | "$SOURCEPRINT" verify tree -- sh -c 'cat; echo out' >said 2>/dev/null
printf 'in\nout\n' | expect_same - said
# Death by a signal is told as a shell tells it.
expect_said 137 tree -- sh -c 'kill -9 $$'
expect_said 127 tree -- ./absent
expect_contains said 'sourceprint verify: cannot run ./absent: No such file or directory'
expect_said 1 absent -- true
printf 'sourceprint verify: cannot read the folder absent: No such file or directory\n' | expect_same - said
expect_said 1 tree
expect_contains said 'Usage: sourceprint verify [OPTION...] FOLDER -- COMMAND [ARGUMENT...]'

# Where git tracks something, only that counts; what is changed before is no change of the build's.
git init -q tree
git -C tree add a.c sub
git -C tree -c user.name=test -c user.email=test@localhost commit -qm sources
printf 'else' >tree/a.c
tracked='all 2 files that git tracks in copy are as they were'
expect_verdict 0 "$tracked" ':'
GIT_DIR=$WORK/absent expect_verdict 0 "$tracked" ':'
expect_verdict 0 "$tracked" 'rm link.c; git add .; git -c user.name=t -c user.email=t@localhost commit -qm x'
expect_verdict 1 'changed: copy/sub/b and.c
1 of 2 files that git tracks in copy changed during: sh' 'echo >>"sub/b and.c"'
expect_said 1 tree/sub -- sh -c 'echo >>"tree/sub/b and.c"'
expect_contains said 'changed: tree/sub/b and.c'
rm tree/a.c
expect_verdict 0 'all 1 files that git tracks in copy are as they were' ':'

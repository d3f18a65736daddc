#!/usr/bin/env bash
# Gotcha 11: a symlinked source: the default names, and the folder in which its includes are found.
. tests/e2e/lib.sh
setup_dist
. "$RUNFILES/tests/commands/lib.sh"

cd "$SOURCES"
mkdir real linked
printf '#include "place.h"\nint main(void) {\n  return PLACE - 1 + !__FILE__[0];\n}\n' >real/one.c
printf '#define PLACE 1\n' >linked/place.h
ln -s ../real/one.c linked/other.c
ln -s real real_too
printf '#define PLACE 1\nstatic inline int place(void) {\n  return 1;\n}\n' >real/with.h
ln -s ../real/with.h linked/with_too.h
printf '#include "place.h"\n#include "with_too.h"\n#include "../real/with.h"\nint two(void) {\n  return 2;\n}\n' >linked/two.c
printf '#include "with_too.h"\nint three(void) {\n  return place();\n}\n' >linked/three.c
sed -i '1i #pragma once' real/with.h
ln -s one.c real/loop_free.c
ln -s itself.c real/itself.c
cd ..

same -c linked/other.c -MD
expect_made other.o other.d
same -c linked/other.c -o linked/other.o -MMD
same linked/other.c -o program -MMD
same -c real/one.c
expect_said 'place.h'
same -Ilinked -c real_too/one.c -g
same -Ilinked -c real/loop_free.c
same -c linked/two.c -MD
same -c linked/three.c -MD -Wall
same -c "$WORK/build/linked/other.c" -MMD
same -c real/itself.c
(cd "$SOURCES" && ln -s "$SOURCES/real/one.c" far.c)
same -Ilinked -c far.c -MMD

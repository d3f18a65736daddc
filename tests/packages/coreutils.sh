# shellcheck shell=bash disable=SC2034,SC2164
# A hundred programs on gnulib. Its tests are shell scripts that run them, as users do.
AT_LEAST=700

# It does not configure as root without being asked.
build() {
  FORCE_UNSAFE_CONFIGURE=1 ./configure --disable-nls --disable-dependency-tracking
  make -j2
}

# gnulib's tests of the C library are compiled one by one, for minutes.
check() { make -j2 check SUBDIRS=.; }

# Four look at the process instead of what it does: stat-free-* count its system calls, and the runtime makes
# some; inotify-race* want a breakpoint at the first line of a function that is inlined.
verdicts() { automake_verdicts | grep -vE ' tests/(ls/stat-free-(color|symlinks)|tail-2/inotify-race2?)(\.sh)?$'; }

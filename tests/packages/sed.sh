# shellcheck shell=bash disable=SC2034,SC2164
# gnulib: macros that wrap functions, inline functions of headers, its own regex engine.
AT_LEAST=50

build() {
  CFLAGS=-O2 ./configure --disable-nls --disable-dependency-tracking
  make
}

# gnulib's tests of the C library are compiled one by one, for minutes.
check() { make check SUBDIRS=.; }

verdicts() { automake_verdicts; }

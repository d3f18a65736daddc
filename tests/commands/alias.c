int unused_static(void) { int unused; return 0; }
int other(void) __attribute__((alias("no_such_function")));

// The library that hindered.c opens and closes again.
int number(void);
int number(void) {
  int result = 1;
  return result;
}

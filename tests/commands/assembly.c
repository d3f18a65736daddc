int good(int x) {
  int unused;
  __asm__("nop" : "+r"(x));
  return x;
}
#ifdef BAD
int bad(int x) {
  x++; __asm__("no_such_instruction %0\n\tnop" : "+r"(x));
  return x;
}
#endif

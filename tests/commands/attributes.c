void warned(int) __attribute__((warning("do not call this")));
void forbidden(int) __attribute__((error("never call this")));
int call(int x) {
  int unused;
  x++; warned(x);
#ifdef FORBIDDEN
  if (x) forbidden(x);
#endif
  return x;
}
int folded(int x) {
  if (0)
    forbidden(x);
  if (__builtin_constant_p(3) == 0)
    warned(x);
  return x;
}

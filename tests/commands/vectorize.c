int sum(volatile int *a, int n) {
  int s = 0, unused;
#pragma clang loop vectorize(enable)
  for (int i = 0; i < n; i++) {
    if (a[i] == 3)
      return s;
    s += a[i];
  }
  return s;
}

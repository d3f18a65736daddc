static int twice(int x) { return 2 * x; }
int sum(int *a, int n) {
  int s = 0;
  for (int i = 0; i < n; i++)
    s += twice(a[i]);
  return s;
}

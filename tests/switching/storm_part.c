long storm_work(long n) {
  n += 3;
  return n;
}

struct big { char c[40]; };
_Atomic struct big shared;
struct big load(void) {
  int unused;
  return shared;
}

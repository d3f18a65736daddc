typedef float v8 __attribute__((vector_size(32)));
void take(v8);
void give(v8 *p) {
  int unused;
  take(*p);
}

void use(char *);
void deep(void) {
  char buffer[5000]; int unused;
  use(buffer);
}
void shallow(void) {
  char buffer[50];
  use(buffer);
}

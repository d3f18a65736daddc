// What a start costs is all that this costs.
int main(void) { return 0; }

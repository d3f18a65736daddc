// What modules.c opens: a library whose functions say which of two versions it is.
#ifndef PART_H
#define PART_H

struct part {
  int (*number)(void);
  void *(*leave)(void *unused); // a thread's function
  void (*fault)(void);
};

#endif

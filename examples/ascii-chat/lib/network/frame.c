#include "network/frame.h"

#include <string.h>

int frame_send(FILE *to, const char *text) {
  size_t length = strlen(text);
  if (length > 255)
    return -1;
  putc((int)length, to);
  return fwrite(text, 1, length, to) == length ? (int)length : -1;
}

int frame_receive(FILE *from, char *text, size_t room) {
  int length = getc(from);
  if (length == EOF || (size_t)length >= room)
    return -1;
  if (fread(text, 1, (size_t)length, from) != (size_t)length)
    return -1;
  text[length] = '\0';
  return length;
}

#ifndef NETWORK_FRAME_H
#define NETWORK_FRAME_H

#include <stddef.h>
#include <stdio.h>

// A frame is its length in one byte, then the text. Each returns the number of bytes of text, or -1.
int frame_send(FILE *to, const char *text);
int frame_receive(FILE *from, char *text, size_t room);

#endif

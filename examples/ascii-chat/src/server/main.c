// ascii-chat-server: prints the frames that it reads from standard input, one a line.
#include "network/frame.h"

int main(void) {
  char text[256];
  while (frame_receive(stdin, text, sizeof text) >= 0)
    puts(text);
  return 0;
}

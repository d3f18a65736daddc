// ascii-chat-client WORD...: sends each word as a frame to standard output.
#include "network/frame.h"

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++)
    if (frame_send(stdout, argv[i]) < 0)
      return 1;
  return 0;
}

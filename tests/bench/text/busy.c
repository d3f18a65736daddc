// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements of everyday lengths, again and again. Prints the user and system time that they took, in microseconds.
// usage: busy ROUNDS
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static long spent(void);

struct packet {
  unsigned char bytes[64];
  unsigned length, checksum;
};

static unsigned add_to_checksum(unsigned checksum, const unsigned char *bytes, unsigned length) {
  for (unsigned i = 0; i < length; i++)
    checksum = (checksum << 5 | checksum >> 27) ^ bytes[i];
  return checksum;
}

static int prepare_packet(struct packet *packet, const char *text, unsigned number) {
  size_t length = strlen(text);
  if (length + sizeof number > sizeof packet->bytes) {
    fprintf(stderr, "the packet's text is too long: %s\n", text);
    return -1;
  }
  memcpy(packet->bytes, &number, sizeof number);
  memcpy(packet->bytes + sizeof number, text, length);
  packet->length = (unsigned)(sizeof number + length);
  packet->checksum = add_to_checksum(number, packet->bytes, packet->length & 7);
  return 0;
}

int main(int argc, char **argv) {
  unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
  unsigned total = 0;
  struct packet packet;
  long before = spent();
  for (unsigned i = 0; i < rounds; i++) {
    if (prepare_packet(&packet, i & 1 ? "one text" : "another one", i) != 0)
      return 1;
    total += packet.checksum;
  }
  printf("%ld %u\n", spent() - before, total);
  return 0;
}

static long spent(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

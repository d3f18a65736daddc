#ifndef TALLY_H
#define TALLY_H

// How often letter is in text.
unsigned tally(const char *text, char letter);

#endif

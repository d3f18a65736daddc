// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lays two windows side by side, of which at least one does not begin with its thread: nobody counted the statements
// before it. They are laid where a piece stands once in each, as in patience diff (Bram Cohen), and where loops alone
// are left, where one window's beginning goes on for longest in the other.

#include "diff.h"

// A piece: so many statements that are alike are no accident.
#define PIECE 64u
// Of a long window, only pieces are looked at whose hashes fall into one of some classes: about so many.
#define PIECES_WANTED 262144u
// A loop repeats its statements: of more places that fit, the others are not tried.
#define PLACES_MAX 64u

// A polynomial hash of PIECE ids that can be moved on by one (Karp and Rabin, "Efficient randomized pattern-matching
// algorithms", 1987).
#define BASE UINT64_C(0x9e3779b97f4a7c15)

struct roll {
  const struct statement_ids *ids;
  const struct diff_track *track;
  size_t at; // of the piece; none is left if at + PIECE > track->count
  uint64_t hash;
  uint64_t highest; // BASE to the power of PIECE - 1
};

static bool roll_is_over(const struct roll *roll) { return roll->at + PIECE > roll->track->count; }

static struct roll roll_begin(const struct statement_ids *ids, const struct diff_track *track) {
  struct roll roll = {.ids = ids, .track = track, .highest = 1};
  for (size_t i = 0; i < PIECE && !roll_is_over(&roll); i++) {
    roll.hash = roll.hash * BASE + statement_id(ids, track->values[i]);
    roll.highest *= i ? BASE : 1;
  }
  return roll;
}

static void roll_on(struct roll *roll) {
  const size_t in = roll->at + PIECE;
  if (in < roll->track->count)
    roll->hash = (roll->hash - statement_id(roll->ids, roll->track->values[roll->at]) * roll->highest) * BASE +
                 statement_id(roll->ids, roll->track->values[in]);
  roll->at++;
}

// How often each piece stands in a track, and the sum of the places + 1 where: of one that stands once, its place.
struct pieces {
  struct tally counts;
  struct tally places;
};

// A hash as a key: not 0, and the same class for the same piece.
static uint64_t key_of(uint64_t hash) { return hash | 1; }
static bool is_in_class(uint64_t hash, uint64_t classes) { return (hash >> 40) % classes == 0; }

static void count_pieces(struct pieces *pieces, struct roll roll, uint64_t classes) {
  tally_begin(&pieces->counts);
  tally_begin(&pieces->places);
  for (; !roll_is_over(&roll); roll_on(&roll)) {
    if (!is_in_class(roll.hash, classes))
      continue;
    tally_add(&pieces->counts, key_of(roll.hash), 1);
    tally_add(&pieces->places, key_of(roll.hash), roll.at + 1);
  }
}

static void free_pieces(struct pieces *pieces) {
  tally_free(&pieces->counts);
  tally_free(&pieces->places);
}

static bool is_single(const struct pieces *pieces, uint64_t hash) {
  return tally_find(&pieces->counts, key_of(hash))->count == 1;
}

// From a place where they are alike, back to where that begins.
static void go_back(const struct diff *diff, struct diff_pair *pair) {
  while (pair->a_begin > 0 && pair->b_begin > 0 &&
         statement_id(&diff->sides[0].ids, pair->a->values[pair->a_begin - 1]) ==
             statement_id(&diff->sides[1].ids, pair->b->values[pair->b_begin - 1])) {
    pair->a_begin--;
    pair->b_begin--;
  }
}

static bool find_single(const struct diff *diff, struct diff_pair *pair) {
  const size_t most = pair->a->count > pair->b->count ? pair->a->count : pair->b->count;
  const uint64_t classes = most / PIECES_WANTED + 1;
  const struct roll a = roll_begin(&diff->sides[0].ids, pair->a), b = roll_begin(&diff->sides[1].ids, pair->b);
  struct pieces in_a, in_b;
  bool is_found = false;
  count_pieces(&in_a, a, classes);
  count_pieces(&in_b, b, classes);
  for (struct roll roll = a; !is_found && !roll_is_over(&roll); roll_on(&roll)) {
    if (!is_in_class(roll.hash, classes) || !is_single(&in_a, roll.hash) || !is_single(&in_b, roll.hash))
      continue;
    pair->a_begin = roll.at;
    pair->b_begin = tally_find(&in_b.places, key_of(roll.hash))->count - 1;
    is_found = diff_common(diff, pair->a, pair->a_begin, pair->b, pair->b_begin) >= PIECE;
  }
  free_pieces(&in_a);
  free_pieces(&in_b);
  if (is_found)
    go_back(diff, pair);
  return is_found;
}

// Where the beginning of one goes on for longest in the other, `hay`. Returns for how long; *place: an index of hay.
static size_t search(const struct diff *diff, bool is_hay_b, const struct diff_pair *pair, size_t *place) {
  const uint64_t wanted =
      is_hay_b ? roll_begin(&diff->sides[0].ids, pair->a).hash : roll_begin(&diff->sides[1].ids, pair->b).hash;
  struct roll hay = roll_begin(&diff->sides[is_hay_b].ids, is_hay_b ? pair->b : pair->a);
  size_t longest = 0;
  for (unsigned tried = 0; !roll_is_over(&hay) && tried < PLACES_MAX; roll_on(&hay)) {
    if (hay.hash != wanted)
      continue;
    const size_t same = diff_common(diff, pair->a, is_hay_b ? 0 : hay.at, pair->b, is_hay_b ? hay.at : 0);
    if (same > longest) {
      longest = same;
      *place = hay.at;
    }
    tried++;
  }
  return longest;
}

bool diff_align(const struct diff *diff, struct diff_pair *pair) {
  size_t in_b = 0, in_a = 0;
  if (pair->a->count < PIECE || pair->b->count < PIECE)
    return false;
  if (find_single(diff, pair))
    return true;
  const size_t a_same = search(diff, true, pair, &in_b), b_same = search(diff, false, pair, &in_a);
  pair->a_begin = a_same >= b_same ? 0 : in_a;
  pair->b_begin = a_same >= b_same ? in_b : 0;
  return a_same >= PIECE || b_same >= PIECE;
}

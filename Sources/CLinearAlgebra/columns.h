// Which columns the products of a tile's points go through: zeros are left out, which add nothing.
//
// Records of a study have many: categories that were given a column each, and the margins of pictures.

#ifndef COLUMNS_H
#define COLUMNS_H

#include <stdint.h>

#include "dispatch.h"

// How many coordinates a product goes through at a time: what belongs to them of the centroids then stays in the first
// cache.
enum { CHUNK = 128 };

/// Some of the columns of a chunk, a bit for each.
typedef struct {
  uint64_t bits[CHUNK / 64];
} column_set;

/// The columns of the first 32 lanes, of the others, and of both.
typedef struct {
  column_set halves[2], all;
} tile_columns;

/// The columns of a chunk that are not zero; nothing of meaning where `occupied` is null. `occupied` has those of
/// the first 32 lanes, in whole words, and then those of the others; a chunk begins with a word.
INLINE tile_columns columns_of(const uint64_t *occupied, long dimension, long start, long count) {
  tile_columns columns;
  if (!occupied) return columns;
  long words = (dimension + 63) / 64;
  for (long w = 0; w < CHUNK / 64; w++) {
    long left = count - 64 * w;
    uint64_t there = left >= 64 ? ~0ull : left > 0 ? (1ull << left) - 1 : 0;
    for (long half = 0; half < 2; half++)
      columns.halves[half].bits[w] = there ? there & occupied[half * words + start / 64 + w] : 0;
    columns.all.bits[w] = columns.halves[0].bits[w] | columns.halves[1].bits[w];
  }
  return columns;
}

/// Those of some lanes, which are of one half or of both.
INLINE const column_set *columns_of_lanes(const tile_columns *columns, int lane, int lanes) {
  return lanes > 32 ? &columns->all : &columns->halves[lane / 32];
}

#define FOR_EACH_COLUMN(set, column)                                                              \
  for (long word = 0; word < CHUNK / 64; word++)                                                  \
    for (uint64_t column, left = (set)->bits[word];                                               \
         left && (column = 64 * word + __builtin_ctzll(left), 1); left &= left - 1)

#endif

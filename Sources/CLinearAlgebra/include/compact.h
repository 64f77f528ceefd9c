// Points in a byte a coordinate, and the nearest centroids as far as they prove them.
//
// Products of whole numbers of 16 bits are two to an operation where those of single precision are one, do not round,
// and these are read from a quarter of the memory. What the points lack is bounded beside them.

#ifndef COMPACT_H
#define COMPACT_H

#include <stdint.h>

/// Rounds the rows of up to 64 points to the lattice, as `la_fill_tile` does, and those coordinates to low + step·byte.
///
/// low and step are whole numbers, and 2^22 is the most that low or a coordinate is, and 2^23 that step is. compact gets a tile: parts of 16 points, of each part ⌈dimension/2⌉
/// pairs of columns, of each pair both bytes of one point after another. What stands for points or a column that are not
/// there means nothing.
///
/// Returns the most that the squared distance of a point to what became of it is, as a sum of squares in single
/// precision, of which the last column may be two.
float la_compact_rows(const float *rows, long dimension, long points, float scale, float low, float step,
                      uint8_t *compact);

/// The nearest centroid of each point of such a tile.
///
/// A score is norm + factor·(x·operand). operand is ⌈dimension/2⌉ × count, both numbers of a pair in one, the first in
/// the lower half; all sums of products are less than 2^31. What follows from the scores is as for `la_nearest`.
uint64_t la_nearest_compact(const uint8_t *compact, long dimension, long points, float factor, const int32_t *operand,
                            const float *norms, long count, const double *point_norms, double slope, double offset,
                            uint16_t *labels, float *gaps, uint64_t *changed);

#endif

// Kernels between records, whose coordinates lie together, and tiles, where those of 64 points do.

#ifndef ROWS_H
#define ROWS_H

#include <stdint.h>

/// Rounds rows to a lattice, into a tile of d × 64: x·scale, held within ±limit, to the nearest whole number.
///
/// rows is count × d, count at most 64; norms gets each row's sum of squares, which must be at most 2⁵³.
void la_round_float_rows(const float *rows, long dimension, long count, double scale, double limit,
                         float *tile, double *norms);
void la_round_double_rows(const double *rows, long dimension, long count, double scale, double limit,
                          float *tile, double *norms);

/// Adds each point's coordinates, times its weight and the sign, to the sums of its cluster, k × dimension.
///
/// count is at most 64; weights may be null, which stands for ones. All are whole numbers, and sums at most 2⁵³.
void la_add_by_label(const float *tile, long dimension, const uint16_t *labels, long count,
                     const double *weights, double sign, double *sums);

/// One row alone, whose coordinates are known to be within the lattice's range.
void la_round_float_row(const float *row, long dimension, double scale, double *steps);
void la_round_double_row(const double *row, long dimension, double scale, double *steps);

/// Takes a row of whole numbers, times a weight, from some sums and adds it to others. The two do not overlap.
void la_move_row(const double *steps, long dimension, double weight, double *from, double *to);

/// Asks for so many bytes that are soon read.
void la_prefetch(const void *start, long bytes);

#endif

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

/// The same where all rows are known to be within the range, and norms are not asked for: scale is a power of two, and
/// x·scale a number of single precision. Zeros may have either sign. Lanes past the last row are zero.
void la_fill_tile(const float *rows, long dimension, long count, float scale, float *tile);

/// The squared distances of such rows to a point on the lattice, or to zero if it is
/// null.
void la_measure_rows(const float *rows, long dimension, long count, double scale, const double *point,
                     double *distances);

/// `la_add_by_label` and `la_move_by_label` for such rows.
void la_add_rows_by_label(const float *rows, long dimension, double scale, const uint16_t *labels, long count,
                          const double *norms, const double *weights, long *counts, void *squares,
                          double *sums);
void la_move_rows_by_label(const float *rows, long dimension, double scale, const uint16_t *from,
                           const uint16_t *to, uint64_t lanes, const double *norms, const double *weights,
                           long *counts, void *squares, double *sums);

/// The second for rows that begin so many numbers after `rows` as `starts` says for each lane.
void la_move_loose_rows_by_label(const float *rows, const int64_t *starts, long dimension, double scale,
                                 const uint16_t *from, const uint16_t *to, uint64_t lanes, const double *norms,
                                 const double *weights, long *counts, void *squares, double *sums);

/// Only some columns of it, one after another: column_count × 64.
void la_fill_columns(const float *rows, long dimension, long count, double scale, const int64_t *columns,
                     long column_count, float *tile);

/// Adds each point to its cluster: its weight to the count, so many times its squared norm to the sum
/// of squares, a whole number of 128 bits, and so many times its coordinates to the sums, k × dimension.
///
/// count is at most 64; weights may be null, which stands for ones. All are whole numbers, norms and sums at most 2⁵³.
void la_add_by_label(const float *tile, long dimension, const uint16_t *labels, long count,
                     const double *norms, const double *weights, long *counts,
                     void *squares, double *sums);

/// Takes the lanes that a mask names from the cluster of one label and adds them to that of another, as above; they
/// are not the same.
void la_move_by_label(const float *tile, long dimension, const uint16_t *from, const uint16_t *to,
                      uint64_t lanes, const double *norms, const double *weights, long *counts,
                      void *squares, double *sums);

/// NH of each row's numbers as doubles, the last of an odd count paired with a zero: the sum modulo 2¹²⁸ of
/// (x₂ᵢ + w₂ᵢ)·(x₂ᵢ₊₁ + w₂ᵢ₊₁), x as bits. hashes has two words a row, the low one first; words dimension, rounded up to
/// an even count. magnitudes gets the largest magnitude in each row.
void la_hash_float_rows(const float *rows, long dimension, long count, const uint64_t *words,
                        void *hashes, double *magnitudes);
void la_hash_double_rows(const double *rows, long dimension, long count, const uint64_t *words,
                         void *hashes, double *magnitudes);

/// One row alone, whose coordinates are known to be within the lattice's range.
void la_round_float_row(const float *row, long dimension, double scale, double *steps);
void la_round_double_row(const double *row, long dimension, double scale, double *steps);

/// Takes a row of whole numbers, times a weight, from some sums and adds it to others. The two do not overlap.
void la_move_row(const double *steps, long dimension, double weight, double *from, double *to);

/// Asks for so many bytes that are soon read.
void la_prefetch(const void *start, long bytes);

#endif

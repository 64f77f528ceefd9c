// Products of a tile's 64 points with few centroids, and what follows from them while they are in registers.
//
// A general product has to write its scores to memory, and to start anew for each small tile. For the few centroids
// of k-means a loop over the coordinates that keeps all sums in registers is faster; for many, the BLAS is.

#ifndef PRODUCTS_H
#define PRODUCTS_H

#include <stdint.h>

/// Up to how many centroids these are worth calling; 0 where the compiler was told not to optimise.
long la_product_limit(void);

/// The nearest centroid of each point of a tile, as far as single precision proves it.
///
/// following is where what is read next begins, as long as a tile: it is asked for, and need not be there. occupied has
/// the columns that are gone through, as `la_occupied_columns` writes them; others must be zero. Null stands for all.
/// Scores are less that of the first centroid, whose own is 0. count is how many others there are, less than
/// `la_product_limit()`: with d the difference to the first their scores are norm - 2x·d, each with the error of a
/// conventional sum. tile is dimension × 64, minus_twice dimension × count with -2d, norms count. point_norms has the 64
/// points' squared norms. A gap is the second least score less the least, less slope·‖x‖ + offset, rounded down; labels
/// and gaps of the first `points` lanes are overwritten.
///
/// Returns a bit for each of them whose gap is not positive, so that its label is not proved. changed gets a bit for
/// each whose label is another than the one that stood there.
uint64_t la_nearest(const float *tile, const float *following, long dimension, const uint64_t *occupied,
                    const float *minus_twice, const float *norms, long count, const double *point_norms,
                    double slope, double offset, long points, uint16_t *labels, float *gaps, uint64_t *changed);

/// The same for all columns of up to 64 rows, which are multiplied by scale, and may be read without being rounded: up to
/// half a step off, which slope and offset must allow for. following is where the next rows begin.
uint64_t la_nearest_rows(const float *rows, const float *following, long dimension, long points, float scale,
                         const float *minus_twice, const float *norms, long count, const double *point_norms,
                         double slope, double offset, uint16_t *labels, float *gaps, uint64_t *changed);

/// The same for rows that begin so many numbers after `rows` as `starts` says for each.
uint64_t la_nearest_loose_rows(const float *rows, const int64_t *starts, long dimension, long points, float scale,
                               const float *minus_twice, const float *norms, long count, const double *point_norms,
                               double slope, double offset, uint16_t *labels, float *gaps, uint64_t *changed);

/// The second half of `la_nearest`, for scores that were made elsewhere: best, second and winner are 64 each.
uint64_t la_bound_gaps(const float *best, const float *second, const int32_t *winner,
                       const double *point_norms, double slope, double offset, long points,
                       uint16_t *labels, float *gaps, uint64_t *changed);

/// The squared distances of a tile's points to each of count points, exact: whole numbers of at most 2^53.
///
/// following and occupied are as for `la_nearest`. minus_twice is dimension × count with -2c, norms count; distances
/// count × 64, overwritten.
void la_exact_distances(const float *tile, const float *following, long dimension, const uint64_t *occupied,
                        const double *minus_twice, const double *norms, long count, const double *point_norms,
                        double *distances);

#endif

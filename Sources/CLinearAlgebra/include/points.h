// Kernels over single points of whole numbers, as deletions have them: few, and apart from the tiles.
//
// A coordinate is at most 2²³ in absolute value, and a squared distance at most 2⁵³, so whole numbers of 64 bits hold
// all that comes up, and any order gives the same.

#ifndef POINTS_H
#define POINTS_H

#include <stdint.h>

/// Σ (x − y)² of two points.
int64_t la_squared_distance(const int32_t *left, const int32_t *right, long dimension);

/// What is known of a point beside its coordinates: a key, what it weighs, negative where it leaves, and its squared norm.
typedef struct {
  uint64_t key_low;
  uint64_t key_high;
  int64_t weight;
  int64_t norm;
} la_member;

/// The rounds of a run: for each k × dimension centroids and sums, k counts and sums of squares, and a loss. Squares and
/// losses are whole numbers of 128 bits.
typedef struct {
  long count;
  long clusters;
  long dimension;
  const int32_t *centroids;
  long *counts;
  int64_t *sums;
  void *squares;
  void *losses;
} la_rounds;

/// Points that leave or join: count × dimension coordinates, and a label in each round. A weight is at most 2³⁰.
typedef struct {
  long count;
  const int32_t *steps;
  const la_member *members;
  const uint16_t *labels;
} la_change;

/// What decides whether a mean stays: for each round the size of its cells, the lattice's limit, and a count with which
/// a cluster surely takes the plain mean now, and took it before the change.
typedef struct {
  const int64_t *cells;
  int64_t limit;
  long least_count;
} la_mean_rule;

/// Adds points to the clusters of their labels in one round: a point's weight to the count, so many times its squared
/// norm to the sum of squares, and so many times its coordinates to the sums; and so many times its squared distance to
/// the cluster's centroid to the loss.
void la_take_in(const la_rounds *rounds, const la_change *change, long round);

/// Goes on from a round that points were added in: adds them in the next one too as long as all centroids that follow
/// surely stay. These are the plain means of clusters, and −cell·N ≤ 2(S − c·N) < cell·N for all coordinates c of those
/// that lost or got a point, none of which is at the limit or beyond. A count is at most 2³⁰.
///
/// Returns the last round that the points were added in.
long la_go_on(const la_rounds *rounds, const la_change *change, const la_mean_rule *rule, long round);

/// Whether the sums of one cluster, of N points, are such.
int la_means_stay(const int64_t *sums, const int32_t *centroid, long dimension, int64_t count, int64_t cell,
                  int64_t limit);

/// x·scale, rounded to the nearest whole number, which is known to be within the lattice's range.
void la_steps_of_floats(const float *row, long dimension, double scale, int32_t *steps);
void la_steps_of_doubles(const double *row, long dimension, double scale, int32_t *steps);

#endif

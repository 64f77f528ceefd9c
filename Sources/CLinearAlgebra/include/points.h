// Kernels over single points of whole numbers, as deletions have them: few, and apart from the tiles.
//
// A coordinate is at most 2²³ in absolute value, and a squared distance at most 2⁵³, so whole numbers of 64 bits hold
// all that comes up, and any order gives the same.

#ifndef POINTS_H
#define POINTS_H

#include <stdint.h>

/// Σ (x − y)² of two points.
int64_t la_squared_distance(const int32_t *left, const int32_t *right, long dimension);

/// The sum of Q − ‖S‖²/N over clusters, each rounded down, as a whole number of 128 bits; empty ones have none. N is at
/// most 2³⁰, a sum at most 2⁵³ in absolute value, and Q a whole number of 128 bits, at most 2⁸³.
void la_loss_about_means(const long *counts, const int64_t *sums, const void *squares, long clusters,
                         long dimension, void *loss);

/// What is known of a point beside its coordinates: a key, what it weighs, negative where it leaves, and its squared norm.
typedef struct {
  uint64_t key_low;
  uint64_t key_high;
  int64_t weight;
  int64_t norm;
} la_member;

/// What a point of a change means for a seeding step: its place among the points, what it weighs in the sample, negative
/// where it leaves, and its squared distance to the nearest seed so far, or the largest number.
typedef struct {
  long point;
  int64_t weight;
  int64_t distance;
} la_share;

/// The steps of a seeding: where each one's candidates begin, and where the last one's end; for each candidate a key of two
/// words, a row of whole numbers, and a potential, a whole number of 128 bits; and for each step which candidate it chose.
typedef struct {
  const long *starts;
  const uint64_t *keys;
  const int32_t *points;
  void *potentials;
  long *chosen;
} la_steps;

/// The points of a change: rows of whole numbers; members, of which the first leave; bits of their keys, a power of two of
/// words, or null; and shares.
typedef struct {
  long dimension;
  const int32_t *steps;
  const la_member *members;
  long leaving;
  const uint64_t *bits;
  long bit_words;
  long count;
  la_share *shares;
} la_seeding_change;

/// Goes through the steps from one to before another: adds each share's weight, times the lesser of its distance and that to
/// a candidate, to the candidate's potential, except in step 0; chooses the candidate of least potential; and lowers the
/// distances to those from it. Stops at a step with a candidate that leaves, which is not changed, and at one whose
/// chosen point moves.
///
/// Returns the step where it stopped, or the end.
long la_take_in_seeding(const la_steps *steps, const la_seeding_change *change, long step, long end, int *moves);

/// Lowers each distance to that from a seed, where that is less.
void la_lower_shares(const int32_t *seed, long dimension, const int32_t *steps, la_share *shares, long count);

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

/// How the mean of a cluster is rounded: S/N where N is at least the threshold, and else
/// (own·S + (all − own·N)·previous)/all, to a place of a lattice with cells of a size, and held within ±limit.
typedef struct {
  int64_t limit;
  long threshold;
  int64_t own;
  int64_t all;
} la_mean_rule;

/// The rule for all rounds: the size of each round's cells; for each round and coordinate the place of the lattice that
/// is the first at the upper end or beyond it, and likewise at the lower end, or null; a count with which a cluster
/// surely takes the plain mean now, and took it before the change; and the weight that joins.
typedef struct {
  la_mean_rule rule;
  const int64_t *cells;
  const int32_t *upper;
  const int32_t *lower;
  long least_count;
  long joining;
} la_round_rule;

/// Adds points to the clusters of their labels in the rounds from one to before another: a point's weight to the count, so
/// many times its squared norm to the sum of squares, and so many times its coordinates to the sums; and so many times its
/// squared distance to the cluster's centroid to the loss.
void la_take_in(const la_rounds *rounds, const la_change *change, long round, long end);

/// After points were added in all rounds: from a round on, the first whose means may become other centroids than those of
/// the next round; the last round if there is none.
long la_last_to_stay(const la_rounds *rounds, const la_change *change, const la_round_rule *rule, long round);

/// Whether the rounded mean of a cluster of N points, 0 < N ≤ 2³⁰, is the given centroid: with M/D its mean, whether
/// −cell·D ≤ 2(M − c·D) < cell·D for all coordinates c. One at the limit was held there: it stays where the mean is not
/// nearer to the place before the first one beyond, and surely only where that is known; upper and lower may be null.
///
/// The centroid is on the lattice, where it is not at the limit; previous is the one before it.
int la_mean_stays(const int64_t *sums, const int32_t *previous, const int32_t *centroid, long dimension,
                  int64_t count, int64_t cell, const int32_t *upper, const int32_t *lower,
                  const la_mean_rule *rule);

/// x·scale, rounded to the nearest whole number, which is known to be within the lattice's range.
void la_steps_of_floats(const float *row, long dimension, double scale, int32_t *steps);
void la_steps_of_doubles(const double *row, long dimension, double scale, int32_t *steps);

#endif

#include "points.h"

#include "dispatch.h"

#include "points_body.h"

KERNEL(int64_t, squared_distance, (const int32_t *left, const int32_t *right, long dimension),
       (left, right, dimension))
KERNEL(long, take_in_seeding,
       (const la_steps *steps, const la_seeding_change *change, long step, long end, int *moves),
       (steps, change, step, end, moves))
KERNEL(void, lower_shares,
       (const int32_t *seed, long dimension, const int32_t *steps, la_share *shares, long count),
       (seed, dimension, steps, shares, count))
KERNEL(void, loss_about_means,
       (const long *counts, const int64_t *sums, const void *squares, long clusters, long dimension, void *loss),
       (counts, sums, squares, clusters, dimension, loss))
KERNEL(void, take_in, (const la_rounds *rounds, const la_change *change, long round, long end),
       (rounds, change, round, end))
KERNEL(long, last_to_stay,
       (const la_rounds *rounds, const la_change *change, const la_round_rule *rule, long round),
       (rounds, change, rule, round))
KERNEL(int, mean_stays,
       (const int64_t *sums, const int32_t *previous, const int32_t *centroid, long dimension, int64_t count,
        int64_t cell, const int32_t *upper, const int32_t *lower, const la_mean_rule *rule),
       (sums, previous, centroid, dimension, count, cell, upper, lower, rule))
KERNEL(void, steps_of_floats, (const float *row, long dimension, double scale, int32_t *steps),
       (row, dimension, scale, steps))
KERNEL(void, steps_of_doubles, (const double *row, long dimension, double scale, int32_t *steps),
       (row, dimension, scale, steps))

// The kernels of points.h as plain loops, to be compiled for one instruction set after another.

#pragma STDC FP_CONTRACT OFF

// Without the alignment of a register.
typedef int32_t i8 __attribute__((ext_vector_type(8), aligned(4)));
typedef int64_t l4 __attribute__((ext_vector_type(4)));
typedef int64_t l8 __attribute__((ext_vector_type(8), aligned(8)));
typedef double d8 __attribute__((ext_vector_type(8), aligned(8)));

// Adds the squares of numbers of 32 bits, those of even places and those of odd ones: each half of a register of 64 is one
// factor of a multiplication, where the compiler sees that.
INLINE void add_squares(const i8 *numbers, l4 *sums) {
  l4 pairs = (l4)*numbers, even = (pairs << 32) >> 32, odd = pairs >> 32;
  *sums += even * even + odd * odd;
}

INLINE int64_t total(const l4 *part) {
  l4 s = *part;
  return (s[0] + s[2]) + (s[1] + s[3]);
}

// Fewer than eight one by one; others eight at a time, and of the last eight, which may begin earlier, those that were
// seen already are left out.
INLINE int64_t squared_distance_body(const int32_t *left, const int32_t *right, long dimension) {
  int64_t sum = 0;
  for (long i = 0; dimension < 8 && i < dimension; i++) {
    int64_t difference = left[i] - right[i];
    sum += difference * difference;
  }
  if (dimension < 8) return sum;
  const i8 places = {0, 1, 2, 3, 4, 5, 6, 7};
  l4 part = 0;
  long i = 0;
  for (; i + 8 <= dimension; i += 8) {
    i8 difference = *(const i8 *)(left + i) - *(const i8 *)(right + i);
    add_squares(&difference, &part);
  }
  if (i < dimension) {
    long last = dimension - 8;
    i8 difference = *(const i8 *)(left + last) - *(const i8 *)(right + last);
    difference = places < (int)(i - last) ? (i8)0 : difference;
    add_squares(&difference, &part);
  }
  return total(&part);
}

INLINE void lower_shares_body(const int32_t *seed, long dimension, const int32_t *steps, la_share *shares,
                              long count) {
  for (long i = 0; i < count; i++) {
    int64_t distance = squared_distance_body(steps + shares[i].point * dimension, seed, dimension);
    if (distance < shares[i].distance) shares[i].distance = distance;
  }
}

INLINE int leaves(const la_seeding_change *change, uint64_t low, uint64_t high) {
  if (change->bits && !(change->bits[(low >> 6) & (change->bit_words - 1)] >> (low & 63) & 1)) return 0;
  for (long i = 0; i < change->leaving; i++)
    if (change->members[i].key_low == low && change->members[i].key_high == high) return 1;
  return 0;
}

INLINE __int128 share_of_potential(const la_seeding_change *change, const int32_t *candidate) {
  __int128 sum = 0;
  for (long i = 0; i < change->count; i++) {
    const la_share *share = change->shares + i;
    int64_t distance =
        squared_distance_body(change->steps + share->point * change->dimension, candidate, change->dimension);
    sum += (__int128)share->weight * (distance < share->distance ? distance : share->distance);
  }
  return sum;
}

// Adds what points contribute to the potentials of some candidates, and returns the first of the least.
INLINE long add_to_potentials(const la_seeding_change *change, const int32_t *candidates, __int128 *potentials,
                              long count) {
  long best = 0;
  __int128 least = 0;
  for (long c = 0; c < count; c++, candidates += change->dimension) {
    __int128 potential = potentials[c] + share_of_potential(change, candidates);
    potentials[c] = potential;
    if (c > 0 && potential >= least) continue;
    least = potential;
    best = c;
  }
  return best;
}

INLINE int are_same_points(const int32_t *left, const int32_t *right, long dimension) {
  for (long i = 0; i < dimension; i++)
    if (left[i] != right[i]) return 0;
  return 1;
}

// Copies tell the compiler that nothing that is written here is part of them.
INLINE long take_in_seeding_body(const la_steps *all_steps, const la_seeding_change *all_change, long step, long end,
                                 int *moves) {
  const la_steps steps = *all_steps;
  const la_seeding_change change = *all_change;
  long dimension = change.dimension;
  *moves = 0;
  for (; step < end; step++) {
    long first = steps.starts[step], count = steps.starts[step + 1] - first, chosen = steps.chosen[step];
    const int32_t *points = steps.points + first * dimension;
    for (long c = first; c < first + count; c++)
      if (leaves(&change, steps.keys[2 * c], steps.keys[2 * c + 1])) return step;
    if (step > 0 && change.count > 0) {
      long best = add_to_potentials(&change, points, (__int128 *)steps.potentials + first, count);
      steps.chosen[step] = best;
      if (best != chosen && !are_same_points(points + best * dimension, points + chosen * dimension, dimension)) {
        *moves = 1;
        return step;
      }
      chosen = best;
    }
    lower_shares_body(points + chosen * dimension, dimension, change.steps, change.shares, change.count);
  }
  return step;
}

// Two at a time, so that additions do not wait for one another.
INLINE __int128 square_sums(const int64_t *sums, long count) {
  __int128 even = 0, odd = 0;
  long i = 0;
  for (; i + 2 <= count; i += 2) {
    even += (__int128)sums[i] * sums[i];
    odd += (__int128)sums[i + 1] * sums[i + 1];
  }
  if (i < count) even += (__int128)sums[i] * sums[i];
  return even + odd;
}

INLINE void loss_about_means_body(const long *counts, const int64_t *sums, const void *squares, long clusters,
                                  long dimension, void *loss) {
  __int128 total = 0;
  for (long cluster = 0; cluster < clusters; cluster++, sums += dimension) {
    __int128 count = counts[cluster];
    if (count > 0) total += (count * ((const __int128 *)squares)[cluster] - square_sums(sums, dimension)) / count;
  }
  *(__int128 *)loss = total;
}

// A point's distance to its centroid is found while its coordinates go to the sums.
INLINE int64_t add_point(const int32_t *point, const int32_t *centroid, long dimension, int32_t weight,
                         int64_t *sums) {
  l4 part = 0;
  l8 times = (l8)(int64_t)weight;
  long i = 0;
  for (; i + 8 <= dimension; i += 8) {
    i8 x = *(const i8 *)(point + i), difference = x - *(const i8 *)(centroid + i);
    add_squares(&difference, &part);
    *(l8 *)(sums + i) += __builtin_convertvector(x, l8) * times;
  }
  int64_t sum = 0;
  for (; i < dimension; i++) {
    int64_t difference = point[i] - centroid[i];
    sum += difference * difference;
    sums[i] += (int64_t)point[i] * weight;
  }
  return sum + total(&part);
}

// Copies, for the same reason.
INLINE void take_in_body(const la_rounds *all_rounds, const la_change *all_change, long round, long end) {
  const la_rounds rounds = *all_rounds;
  const la_change change = *all_change;
  long dimension = rounds.dimension;
  __int128 *squares = rounds.squares, *losses = rounds.losses;
  for (; round < end; round++) {
    const uint16_t *labels = change.labels + round * change.count;
    __int128 loss = 0;
    for (long i = 0; i < change.count; i++) {
      long cluster = round * rounds.clusters + labels[i], start = cluster * dimension;
      la_member member = change.members[i];
      int64_t distance = add_point(change.steps + i * dimension, rounds.centroids + start, dimension,
                                   (int32_t)member.weight, rounds.sums + start);
      loss += (__int128)member.weight * distance;
      squares[cluster] += (__int128)member.weight * member.norm;
      rounds.counts[cluster] += member.weight;
    }
    losses[round] += loss;
  }
}

// Above the last place, and below the first, all is held at the end.
INLINE int stays_at_end(__int128 mean, __int128 divisor, int64_t place, int64_t cell, const int32_t *upper,
                        const int32_t *lower) {
  if (!upper || !lower) return 0;
  return place > 0 ? 2 * (mean - *upper * divisor) >= -cell * divisor
                   : 2 * (mean - *lower * divisor) < cell * divisor;
}

INLINE int stays_in_cell(int64_t off, int64_t bound) { return 2 * off >= -bound && 2 * off < bound; }

// Of eight columns or more, some of the last eight may be looked at twice.
INLINE int plain_mean_stays(const int64_t *sums, const int32_t *centroid, long dimension, int64_t count,
                            int64_t cell, const int32_t *upper, const int32_t *lower, int32_t limit) {
  int64_t bound = cell * count;
  l8 moved = 0, times = (l8)(int64_t)(int32_t)count;
  i8 ends = 0;
  for (long column = 0; dimension >= 8 && column < dimension; column += 8) {
    long i = column + 8 <= dimension ? column : dimension - 8;
    i8 place = *(const i8 *)(centroid + i);
    l8 off = *(const l8 *)(sums + i) - __builtin_convertvector(place, l8) * times;
    // As whole numbers: 2 off < -bound, or 2 off >= bound.
    moved |= (off < -(bound >> 1)) | (off > (bound - 1) >> 1);
    ends |= __builtin_elementwise_abs(place) >= limit;
  }
  if (dimension >= 8 && !__builtin_reduce_or(ends)) return !__builtin_reduce_or(moved);
  for (long i = 0; i < dimension; i++) {
    int stays = centroid[i] <= -limit || centroid[i] >= limit
                    ? stays_at_end(sums[i], count, centroid[i], cell, upper ? upper + i : 0, lower ? lower + i : 0)
                    : stays_in_cell(sums[i] - centroid[i] * count, bound);
    if (!stays) return 0;
  }
  return 1;
}

// A filter in double precision, for sums of at most 2^50. What rounds comes to less than 4 * 2^-53 times the terms'
// absolute values together; it allows for twice that.
INLINE int balanced_mean_surely_stays(const int64_t *sums, const int32_t *previous, const int32_t *centroid,
                                      long dimension, int64_t count, int64_t cell, const la_mean_rule *rule) {
  if (dimension < 8 || count > 1 << 27) return 0;
  double limit = (double)rule->limit, own = (double)rule->own, all = (double)rule->all;
  double rest = (double)(rule->all - (__int128)rule->own * count), bound = (double)cell * all * (1 - 0x1p-50);
  l8 open = 0;
  for (long column = 0; column < dimension; column += 8) {
    long i = column + 8 <= dimension ? column : dimension - 8;
    // What is added to the bits of 1.5 * 2^52 is added to the number.
    d8 sum = (d8)(*(const l8 *)(sums + i) + 0x4338000000000000) - 0x1.8p52;
    d8 place = __builtin_convertvector(*(const i8 *)(centroid + i), d8);
    d8 drawn = __builtin_convertvector(*(const i8 *)(previous + i), d8) * rest, mean = sum * own, there = place * all;
    d8 error = (__builtin_elementwise_abs(mean) + __builtin_elementwise_abs(drawn) + __builtin_elementwise_abs(there)) *
               0x1p-50;
    d8 off = __builtin_elementwise_abs(mean + drawn - there) + error;
    open |= ~(off + off < bound) | (place <= -limit) | (place >= limit);
  }
  return !__builtin_reduce_or(open);
}

INLINE int balanced_mean_stays(const int64_t *sums, const int32_t *previous, const int32_t *centroid,
                               long dimension, int64_t count, int64_t cell, const int32_t *upper,
                               const int32_t *lower, const la_mean_rule *rule) {
  if (balanced_mean_surely_stays(sums, previous, centroid, dimension, count, cell, rule)) return 1;
  int64_t own = rule->own, all = rule->all, limit = rule->limit;
  __int128 rest = all - (__int128)own * count, bound = (__int128)cell * all;
  for (long i = 0; i < dimension; i++) {
    int64_t place = centroid[i];
    __int128 mean = (__int128)own * sums[i] + rest * previous[i];
    if (place <= -limit || place >= limit) {
      if (!stays_at_end(mean, all, place, cell, upper ? upper + i : 0, lower ? lower + i : 0)) return 0;
      continue;
    }
    __int128 twice = 2 * (mean - (__int128)place * all);
    if (twice < -bound || twice >= bound) return 0;
  }
  return 1;
}

INLINE int mean_stays_body(const int64_t *sums, const int32_t *previous, const int32_t *centroid, long dimension,
                           int64_t count, int64_t cell, const int32_t *upper, const int32_t *lower,
                           const la_mean_rule *rule) {
  return count >= rule->threshold
             ? plain_mean_stays(sums, centroid, dimension, count, cell, upper, lower, (int32_t)rule->limit)
             : balanced_mean_stays(sums, previous, centroid, dimension, count, cell, upper, lower, rule);
}

INLINE int cluster_stays(const la_rounds *rounds, const la_round_rule *rule, long round, long cluster) {
  long dimension = rounds->dimension, place = round * rounds->clusters + cluster, next = (round + 1) * dimension;
  const int32_t *previous = rounds->centroids + place * dimension;
  return mean_stays_body(rounds->sums + place * dimension, previous, previous + rounds->clusters * dimension,
                         dimension, rounds->counts[place], rule->cells[round + 1],
                         rule->upper ? rule->upper + next : 0, rule->lower ? rule->lower + next : 0, &rule->rule);
}

// A cluster under the threshold is drawn to its previous centroid by what all points weigh, so its mean changes though
// no point left it. One that was empty kept a centroid that need not be on the round's lattice.
INLINE int small_clusters_stay(const la_rounds *rounds, const la_change *change, const la_round_rule *rule,
                               long round) {
  const uint16_t *labels = change->labels + round * change->count;
  for (long cluster = 0; cluster < rounds->clusters; cluster++) {
    long count = rounds->counts[round * rounds->clusters + cluster];
    if (count >= rule->least_count) continue;
    if (count > rule->joining) {
      if (!cluster_stays(rounds, rule, round, cluster)) return 0;
    } else {
      if (count != 0) return 0;
      for (long i = 0; i < change->count; i++)
        if (labels[i] == cluster) return 0;
    }
  }
  return 1;
}

// Where points are many, clusters that neither lost nor got one are looked at too: that is as right.
INLINE int touched_clusters_stay(const la_rounds *rounds, const la_change *change, const la_round_rule *rule,
                                 long round) {
  const uint16_t *labels = change->labels + round * change->count;
  int looks_at_all = change->count >= rounds->clusters;
  for (long i = 0; i < (looks_at_all ? rounds->clusters : change->count); i++) {
    long cluster = looks_at_all ? i : labels[i];
    if (rounds->counts[round * rounds->clusters + cluster] >= rule->least_count &&
        !cluster_stays(rounds, rule, round, cluster))
      return 0;
  }
  return 1;
}

INLINE long least_of(const long *counts, long clusters) {
  long least = counts[0];
  for (long i = 1; i < clusters; i++) least = counts[i] < least ? counts[i] : least;
  return least;
}

INLINE long last_to_stay_body(const la_rounds *rounds, const la_change *change, const la_round_rule *rule,
                              long round) {
  for (; round + 1 < rounds->count; round++) {
    long least = least_of(rounds->counts + round * rounds->clusters, rounds->clusters);
    if (least < rule->least_count && !small_clusters_stay(rounds, change, rule, round)) break;
    if (!touched_clusters_stay(rounds, change, rule, round)) break;
  }
  return round;
}

// Above 2^52 a double has no fraction left, so adding 1.5 * 2^52 rounds.
#define STEPS_OF(name, type)                                                                         \
  INLINE void name##_body(const type *row, long dimension, double scale, int32_t *steps) {           \
    for (long i = 0; i < dimension; i++)                                                             \
      steps[i] = (int32_t)(((double)row[i] * scale + 0x1.8p52) - 0x1.8p52);                          \
  }

STEPS_OF(steps_of_floats, float)
STEPS_OF(steps_of_doubles, double)

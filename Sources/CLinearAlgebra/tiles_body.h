// The kernels of tiles.h as plain loops, to be compiled for one instruction set after another.
//
// Promise    Operations that round stand in one order and are not contracted, so every instruction set gives the
//            same bits. Sums of squares and of distances are of whole numbers below 2⁵³: they do not round.

#pragma STDC FP_CONTRACT OFF

enum { lanes = 64, block = 16 };

INLINE void widen_body(const float *in, double *out, long count) {
  for (long i = 0; i < count; i++) out[i] = (double)in[i];
}

// Sixteen at a time, so that the maxima do not wait for one another.
#define LARGEST(name, type, magnitude)                                        \
  INLINE type name(const type *values, long count) {                          \
    type part[block] = {0};                                                   \
    long i = 0;                                                               \
    for (; i + block <= count; i += block)                                    \
      for (int j = 0; j < block; j++) {                                       \
        type value = magnitude(values[i + j]);                                \
        part[j] = value > part[j] ? value : part[j];                          \
      }                                                                       \
    type largest = 0;                                                         \
    for (; i < count; i++) {                                                  \
      type value = magnitude(values[i]);                                      \
      largest = value > largest ? value : largest;                            \
    }                                                                         \
    for (int j = 0; j < block; j++) largest = part[j] > largest ? part[j] : largest; \
    return largest;                                                           \
  }

LARGEST(largest_float_body, float, __builtin_fabsf)
LARGEST(largest_double_body, double, __builtin_fabs)

INLINE double rounded(double value, double scale, double limit) {
  double steps = value * scale;
  steps = steps > -limit ? steps : -limit;
  steps = steps < limit ? steps : limit;
  // Above 2⁵² a double has no fraction left, so adding 1.5·2⁵² rounds.
  return (steps + 0x1.8p52) - 0x1.8p52;
}

// Sixteen rows and sixteen columns at a time: what is read and what is written stay in the cache.
#define ROUND_ROWS(name, type)                                                                    \
  INLINE void name(const type *rows, long dimension, long count, double scale, double limit,      \
                   float *tile, double *norms) {                                                  \
    for (long first = 0; first < count; first += block) {                                         \
      long rowCount = count - first < block ? count - first : block;                              \
      double sums[block] = {0};                                                                   \
      for (long column = 0; column < dimension; column += block) {                                \
        long width = dimension - column < block ? dimension - column : block;                     \
        float square[block][block] = {{0}};                                                       \
        for (long row = 0; row < rowCount; row++) {                                               \
          const type *in = rows + (first + row) * dimension + column;                             \
          double steps[block] = {0};                                                              \
          if (width == block)                                                                     \
            for (int i = 0; i < block; i++) steps[i] = rounded((double)in[i], scale, limit);      \
          else                                                                                    \
            for (long i = 0; i < width; i++) steps[i] = rounded((double)in[i], scale, limit);     \
          double part[8] = {0};                                                                   \
          for (int i = 0; i < 8; i++) part[i] = steps[i] * steps[i] + steps[i + 8] * steps[i + 8]; \
          for (int i = 0; i < 8; i++) sums[row] += part[i];                                       \
          for (int i = 0; i < block; i++) square[i][row] = (float)steps[i];                       \
        }                                                                                         \
        for (long i = 0; i < width; i++)                                                          \
          for (long row = 0; row < rowCount; row++)                                               \
            tile[(column + i) * lanes + first + row] = square[i][row];                            \
      }                                                                                           \
      for (long row = 0; row < rowCount; row++) norms[first + row] = sums[row];                   \
    }                                                                                             \
  }

ROUND_ROWS(round_float_rows_body, float)
ROUND_ROWS(round_double_rows_body, double)

INLINE void two_best_body(const float *scores, const float *norms, long count, float *best,
                          float *second, int32_t *winner) {
  for (int first = 0; first < lanes; first += block) {
    float least[block], next[block];
    int32_t index[block];
    for (int i = 0; i < block; i++) {
      least[i] = next[i] = __builtin_inff();
      index[i] = 0;
    }
    for (long centroid = 0; centroid < count; centroid++) {
      const float *row = scores + centroid * lanes + first;
      float norm = norms[centroid];
      for (int i = 0; i < block; i++) {
        float score = row[i] + norm;
        int less = score < least[i];
        float loser = less ? least[i] : score;
        next[i] = loser < next[i] ? loser : next[i];
        least[i] = less ? score : least[i];
        index[i] = less ? (int32_t)centroid : index[i];
      }
    }
    for (int i = 0; i < block; i++) {
      best[first + i] = least[i];
      second[first + i] = next[i];
      winner[first + i] = index[i];
    }
  }
}

INLINE int64_t sum_of_lesser_body(const double *left, const double *right, long count) {
  int64_t sum = 0;
  for (long i = 0; i < count; i++) sum += (int64_t)(right[i] < left[i] ? right[i] : left[i]);
  return sum;
}

INLINE uint64_t lower_tile(float *gaps, const uint16_t *labels, long count, const float *tile,
                           long stride, const la_move *moves, long move_count,
                           const la_term *terms) {
  double own[lanes] = {0}, others[lanes] = {0};
  int64_t label[lanes];
  for (long i = 0; i < count; i++) label[i] = labels[i];
  for (long i = count; i < lanes; i++) label[i] = -1;
  for (long m = 0; m < move_count; m++) {
    double change[lanes];
    for (int i = 0; i < lanes; i++) change[i] = moves[m].norm_change;
    for (long t = 0; t < moves[m].term_count; t++) {
      la_term term = terms[moves[m].first_term + t];
      const float *row = tile + term.column * lanes;
      for (int i = 0; i < lanes; i += 16) __builtin_prefetch(row + stride + i);
      for (int i = 0; i < lanes; i++) change[i] -= term.twice_change * (double)row[i];
    }
    int64_t cluster = moves[m].cluster;
    for (int i = 0; i < lanes; i++) {
      int is_own = label[i] == cluster;
      double least = change[i] < others[i] ? change[i] : others[i];
      own[i] = is_own ? change[i] : own[i];
      others[i] = is_own ? others[i] : least;
    }
  }
  float lowered[lanes];
  double gap[lanes];
  for (long i = 0; i < lanes; i++) {
    // Beyond 2⁶⁰ no change of a score reaches; an infinite gap, of a single cluster, is one such.
    double old = i < count ? (double)gaps[i] : 1;
    old = old < 0x1p60 ? old : 0x1p60;
    double slack = (old + __builtin_fabs(own[i]) - others[i]) * 0x1p-51;
    gap[i] = old - own[i] + others[i] - slack;
    // Rounding to the nearest float adds at most 2⁻²⁴ of the number.
    lowered[i] = (float)(gap[i] * (1 - 0x1p-23));
  }
  uint64_t open = 0;
  for (int i = 0; i < lanes; i++) open |= (uint64_t)(gap[i] > 0 ? 0 : 1) << i;
  for (long i = 0; i < count; i++) gaps[i] = lowered[i];
  return count < lanes ? open & ((1ull << count) - 1) : open;
}

INLINE void lower_gaps_body(float *gaps, const uint16_t *labels, long count, const float *tiles,
                            long stride, const la_move *moves, long move_count,
                            const la_term *terms, uint64_t *open) {
  // Whole tiles apart, so that their loops have a length that is known.
  long whole = count / lanes;
  for (long i = 0; i < whole; i++)
    open[i] = lower_tile(gaps + i * lanes, labels + i * lanes, lanes, tiles + i * stride, stride, moves,
                         move_count, terms);
  if (whole * lanes < count)
    open[whole] = lower_tile(gaps + whole * lanes, labels + whole * lanes, count - whole * lanes,
                             tiles + whole * stride, stride, moves, move_count, terms);
}

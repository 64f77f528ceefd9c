// The kernels of products.h for one instruction set, which the file that includes this names: LEVEL, its suffix,
// TARGET, its attribute, and VECTOR, the bytes of a register.
//
// All sums of some lanes with up to 12 centroids stay in registers through the loop over the coordinates. The count of
// registers and of centroids are constants of each copy of the loop.

#define JOIN(a, b) a##_##b
#define JOINED(a, b) JOIN(a, b)
#define NAMED(name) JOINED(name, LEVEL)

#define UNROLLED _Pragma("clang loop unroll(full)")

enum { NAMED(double_lanes) = VECTOR / 8 };

// Without the alignment of a register, since tiles lie anywhere.
typedef double NAMED(doubles) __attribute__((ext_vector_type(VECTOR / 8), aligned(8)));
typedef float NAMED(half_floats) __attribute__((ext_vector_type(VECTOR / 8), aligned(4)));

#define DOUBLES NAMED(doubles)

#include "least_body.h"
#include "squares_body.h"

/// What one coordinate adds to the sums of some lanes and centroids.
INLINE TARGET void NAMED(add_product)(const float *tile, const float *next, const float *operand, const int width,
                                      const int count, FLOATS result[12][4]) {
  // The filter's bound on the error holds whether a product and a sum are fused or not, so this decides nothing.
#pragma STDC FP_CONTRACT ON
  FLOATS x[4];
  UNROLLED for (int v = 0; v < width; v++) x[v] = *(const FLOATS *)(tile + NAMED(float_lanes) * v);
  // The lines of the next tile, one after another. Whole rows the processor foresees better itself.
  if (width * NAMED(float_lanes) < 64) UNROLLED for (int v = 0; v < width; v += LINE / VECTOR)
    __builtin_prefetch(next + NAMED(float_lanes) * v, 0, 2);
  UNROLLED for (int c = 0; c < count; c++)
    UNROLLED for (int v = 0; v < width; v++) result[c][v] += x[v] * operand[c];
}

/// The sums over a run of coordinates for some lanes and centroids; `sums` go on where `goes_on`, and stay there.
INLINE TARGET void NAMED(add_products)(const float *tile, const int lanes, const float *next,
                                       long coordinates, const column_set *columns, const float *operand,
                                       long stride, const int width, const int count, int goes_on,
                                       float *sums, FLOATS result[12][4]) {
  UNROLLED for (int c = 0; c < count; c++)
    UNROLLED for (int v = 0; v < width; v++)
      result[c][v] = goes_on ? *(const FLOATS *)(sums + 64 * c + NAMED(float_lanes) * v) : (FLOATS)0;
  // Where columns are left out, the next tile is likely read in the same ones.
  const long step = width * NAMED(float_lanes);
  if (columns)
    FOR_EACH_COLUMN(columns, j)
    NAMED(add_product)(tile + lanes * j, next + lanes * j, operand + j * stride, width, count, result);
  else
    for (long j = 0; j < coordinates; j++)
      NAMED(add_product)(tile + lanes * j, next + step * j, operand + j * stride, width, count, result);
}

INLINE TARGET void NAMED(score)(const float *tile, const int lanes, const float *next, long coordinates,
                                const column_set *columns, const float *operand, const float *norms,
                                long stride, int first, const int width, const int count, int goes_on, int is_last,
                                float *sums, NAMED(two_least) *least) {
  FLOATS result[12][4];
  NAMED(add_products)(tile, lanes, next, coordinates, columns, operand, stride, width, count, goes_on, sums,
                      result);
  if (!is_last) {
    UNROLLED for (int c = 0; c < count; c++)
      UNROLLED for (int v = 0; v < width; v++)
        *(FLOATS *)(sums + 64 * c + NAMED(float_lanes) * v) = result[c][v];
    return;
  }
  UNROLLED for (int c = 0; c < count; c++)
    UNROLLED for (int v = 0; v < width; v++) NAMED(take_score)(least, v, result[c][v] + norms[c], 1 + first + c);
}

/// Scores some lanes against all centroids after the first, in blocks of nearly equal size.
INLINE TARGET void NAMED(score_all)(const float *tile, const int lanes, const float *next, long coordinates,
                                    const column_set *columns, const float *operand, const float *norms,
                                    long count, const int width, const int most,
                                    int goes_on, int is_last, float *sums,
                                    NAMED(two_least) *least) {
  // The score of the first, which scores are less.
  NAMED(begin_scores)(least, width, 0);
  long blocks = (count + most - 1) / most;
  for (long b = 0, first = 0; b < blocks; b++) {
    long size = (count - first + blocks - b - 1) / (blocks - b);
    switch (size) {
#define CASE(n)                                                                             \
  case n:                                                                                   \
    if (n <= most)                                                                          \
      NAMED(score)(tile, lanes, next, coordinates, columns, operand + first, norms + first, count,  \
                   (int)first, width, n, goes_on, is_last, sums + 64 * first, least);                   \
    break;
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
      CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#undef CASE
    }
    first += size;
  }
}

/// From the two least scores of each point, its label and what its gap is at least.
TARGET static uint64_t NAMED(bound_gaps)(const float *best, const float *second, const int32_t *winner,
                                    const double *point_norms, double slope, double offset,
                                    long points, uint16_t *labels, float *gaps, uint64_t *changed) {
#pragma STDC FP_CONTRACT OFF
  float norms[64], bounds[64];
  for (int i = 0; i < 64; i += NAMED(double_lanes))
    *(NAMED(half_floats) *)(norms + i) =
        __builtin_convertvector(*(const DOUBLES *)(point_norms + i), NAMED(half_floats));
  // Each operation rounds by at most 2^-24 of its result. There are up to 7 on the way to an error, which is raised by
  // 32 times as much, and 4 on the way to a gap, which is lowered by 8 times as much. No gap gets another sign.
  const float up = 1 + 0x1p-20f, down = 1 - 0x1p-22f;
  const float steep = (float)slope * up, always = (float)offset * up;
  for (int i = 0; i < 64; i += NAMED(float_lanes)) {
    FLOATS error = (__builtin_elementwise_sqrt(*(const FLOATS *)(norms + i)) * steep + always) * up;
    FLOATS gap = (*(const FLOATS *)(second + i) - *(const FLOATS *)(best + i)) * down;
    *(FLOATS *)(bounds + i) = (gap - error) * down;
  }
  uint64_t there = points == 64 ? ~0ull : (1ull << points) - 1;
  w64 after = __builtin_convertvector(*(const s64 *)winner, w64), before = after;
  memcpy(&before, labels, points * sizeof *labels);
  memcpy(labels, &after, points * sizeof *labels);
  memcpy(gaps, bounds, points * sizeof *gaps);
  b64 proved = __builtin_convertvector(*(const f64 *)bounds > 0, b64);
  b64 other = __builtin_convertvector(before != after, b64);
  *changed = bits_of(other) & there;
  return ~bits_of(proved) & there;
}

TARGET static uint64_t NAMED(nearest)(const float *tile, const float *following, long dimension,
                                      const uint64_t *occupied, const float *minus_twice, const float *norms,
                                      long count, const double *point_norms, double slope, double offset, long points,
                                      uint16_t *labels, float *gaps, uint64_t *changed) {
  float best[64], second[64], sums[64 * PRODUCT_LIMIT];
  int32_t winner[64];
  // Few centroids leave room for the sums of more lanes, which hide one another's latency.
  int width = count <= 3 ? 4 : 2;
  for (long start = 0; start < dimension; start += CHUNK) {
    int goes_on = start > 0, is_last = dimension - start <= CHUNK;
    long coordinates = is_last ? dimension - start : CHUNK;
    const float *operand = minus_twice + start * count;
    tile_columns columns = columns_of(occupied, dimension, start, coordinates);
    for (int lane = 0; lane < 64; lane += width * NAMED(float_lanes)) {
      const column_set *set = occupied ? columns_of_lanes(&columns, lane, width * NAMED(float_lanes)) : 0;
      NAMED(two_least) least;
      const float *part = tile + start * 64 + lane;
      const float *next = following + start * 64 + (set ? lane : lane * coordinates);
      if (width == 4)
        NAMED(score_all)(part, 64, next, coordinates, set, operand, norms, count, 4, 3, goes_on, is_last,
                         sums + lane, &least);
      else
        NAMED(score_all)(part, 64, next, coordinates, set, operand, norms, count, 2, MOST, goes_on, is_last,
                         sums + lane, &least);
      if (width == 4)
        NAMED(store_least)(&least, 4, lane, best, second, winner);
      else
        NAMED(store_least)(&least, 2, lane, best, second, winner);
    }
  }
  return NAMED(bound_gaps)(best, second, winner, point_norms, slope, offset, points, labels, gaps,
                           changed);
}

/// Of rows one after another, or of those that begin where `starts` says.
INLINE TARGET uint64_t NAMED(score_rows)(const float *rows, const int64_t *starts, const float *following,
                                         long dimension, long points, float scale, const float *minus_twice,
                                         const float *norms, long count, const double *point_norms, double slope,
                                         double offset, uint16_t *labels, float *gaps, uint64_t *changed) {
  // Part by part: what is filled of one stays in the first cache until its products are made.
  enum { part = 2 * NAMED(float_lanes) };
  float best[64], second[64], sums[64 * PRODUCT_LIMIT];
  __attribute__((aligned(64))) float filled[CHUNK * part];
  int32_t winner[64];
  // What is not scored is read with the rest.
  if (points < 64) {
    memset(best, 0, sizeof best);
    memset(second, 0, sizeof second);
    memset(winner, 0, sizeof winner);
  }
  long chunks = (dimension + CHUNK - 1) / CHUNK;
  for (int lane = 0; lane < points; lane += part) {
    long there = points - lane < part ? points - lane : part;
    const float *base = starts ? rows : rows + lane * dimension;
    const int64_t *own = starts ? starts + lane : 0;
    const int64_t *next = starts && lane + 2 * part <= points ? own + part : own;
    const float *ahead = starts ? filled : lane + part < points ? base + part * dimension : following;
    NAMED(two_least) least;
    for (long chunk = 0, start = 0; chunk < chunks; chunk++) {
      // Of nearly equal length, so that none is less than a square.
      long coordinates = (dimension - start + chunks - chunk - 1) / (chunks - chunk);
      NAMED(fill_lanes)(base, dimension, own, next, there, start, coordinates, scale, 0, filled, part);
      NAMED(score_all)(filled, part, starts ? ahead : ahead + start * part, coordinates, 0,
                       minus_twice + start * count, norms, count, 2, MOST, chunk > 0, chunk + 1 == chunks,
                       sums, &least);
      start += coordinates;
    }
    NAMED(store_least)(&least, 2, lane, best, second, winner);
  }
  return NAMED(bound_gaps)(best, second, winner, point_norms, slope, offset, points, labels, gaps, changed);
}

TARGET static uint64_t NAMED(nearest_rows)(const float *rows, const float *following, long dimension, long points,
                                           float scale, const float *minus_twice, const float *norms,
                                           long count, const double *point_norms, double slope,
                                           double offset, uint16_t *labels, float *gaps,
                                           uint64_t *changed) {
  return NAMED(score_rows)(rows, 0, following, dimension, points, scale, minus_twice, norms, count, point_norms,
                           slope, offset, labels, gaps, changed);
}

TARGET static uint64_t NAMED(nearest_loose_rows)(const float *rows, const int64_t *starts, long dimension, long points,
                                                 float scale, const float *minus_twice, const float *norms,
                                                 long count, const double *point_norms, double slope,
                                                 double offset, uint16_t *labels, float *gaps,
                                                 uint64_t *changed) {
  return NAMED(score_rows)(rows, starts, 0, dimension, points, scale, minus_twice, norms, count, point_norms,
                           slope, offset, labels, gaps, changed);
}

/// What one coordinate adds to the distances of some lanes to some centroids.
INLINE TARGET void NAMED(add_distance)(const float *tile, const float *next, const double *operand, const int width,
                                       const int count, DOUBLES sums[12][8]) {
  // Nothing rounds, so it is one whether a product and a sum are fused, and where the norms are added.
#pragma STDC FP_CONTRACT ON
  DOUBLES x[8];
  UNROLLED for (int v = 0; v < width; v++)
    x[v] = __builtin_convertvector(*(const NAMED(half_floats) *)(tile + NAMED(double_lanes) * v), DOUBLES);
  if (width * NAMED(double_lanes) < 64) UNROLLED for (int v = 0; v < width; v += 2 * LINE / VECTOR)
    __builtin_prefetch(next + NAMED(double_lanes) * v, 0, 2);
  UNROLLED for (int c = 0; c < count; c++)
    UNROLLED for (int v = 0; v < width; v++) sums[c][v] += x[v] * operand[c];
}

/// What a run of coordinates adds to them, which begin with the norms.
INLINE TARGET void NAMED(add_distances)(const float *tile, const float *next, long coordinates,
                                        const column_set *columns, const double *operand, const double *norms,
                                        long stride, const double *point_norms, const int width, const int count,
                                        int goes_on, double *distances) {
  DOUBLES sums[12][8];
  UNROLLED for (int c = 0; c < count; c++)
    UNROLLED for (int v = 0; v < width; v++)
      sums[c][v] = goes_on ? *(const DOUBLES *)(distances + 64 * c + NAMED(double_lanes) * v)
                           : *(const DOUBLES *)(point_norms + NAMED(double_lanes) * v) + norms[c];
  const long step = width * NAMED(double_lanes);
  if (columns)
    FOR_EACH_COLUMN(columns, j)
    NAMED(add_distance)(tile + 64 * j, next + 64 * j, operand + j * stride, width, count, sums);
  else
    for (long j = 0; j < coordinates; j++)
      NAMED(add_distance)(tile + 64 * j, next + step * j, operand + j * stride, width, count, sums);
  UNROLLED for (int c = 0; c < count; c++)
    UNROLLED for (int v = 0; v < width; v++)
      *(DOUBLES *)(distances + 64 * c + NAMED(double_lanes) * v) = sums[c][v];
}

TARGET static void NAMED(exact_distances)(const float *tile, const float *following, long dimension,
                                          const uint64_t *occupied, const double *minus_twice, const double *norms,
                                          long count, const double *point_norms, double *distances) {
  for (long start = 0; start < dimension; start += CHUNK) {
    long coordinates = dimension - start <= CHUNK ? dimension - start : CHUNK;
    tile_columns columns = columns_of(occupied, dimension, start, coordinates);
    long blocks = (count + MOST - 1) / MOST;
    for (long b = 0, first = 0; b < blocks; b++) {
      long size = (count - first + blocks - b - 1) / (blocks - b);
      int width = size == 1 ? 8 : size <= 3 ? 4 : 2;
      for (int lane = 0; lane < 64; lane += width * NAMED(double_lanes)) {
        const column_set *set = occupied ? columns_of_lanes(&columns, lane, width * NAMED(double_lanes)) : 0;
        switch (size) {
#define CASE(n)                                                                                 \
  case n:                                                                                       \
    if (n <= MOST)                                                                              \
      NAMED(add_distances)(tile + start * 64 + lane,                                            \
                           following + start * 64 + (set ? lane : lane * coordinates),          \
                           coordinates, set,                                                    \
                           minus_twice + start * count + first, norms + first, count,           \
                           point_norms + lane, n == 1 ? 8 : n <= 3 ? 4 : 2, n, start > 0,       \
                           distances + 64 * first + lane);                                      \
    break;
          CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
          CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#undef CASE
        }
      }
      first += size;
    }
  }
}

#undef JOIN
#undef JOINED
#undef NAMED
#undef FLOATS
#undef DOUBLES
#undef INTS
#undef UNROLLED
#undef LEVEL
#undef TARGET
#undef VECTOR
#undef MOST

// The kernels of compact.h for one instruction set, which the file that includes this names: LEVEL, its suffix,
// TARGET, its attribute, VECTOR, the bytes of a register, and MOST, how many centroids' sums fit the registers.

#define JOIN(a, b) a##_##b
#define JOINED(a, b) JOIN(a, b)
#define NAMED(name) JOINED(name, LEVEL)
#define UNROLLED _Pragma("clang loop unroll(full)")

#include "least_body.h"
#include "squares_body.h"

typedef int16_t NAMED(shorts) __attribute__((ext_vector_type(VECTOR / 2), aligned(2)));
typedef uint8_t NAMED(bytes) __attribute__((ext_vector_type(VECTOR / 2), aligned(1)));

#define SHORTS NAMED(shorts)
#define BYTES NAMED(bytes)

// The registers that one column of some lanes fills: two where sixteen lanes are more than one.
enum { NAMED(compact_width) = VECTOR == 64 ? 1 : 2 };

/// The sums of the products of two neighbours.
INLINE TARGET INTS NAMED(multiply_pairs)(SHORTS a, SHORTS b) {
#if defined(__x86_64__)
  typedef short plain __attribute__((vector_size(VECTOR)));
#if LEVEL == 2
  return (INTS)__builtin_ia32_pmaddwd512((plain)a, (plain)b);
#elif LEVEL == 1
  return (INTS)__builtin_ia32_pmaddwd256((plain)a, (plain)b);
#else
  return (INTS)__builtin_ia32_pmaddwd128((plain)a, (plain)b);
#endif
#else
  INTS upper = ((INTS)a >> 16) * ((INTS)b >> 16);
  return ((INTS)a << 16 >> 16) * ((INTS)b << 16 >> 16) + upper;
#endif
}

INLINE TARGET void NAMED(score_compact)(const uint8_t *part, long pairs, const int32_t *operand, const float *norms,
                                        long stride, int first, const int width, const int count, float factor,
                                        NAMED(two_least) *least) {
  INTS sums[12][2];
  UNROLLED for (int c = 0; c < count; c++)
    UNROLLED for (int v = 0; v < width; v++) sums[c][v] = (INTS)0;
  for (long j = 0; j < pairs; j++) {
    SHORTS x[2];
    UNROLLED for (int v = 0; v < width; v++)
      x[v] = __builtin_convertvector(*(const BYTES *)(part + PAIRS_OF_PART * j + VECTOR / 2 * v), SHORTS);
    __builtin_prefetch(part + PAIRS_OF_PART * (j + AHEAD), 0, 2);
    UNROLLED for (int c = 0; c < count; c++) {
      SHORTS pair = (SHORTS)(INTS)operand[j * stride + c];
      UNROLLED for (int v = 0; v < width; v++) sums[c][v] += NAMED(multiply_pairs)(x[v], pair);
    }
  }
  UNROLLED for (int c = 0; c < count; c++)
    UNROLLED for (int v = 0; v < width; v++)
      NAMED(take_score)(least, v, __builtin_convertvector(sums[c][v], FLOATS) * factor + norms[c], first + c);
}

TARGET static uint64_t NAMED(nearest_compact)(const uint8_t *compact, long dimension, long points, float factor,
                                              const int32_t *operand, const float *norms, long count,
                                              const double *point_norms, double slope, double offset,
                                              uint16_t *labels, float *gaps, uint64_t *changed) {
  float best[64], second[64];
  int32_t winner[64];
  const long pairs = (dimension + 1) / 2;
  const int width = NAMED(compact_width), lanes = width * NAMED(float_lanes);
  // What is not scored is read with the rest.
  if (points < 64) {
    memset(best, 0, sizeof best);
    memset(second, 0, sizeof second);
    memset(winner, 0, sizeof winner);
  }
  for (int lane = 0; lane < points; lane += lanes) {
    const uint8_t *part = compact + lane / PART * pairs * PAIRS_OF_PART + lane % PART * 2;
    NAMED(two_least) least;
    NAMED(begin_scores)(&least, width, __builtin_inff());
    // In blocks of nearly equal size.
    long blocks = (count + MOST - 1) / MOST;
    for (long b = 0, first = 0; b < blocks; b++) {
      long size = (count - first + blocks - b - 1) / (blocks - b);
      switch (size) {
#define CASE(n)                                                                                                   \
  case n:                                                                                                         \
    if (n <= MOST)                                                                                                \
      NAMED(score_compact)(part, pairs, operand + first, norms + first, count, (int)first, width, n, factor, &least); \
    break;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
        CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#undef CASE
      }
      first += size;
    }
    NAMED(store_least)(&least, width, lane, best, second, winner);
  }
  return la_bound_gaps(best, second, winner, point_norms, slope, offset, points, labels, gaps, changed);
}

/// Two columns of eight points, in pairs, from columns of sixteen; and what they lack, squared.
INLINE TARGET void NAMED(compact_pairs)(const float *columns, float low, float step, uint8_t *pairs, f8 *lost) {
  f8 value[2];
  s8 byte[2];
  UNROLLED for (int i = 0; i < 2; i++) {
    value[i] = *(const f8 *)(columns + i * PART);
    f8 nearest = (value[i] - low) * (1 / step);
    nearest = nearest > 0 ? nearest : (f8)0;
    nearest = nearest < 255 ? nearest : (f8)255;
    // From 2^23 on a float has no fraction left, so adding it rounds.
    nearest = (nearest + 0x1p23f) - 0x1p23f;
    byte[i] = __builtin_convertvector(nearest, s8);
    // Whole numbers of less than 2^24, so that only their squares round.
    f8 rest = value[i] - (nearest * step + low);
    *lost += rest * rest;
  }
  u16x8 both = __builtin_convertvector(byte[0] | byte[1] << 8, u16x8);
  memcpy(pairs, &both, sizeof both);
}

TARGET static float NAMED(compact_rows)(const float *rows, long dimension, long points, float scale, float low,
                                        float step, uint8_t *compact) {
  __attribute__((aligned(64))) float filled[COLUMNS * PART];
  const long pairs = (dimension + 1) / 2, chunks = (dimension + COLUMNS - 1) / COLUMNS;
  float most = 0;
  for (long lane = 0; lane < points; lane += PART, compact += pairs * PAIRS_OF_PART) {
    long there = points - lane < PART ? points - lane : PART;
    f8 lost[PART / 8] = {0};
    for (long chunk = 0, start = 0; chunk < chunks; chunk++) {
      // Of nearly equal length, and of whole pairs but the last.
      long width = ((dimension - start + chunks - chunk - 1) / (chunks - chunk) + 1) & ~1l;
      if (width > dimension - start) width = dimension - start;
      NAMED(fill_lanes)(rows + lane * dimension, dimension, 0, 0, there, start, width, scale, 1, filled, PART);
      // What stands beside the last column, where that is alone, is multiplied by zero.
      if (width % 2) memcpy(filled + width * PART, filled + (width - 1) * PART, PART * sizeof *filled);
      for (long j = 0; j < (width + 1) / 2; j++)
        UNROLLED for (int v = 0; v < PART / 8; v++)
          NAMED(compact_pairs)(filled + j * PAIRS_OF_PART + v * 8, low, step,
                               compact + (start / 2 + j) * PAIRS_OF_PART + v * 16, lost + v);
      start += width;
    }
    for (long i = 0; i < there; i++) most = lost[i / 8][i % 8] > most ? lost[i / 8][i % 8] : most;
  }
  return most;
}

#undef JOIN
#undef JOINED
#undef NAMED
#undef FLOATS
#undef INTS
#undef SHORTS
#undef BYTES
#undef UNROLLED
#undef LEVEL
#undef TARGET
#undef VECTOR
#undef MOST

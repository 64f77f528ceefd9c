// The kernels of rows.h for one instruction set, which the file that includes this names: LEVEL, its suffix, and
// TARGET, its attribute.
//
// Squares of eight rows and eight columns change places in registers. Operations that round stand in one order and are
// not contracted, so every instruction set gives the same bits.

#pragma STDC FP_CONTRACT OFF

#define JOIN(a, b) a##_##b
#define JOINED(a, b) JOIN(a, b)
#define NAMED(name) JOINED(name, LEVEL)
#define UNROLLED _Pragma("clang loop unroll(full)")

#include "squares_body.h"

INLINE TARGET void NAMED(round)(d8 *values, double scale, double limit) {
  d8 steps = *values * scale;
  steps = steps > -limit ? steps : (d8)-limit;
  steps = steps < limit ? steps : (d8)limit;
  // Above 2^52 a double has no fraction left, so adding 1.5 * 2^52 rounds.
  *values = (steps + 0x1.8p52) - 0x1.8p52;
}

INLINE TARGET void NAMED(load_floats)(const float *in, d8 *out) {
  *out = __builtin_convertvector(*(const f8 *)in, d8);
}

INLINE TARGET void NAMED(load_doubles)(const double *in, d8 *out) { *out = *(const d8 *)in; }

// Where the last columns are fewer than eight, a block begins earlier and leaves out those that were in the one before:
// `skipped` of them. Rows of fewer than eight columns are filled up with zeros first. Sixteen rows go together, which
// are a whole line of memory in each row of the tile.
#define ROUND_ROWS(name, type, load)                                                              \
  INLINE TARGET void NAMED(name##_block)(const type *in, long stride, long height, long skipped,  \
                                         double scale, double limit, float *out, d8 *sums) {      \
    const l8 places = {0, 1, 2, 3, 4, 5, 6, 7};                                                   \
    f8 square[8];                                                                                 \
    UNROLLED for (int i = 0; i < 8; i++) {                                                        \
      d8 steps = (d8)0;                                                                           \
      if (i < height) {                                                                           \
        NAMED(load)(in + i * stride, &steps);                                                     \
        NAMED(round)(&steps, scale, limit);                                                       \
        steps = places < skipped ? (d8)0 : steps;                                                 \
      }                                                                                           \
      sums[i] += steps * steps;                                                                   \
      square[i] = __builtin_convertvector(steps, f8);                                             \
    }                                                                                             \
    NAMED(transpose)(square);                                                                     \
    for (long i = skipped; i < 8; i++) {                                                          \
      if (height == 8)                                                                            \
        *(f8 *)(out + i * LANES) = square[i];                                                     \
      else                                                                                        \
        for (long j = 0; j < height; j++) out[i * LANES + j] = square[i][j];                      \
    }                                                                                             \
  }                                                                                               \
                                                                                                  \
  TARGET static void NAMED(name)(const type *rows, long dimension, long count, double scale,      \
                                 double limit, float *tile, double *norms) {                      \
    for (long first = 0; first < count; first += 16) {                                            \
      d8 sums[16] = {0};                                                                          \
      for (long column = 0; column < dimension; column += 8) {                                    \
        long start = column + 8 <= dimension ? column : dimension - 8, skipped = column - start;  \
        for (long half = first; half < first + 16 && half < count; half += 8) {                   \
          const type *in = rows + half * dimension;                                               \
          long height = count - half < 8 ? count - half : 8;                                      \
          float *out = tile + start * LANES + half;                                               \
          if (dimension < 8) {                                                                    \
            type filled[8 * 8] = {0};                                                             \
            for (long i = 0; i < height; i++)                                                     \
              for (long j = 0; j < dimension; j++)                                                \
                filled[8 * i + skipped + j] = in[i * dimension + j];                              \
            NAMED(name##_block)(filled, 8, height, skipped, scale, limit, out, sums + half - first);\
          } else if (height == 8 && skipped == 0) {                                               \
            NAMED(name##_block)(in + start, dimension, 8, 0, scale, limit, out, sums + half - first);\
          } else {                                                                                \
            NAMED(name##_block)(in + start, dimension, height, skipped, scale, limit, out,        \
                                sums + half - first);                                             \
          }                                                                                       \
        }                                                                                         \
      }                                                                                           \
      for (long i = 0; i < 16 && first + i < count; i++) {                                        \
        d8 s = sums[i];                                                                           \
        norms[first + i] = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));     \
      }                                                                                           \
    }                                                                                             \
  }

ROUND_ROWS(round_float_rows, float, load_floats)
ROUND_ROWS(round_double_rows, double, load_doubles)

TARGET static void NAMED(fill_tile)(const float *rows, long dimension, long count, float scale, float *tile) {
  NAMED(fill_lanes)(rows, dimension, 0, 0, count, 0, dimension, scale, 1, tile, LANES);
}

// Whole numbers of at most 2^53 in all sums: any order gives the same.
INLINE TARGET void NAMED(load_steps)(const float *row, double scale, d8 *out) {
  // A number times a power of two does not round, so it is one whether the sum is fused.
#pragma STDC FP_CONTRACT ON
  d8 values = __builtin_convertvector(*(const f8 *)row, d8);
  *out = (values * scale + 0x1.8p52) - 0x1.8p52;
}

INLINE TARGET double NAMED(step)(float value, double scale) { return ((double)value * scale + 0x1.8p52) - 0x1.8p52; }

INLINE TARGET double NAMED(total)(const d8 *sums) {
  d8 s = *sums;
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

TARGET static void NAMED(measure_rows)(const float *rows, long dimension, long count, double scale,
                                       const double *point, double *distances) {
  // Nothing rounds, so it is one whether a product and a sum are fused.
#pragma STDC FP_CONTRACT ON
  for (long row = 0; row < count; row++, rows += dimension) {
    d8 sums = 0;
    double rest = 0;
    long column = 0;
    for (; column + 8 <= dimension; column += 8) {
      d8 steps;
      NAMED(load_steps)(rows + column, scale, &steps);
      if (point) steps -= *(const d8 *)(point + column);
      sums += steps * steps;
    }
    for (; column < dimension; column++) {
      double step = NAMED(step)(rows[column], scale) - (point ? point[column] : 0);
      rest += step * step;
    }
    distances[row] = NAMED(total)(&sums) + rest;
  }
}

// Those of the next 64 rows are asked for.
TARGET static void NAMED(fill_columns)(const float *rows, long dimension, long count, double scale,
                                       const int64_t *columns, long column_count, float *tile) {
  if (count < LANES) memset(tile, 0, sizeof(float) * column_count * LANES);
  for (long lane = 0; lane < count; lane++) {
    for (long i = 0; i < column_count; i++) {
      const float *value = rows + lane * dimension + columns[i];
      tile[i * LANES + lane] = (float)NAMED(step)(*value, scale);
      __builtin_prefetch(value + LANES * dimension);
    }
  }
}

/// Eight points of a tile as rows of eight coordinates from a column on; returns the column that they begin with.
///
/// As above, a block at the end begins earlier, and has zeros where others had coordinates before.
INLINE TARGET long NAMED(load_square)(const float *tile, long dimension, long column, long first,
                                      f8 square[8]) {
  long start = column + 8 <= dimension || dimension < 8 ? column : dimension - 8;
  UNROLLED for (int i = 0; i < 8; i++)
    square[i] = start + i >= column && start + i < dimension
                    ? *(const f8 *)(tile + (start + i) * LANES + first)
                    : (f8)0;
  NAMED(transpose)(square);
  return start;
}

INLINE TARGET void NAMED(count_lanes)(const uint16_t *labels, long count, const double *norms, const double *weights,
                                      long *counts, void *squares) {
  for (long i = 0; i < count; i++) {
    long weight = weights ? (long)weights[i] : 1;
    counts[labels[i]] += weight;
    ((__int128 *)squares)[labels[i]] += (__int128)weight * (long)norms[i];
  }
}

INLINE TARGET void NAMED(move_counts)(const uint16_t *from, const uint16_t *to, uint64_t lanes, const double *norms,
                                      const double *weights, long *counts, void *squares) {
  __int128 *all = squares;
  for (uint64_t left = lanes; left; left &= left - 1) {
    long lane = __builtin_ctzll(left), weight = weights ? (long)weights[lane] : 1;
    __int128 square = (__int128)weight * (long)norms[lane];
    counts[from[lane]] -= weight;
    counts[to[lane]] += weight;
    all[from[lane]] -= square;
    all[to[lane]] += square;
  }
}

TARGET static void NAMED(add_by_label)(const float *tile, long dimension, const uint16_t *labels,
                                       long count, const double *norms, const double *weights,
                                       long *counts, void *squares, double *sums) {
  NAMED(count_lanes)(labels, count, norms, weights, counts, squares);
  for (long first = 0; first < count; first += 8) {
    long height = count - first < 8 ? count - first : 8;
    for (long column = 0; column < dimension; column += 8) {
      f8 square[8];
      long start = NAMED(load_square)(tile, dimension, column, first, square);
      for (long i = 0; i < height; i++) {
        d8 steps = __builtin_convertvector(square[i], d8);
        steps *= weights ? weights[first + i] : 1;
        double *sum = sums + labels[first + i] * dimension + start;
        if (dimension >= 8)
          *(d8 *)sum += steps;
        else
          for (long j = 0; j < dimension; j++) sum[j] += steps[j];
      }
    }
  }
}

TARGET static void NAMED(move_by_label)(const float *tile, long dimension, const uint16_t *from,
                                        const uint16_t *to, uint64_t lanes, const double *norms,
                                        const double *weights, long *counts, void *squares,
                                        double *sums) {
  NAMED(move_counts)(from, to, lanes, norms, weights, counts, squares);
  for (long first = 0; first < LANES; first += 8) {
    unsigned moved = lanes >> first & 0xff;
    if (!moved) continue;
    for (long column = 0; column < dimension; column += 8) {
      f8 square[8];
      long start = NAMED(load_square)(tile, dimension, column, first, square);
      for (unsigned left = moved; left; left &= left - 1) {
        long i = __builtin_ctz(left);
        d8 steps = __builtin_convertvector(square[i], d8);
        if (weights) steps *= weights[first + i];
        double *source = sums + from[first + i] * dimension + start;
        double *target = sums + to[first + i] * dimension + start;
        if (dimension >= 8) {
          *(d8 *)source -= steps;
          *(d8 *)target += steps;
        } else {
          for (long j = 0; j < dimension; j++) {
            source[j] -= steps[j];
            target[j] += steps[j];
          }
        }
      }
    }
  }
}

/// Adds a row times a weight to some sums and, unless they are null, takes it from others.
INLINE TARGET void NAMED(add_row)(const float *row, long dimension, double scale, double weight, double *to,
                                  double *from) {
  long column = 0;
  for (; column + 8 <= dimension; column += 8) {
    d8 steps;
    NAMED(load_steps)(row + column, scale, &steps);
    if (weight != 1) steps *= weight;
    *(d8 *)(to + column) += steps;
    if (from) *(d8 *)(from + column) -= steps;
  }
  // One by one: eight that begin earlier would wait for those that were just written.
  for (; column < dimension; column++) {
    double step = NAMED(step)(row[column], scale) * weight;
    to[column] += step;
    if (from) from[column] -= step;
  }
}

/// Some coordinates in steps, which are within the lattice's range.
INLINE TARGET void NAMED(load_whole_steps)(const float *row, float scale, s8 *steps) {
  f8 values = *(const f8 *)row;
#if defined(__x86_64__) && LEVEL > 0
  typedef float plain __attribute__((vector_size(32)));
  *steps = (s8)__builtin_ia32_cvtps2dq256((plain)(values * scale));
#else
  NAMED(round_floats)(&values, scale);
  *steps = __builtin_convertvector(values, s8);
#endif
}

/// Adds some lanes' rows to one cluster's sums, from a column on: `width` times eight columns, kept in registers
/// meanwhile. Where those at the end are fewer, the last eight begin earlier and leave out `skipped`.
///
/// The sum of 64 whole numbers of at most 2^23 fits 32 bits. Returns the sum of the lanes' norms, unless they are null.
INLINE TARGET long NAMED(add_columns)(const float *rows, long dimension, double scale, uint64_t lanes, long column,
                                      const int width, const double *norms, double *sums) {
  const s8 places = {0, 1, 2, 3, 4, 5, 6, 7};
  s8 total[8];
  UNROLLED for (int v = 0; v < width; v++) total[v] = (s8)0;
  long last = column + 8 * width <= dimension ? column + 8 * (width - 1) : dimension - 8;
  int skipped = (int)(column + 8 * (width - 1) - last);
  long square = 0;
  for (; lanes; lanes &= lanes - 1) {
    long lane = __builtin_ctzll(lanes);
    const float *row = rows + lane * dimension;
    if (norms) square += (long)norms[lane];
    UNROLLED for (int v = 0; v < width; v++) {
      s8 steps;
      NAMED(load_whole_steps)(v + 1 < width ? row + column + 8 * v : row + last, (float)scale, &steps);
      total[v] += steps;
    }
  }
  total[width - 1] = places < skipped ? (s8)0 : total[width - 1];
  // All are read first, and those at the end written first: what is written is not read again meanwhile, and columns
  // that are written twice end with the right sum.
  d8 sum[8];
  UNROLLED for (int v = 0; v < width; v++)
    sum[v] = *(const d8 *)(sums + (v + 1 < width ? column + 8 * v : last)) + __builtin_convertvector(total[v], d8);
  *(d8 *)(sums + last) = sum[width - 1];
  UNROLLED for (int v = 0; v + 1 < width; v++) *(d8 *)(sums + column + 8 * v) = sum[v];
  return square;
}

/// Adds some lanes' rows to one cluster's sums; returns the sum of their norms.
INLINE TARGET long NAMED(add_lanes)(const float *rows, long dimension, double scale, uint64_t lanes,
                                    const double *norms, double *sums) {
  long blocks = (dimension + 7) / 8, parts = (blocks + 7) / 8, square = 0;
  for (long part = 0, first = 0; part < parts; part++) {
    long width = parts == 1 ? blocks : (blocks - first + parts - part - 1) / (parts - part);
    switch (width) {
#define CASE(n)                                                                                                \
  case n: square += NAMED(add_columns)(rows, dimension, scale, lanes, 8 * first, n, part ? 0 : norms, sums);   \
    break;
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
#undef CASE
    }
    first += width;
  }
  return square;
}

/// Adds all rows, those of one label together, so that what is summed stays in registers.
INLINE TARGET void NAMED(add_groups)(const float *rows, long dimension, double scale, const uint16_t *labels,
                                     long count, const double *norms, long *counts, void *squares, double *sums) {
  w64 all = {0};
  memcpy(&all, labels, count * sizeof *labels);
  for (uint64_t left = count < LANES ? (1ull << count) - 1 : ~0ull; left;) {
    uint16_t label = labels[__builtin_ctzll(left)];
    uint64_t lanes = bits_of(__builtin_convertvector(all == label, b64)) & left;
    left &= ~lanes;
    counts[label] += __builtin_popcountll(lanes);
    ((__int128 *)squares)[label] += NAMED(add_lanes)(rows, dimension, scale, lanes, norms, sums + label * dimension);
  }
}

TARGET static void NAMED(add_rows_by_label)(const float *rows, long dimension, double scale,
                                            const uint16_t *labels, long count, const double *norms,
                                            const double *weights, long *counts,
                                            void *squares, double *sums) {
  if (!weights && dimension >= 8) {
    NAMED(add_groups)(rows, dimension, scale, labels, count, norms, counts, squares, sums);
    return;
  }
  NAMED(count_lanes)(labels, count, norms, weights, counts, squares);
  for (long i = 0; i < count; i++)
    NAMED(add_row)(rows + i * dimension, dimension, scale, weights ? weights[i] : 1,
                   sums + labels[i] * dimension, 0);
}

TARGET static void NAMED(move_rows_by_label)(const float *rows, long dimension, double scale,
                                             const uint16_t *from, const uint16_t *to, uint64_t lanes,
                                             const double *norms, const double *weights, long *counts,
                                             void *squares, double *sums) {
  NAMED(move_counts)(from, to, lanes, norms, weights, counts, squares);
  for (uint64_t left = lanes; left; left &= left - 1) {
    long i = __builtin_ctzll(left);
    NAMED(add_row)(rows + i * dimension, dimension, scale, weights ? weights[i] : 1, sums + to[i] * dimension,
                   sums + from[i] * dimension);
  }
}

TARGET static void NAMED(move_loose_rows_by_label)(const float *rows, const int64_t *starts, long dimension,
                                                   double scale, const uint16_t *from, const uint16_t *to,
                                                   uint64_t lanes, const double *norms, const double *weights,
                                                   long *counts, void *squares, double *sums) {
  NAMED(move_counts)(from, to, lanes, norms, weights, counts, squares);
  for (uint64_t left = lanes; left; left &= left - 1) {
    long i = __builtin_ctzll(left);
    NAMED(add_row)(rows + starts[i], dimension, scale, weights ? weights[i] : 1, sums + to[i] * dimension,
                   sums + from[i] * dimension);
  }
}

// The multiplications of one word by another take longest, and leave room for the largest magnitude.
#define HASH_ROWS(name, type, vector, bits, load)                                                 \
  TARGET static void NAMED(name)(const type *rows, long dimension, long count,                    \
                                 const uint64_t *words, void *hashes, double *magnitudes) {       \
    uint64_t *out = hashes;                                                                       \
    for (long row = 0; row < count; row++, rows += dimension) {                                   \
      unsigned __int128 even = 0, odd = 0;                                                        \
      vector largest = 0;                                                                         \
      type rest = 0;                                                                              \
      uint64_t x[8];                                                                              \
      long column = 0;                                                                            \
      for (; column + 8 <= dimension; column += 8) {                                              \
        d8 values;                                                                                \
        NAMED(load)(rows + column, &values);                                                      \
        __builtin_prefetch((const char *)(rows + column) + AHEAD, 0, 2);                          \
        vector magnitude = (vector)(*(const bits *)(rows + column) & ~(bits)SIGN(type));          \
        largest = magnitude > largest ? magnitude : largest;                                      \
        *(u8 *)x = (u8)values + *(const u8 *)(words + column);                                    \
        even += (unsigned __int128)x[0] * x[1];                                                   \
        odd += (unsigned __int128)x[2] * x[3];                                                    \
        even += (unsigned __int128)x[4] * x[5];                                                   \
        odd += (unsigned __int128)x[6] * x[7];                                                    \
      }                                                                                           \
      for (; column < dimension; column += 2) {                                                   \
        for (long i = 0; i < 2; i++) {                                                            \
          type value = column + i < dimension ? rows[column + i] : 0;                             \
          double wide = (double)value;                                                            \
          memcpy(x + i, &wide, sizeof wide);                                                      \
          x[i] += words[column + i];                                                              \
          type magnitude = value < 0 ? -value : value;                                            \
          rest = magnitude > rest ? magnitude : rest;                                             \
        }                                                                                         \
        even += (unsigned __int128)x[0] * x[1];                                                   \
      }                                                                                           \
      even += odd;                                                                                \
      out[2 * row] = (uint64_t)even;                                                              \
      out[2 * row + 1] = (uint64_t)(even >> 64);                                                  \
      for (int i = 0; i < 8; i++) rest = largest[i] > rest ? largest[i] : rest;                   \
      magnitudes[row] = (double)rest;                                                             \
    }                                                                                             \
  }

HASH_ROWS(hash_float_rows, float, f8, i8, load_floats)
HASH_ROWS(hash_double_rows, double, d8, u8, load_doubles)

#define ROUND_ROW(name, type)                                                                    \
  TARGET static void NAMED(name)(const type *row, long dimension, double scale, double *steps) { \
    for (long i = 0; i < dimension; i++)                                                         \
      steps[i] = ((double)row[i] * scale + 0x1.8p52) - 0x1.8p52;                                 \
  }

ROUND_ROW(round_float_row, float)
ROUND_ROW(round_double_row, double)

TARGET static void NAMED(move_row)(const double *steps, long dimension, double weight, double *from,
                                   double *to) {
  for (long i = 0; i < dimension; i++) {
    double step = weight * steps[i];
    from[i] -= step;
    to[i] += step;
  }
}

#undef JOIN
#undef JOINED
#undef NAMED
#undef UNROLLED
#undef ROUND_ROWS
#undef HASH_ROWS
#undef ROUND_ROW
#undef LEVEL
#undef TARGET

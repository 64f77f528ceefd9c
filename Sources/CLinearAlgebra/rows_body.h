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

INLINE TARGET void NAMED(transpose)(f8 r[8]) {
  f8 s[8];
  // Neighbours, then pairs, then halves.
  UNROLLED for (int i = 0; i < 8; i += 2) {
    s[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    s[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  UNROLLED for (int i = 0; i < 8; i += 4) {
    UNROLLED for (int j = 0; j < 2; j++) {
      f8 a = s[i + j], b = s[i + j + 2];
      r[i + 2 * j] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
      r[i + 2 * j + 1] = __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  UNROLLED for (int i = 0; i < 4; i++) {
    f8 a = r[i], b = r[i + 4];
    r[i] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
    r[i + 4] = __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

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

TARGET static void NAMED(add_by_label)(const float *tile, long dimension, const uint16_t *labels,
                                       long count, const double *norms, const double *weights,
                                       long sign, long *counts, void *squares, double *sums) {
  for (long i = 0; i < count; i++) {
    long weight = weights ? sign * (long)weights[i] : sign;
    counts[labels[i]] += weight;
    ((__int128 *)squares)[labels[i]] += (__int128)weight * (long)norms[i];
  }
  for (long first = 0; first < count; first += 8) {
    long height = count - first < 8 ? count - first : 8;
    for (long column = 0; column < dimension; column += 8) {
      f8 square[8];
      long start = NAMED(load_square)(tile, dimension, column, first, square);
      for (long i = 0; i < height; i++) {
        d8 steps = __builtin_convertvector(square[i], d8);
        steps *= weights ? (double)sign * weights[first + i] : (double)sign;
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
  __int128 *all = squares;
  for (uint64_t left = lanes; left; left &= left - 1) {
    long lane = __builtin_ctzll(left), weight = weights ? (long)weights[lane] : 1;
    __int128 square = (__int128)weight * (long)norms[lane];
    counts[from[lane]] -= weight;
    counts[to[lane]] += weight;
    all[from[lane]] -= square;
    all[to[lane]] += square;
  }
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

#define HASH_ROWS(name, type, load)                                                               \
  TARGET static void NAMED(name)(const type *rows, long dimension, long count,                    \
                                 const uint64_t *words, void *hashes) {                           \
    uint64_t *out = hashes;                                                                       \
    for (long row = 0; row < count; row++, rows += dimension) {                                   \
      unsigned __int128 even = 0, odd = 0;                                                        \
      uint64_t x[8];                                                                              \
      for (long column = 0; column < dimension; column += 8) {                                    \
        long width = dimension - column < 8 ? dimension - column : 8;                             \
        if (width == 8) {                                                                         \
          d8 values;                                                                              \
          NAMED(load)(rows + column, &values);                                                    \
          *(u8 *)x = (u8)values + *(const u8 *)(words + column);                                  \
        } else {                                                                                  \
          for (long i = 0; i < width + width % 2; i++) {                                          \
            double value = i < width ? (double)rows[column + i] : 0;                              \
            memcpy(x + i, &value, sizeof value);                                                  \
            x[i] += words[column + i];                                                            \
          }                                                                                       \
          width += width % 2;                                                                     \
          for (long i = width; i < 8; i++) x[i] = 0;                                              \
        }                                                                                         \
        even += (unsigned __int128)x[0] * x[1];                                                   \
        odd += (unsigned __int128)x[2] * x[3];                                                    \
        even += (unsigned __int128)x[4] * x[5];                                                   \
        odd += (unsigned __int128)x[6] * x[7];                                                    \
      }                                                                                           \
      even += odd;                                                                                \
      out[2 * row] = (uint64_t)even;                                                              \
      out[2 * row + 1] = (uint64_t)(even >> 64);                                                  \
    }                                                                                             \
  }

HASH_ROWS(hash_float_rows, float, load_floats)
HASH_ROWS(hash_double_rows, double, load_doubles)

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

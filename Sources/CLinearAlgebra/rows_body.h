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
// `skipped` of them. Rows of fewer than eight columns are filled up with zeros first.
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
    for (long first = 0; first < count; first += 8) {                                             \
      long height = count - first < 8 ? count - first : 8, column = 0;                            \
      const type *in = rows + first * dimension;                                                  \
      d8 sums[8] = {(d8)0, (d8)0, (d8)0, (d8)0, (d8)0, (d8)0, (d8)0, (d8)0};                      \
      if (dimension < 8) {                                                                        \
        type filled[8 * 8] = {0};                                                                 \
        for (long i = 0; i < height; i++)                                                         \
          for (long j = 0; j < dimension; j++)                                                    \
            filled[8 * i + 8 - dimension + j] = in[i * dimension + j];                            \
        NAMED(name##_block)(filled, 8, height, 8 - dimension, scale, limit,                       \
                            tile + first - (8 - dimension) * LANES, sums);                        \
      } else {                                                                                    \
        if (height == 8)                                                                          \
          for (; column + 8 <= dimension; column += 8)                                            \
            NAMED(name##_block)(in + column, dimension, 8, 0, scale, limit,                       \
                                tile + column * LANES + first, sums);                             \
        for (; column < dimension; column += 8) {                                                 \
          long start = column + 8 <= dimension ? column : dimension - 8;                          \
          NAMED(name##_block)(in + start, dimension, height, column - start, scale, limit,        \
                              tile + start * LANES + first, sums);                                \
        }                                                                                         \
      }                                                                                           \
      for (long i = 0; i < height; i++) {                                                         \
        d8 s = sums[i];                                                                           \
        norms[first + i] = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));     \
      }                                                                                           \
    }                                                                                             \
  }

ROUND_ROWS(round_float_rows, float, load_floats)
ROUND_ROWS(round_double_rows, double, load_doubles)

TARGET static void NAMED(add_by_label)(const float *tile, long dimension, const uint16_t *labels,
                                       long count, const double *weights, double sign,
                                       double *sums) {
  for (long first = 0; first < count; first += 8) {
    long height = count - first < 8 ? count - first : 8;
    for (long column = 0; column < dimension; column += 8) {
      // As above: what was added before is zero in the block that begins earlier.
      long start = column + 8 <= dimension || dimension < 8 ? column : dimension - 8;
      f8 square[8];
      UNROLLED for (int i = 0; i < 8; i++)
        square[i] = start + i >= column && start + i < dimension
                        ? *(const f8 *)(tile + (start + i) * LANES + first)
                        : (f8)0;
      NAMED(transpose)(square);
      for (long i = 0; i < height; i++) {
        d8 steps = __builtin_convertvector(square[i], d8);
        steps *= weights ? sign * weights[first + i] : sign;
        double *sum = sums + labels[first + i] * dimension + start;
        if (dimension >= 8)
          *(d8 *)sum += steps;
        else
          for (long j = 0; j < dimension; j++) sum[j] += steps[j];
      }
    }
  }
}

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
#undef ROUND_ROW
#undef LEVEL
#undef TARGET

// Squares of rows and columns that change places in registers, for one instruction set: what includes this names LEVEL,
// its suffix, and TARGET, its attribute, and joins names.

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

// In single precision too, since a power of two times a number within the lattice's range is exact, or underflows to
// what is rounded to 0 as well. So it is one whether a product and a sum are fused, which files that include this see
// differently.
#if LEVEL == 0
INLINE TARGET void NAMED(round_floats)(f8 *values, float scale) {
  d8 steps = __builtin_convertvector(*values, d8) * (double)scale;
  *values = __builtin_convertvector((steps + 0x1.8p52) - 0x1.8p52, f8);
}
#else
INLINE TARGET void NAMED(round_floats)(f8 *values, float scale) {
  *values = __builtin_elementwise_roundeven(*values * scale);
}
#endif

/// The row of a number: `stride` apart, or where `starts` says.
INLINE TARGET const float *NAMED(row_at)(const float *rows, long stride, const int64_t *starts, long row) {
  return rows + (starts ? starts[row] : row * stride);
}

/// Writes `count` of the columns of eight rows, four or eight, from `first` on.
INLINE TARGET void NAMED(fill_columns_of_eight)(const float *rows, long stride, const int64_t *starts, long first,
                                                const int count, float scale, const int rounds, float *out,
                                                const long lanes) {
  // Halves change places as they are read; then neighbours, then pairs.
  f8 r[8];
  UNROLLED for (int i = 0; i < 4; i++) {
    const float *upper = NAMED(row_at)(rows, stride, starts, i) + first;
    const float *lower = NAMED(row_at)(rows, stride, starts, i + 4) + first;
    UNROLLED for (int h = 0; h < count; h += 4) {
      f4 a = *(const f4 *)(upper + h), b = *(const f4 *)(lower + h);
      r[i + h] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7);
      if (rounds)
        NAMED(round_floats)(r + i + h, scale);
      else
        r[i + h] *= scale;
    }
  }
  UNROLLED for (int h = 0; h < count; h += 4) {
    f8 low = __builtin_shufflevector(r[h], r[h + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    f8 high = __builtin_shufflevector(r[h], r[h + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    f8 next_low = __builtin_shufflevector(r[h + 2], r[h + 3], 0, 8, 1, 9, 4, 12, 5, 13);
    f8 next_high = __builtin_shufflevector(r[h + 2], r[h + 3], 2, 10, 3, 11, 6, 14, 7, 15);
    r[h] = __builtin_shufflevector(low, next_low, 0, 1, 8, 9, 4, 5, 12, 13);
    r[h + 1] = __builtin_shufflevector(low, next_low, 2, 3, 10, 11, 6, 7, 14, 15);
    r[h + 2] = __builtin_shufflevector(high, next_high, 0, 1, 8, 9, 4, 5, 12, 13);
    r[h + 3] = __builtin_shufflevector(high, next_high, 2, 3, 10, 11, 6, 7, 14, 15);
  }
  UNROLLED for (int i = 0; i < count; i++) *(f8 *)(out + (first + i) * lanes) = r[i];
}

// Where the last columns are fewer than four or eight, these begin earlier, and some are written twice.
INLINE TARGET void NAMED(fill_eight)(const float *rows, long stride, const int64_t *starts, const int64_t *following,
                                     long width, float scale, const int rounds, float *out, const long lanes) {
  for (long column = 0; column < width; column += 8) {
    // Rows that lie anywhere are not foreseen by the processor.
    if (starts && column % LINE_FLOATS == 0)
      for (int i = 0; i < 8; i++) __builtin_prefetch(rows + following[i] + column, 0, 2);
    if (width - column <= 4) {
      NAMED(fill_columns_of_eight)(rows, stride, starts, width - 4, 4, scale, rounds, out, lanes);
      break;
    }
    long first = column + 8 <= width ? column : width - 8;
    NAMED(fill_columns_of_eight)(rows, stride, starts, first, 8, scale, rounds, out, lanes);
  }
}

/// Some columns, from `first` on, of some rows: width × lanes, zero in lanes past the last row. They are multiplied by
/// scale, and rounded too if `rounds` says so; rows that are left beside groups of eight always are.
///
/// The rows lie `stride` apart, or where `starts` says, and then those of `following` are asked for.
INLINE TARGET void NAMED(fill_lanes)(const float *rows, long stride, const int64_t *starts, const int64_t *following,
                                     long count, long first, long width, float scale, const int rounds, float *out,
                                     const long lanes) {
  if (count < lanes) memset(out, 0, sizeof(float) * width * lanes);
  long row = 0;
  if (width >= 8)
    for (; row + 8 <= count; row += 8)
      NAMED(fill_eight)(rows + first + (starts ? 0 : row * stride), stride, starts ? starts + row : 0,
                        starts ? following + row : 0, width, scale, rounds, out + row, lanes);
  for (; row < count; row++) {
    const float *in = NAMED(row_at)(rows, stride, starts, row) + first;
    for (long column = 0; column < width; column++) {
      double steps = (double)in[column] * (double)scale;
      out[column * lanes + row] = (float)((steps + 0x1.8p52) - 0x1.8p52);
    }
  }
}

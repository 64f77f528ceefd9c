#include "rows.h"

#include "dispatch.h"
#include "squares.h"

// How far what is hashed is asked for, in bytes.
enum { AHEAD = 4096 };

#define SIGN(type) _Generic((type)0, float: 1u << 31, double: 1ull << 63)

#define LEVEL 0
#define TARGET
#include "rows_body.h"

#if defined(__x86_64__)
#define LEVEL 1
#define TARGET AVX2
#include "rows_body.h"

#define LEVEL 2
#define TARGET AVX512
#include "rows_body.h"
#endif

CHOOSE(void, round_float_rows,
       (const float *rows, long dimension, long count, double scale, double limit, float *tile,
        double *norms),
       (rows, dimension, count, scale, limit, tile, norms))
CHOOSE(void, round_double_rows,
       (const double *rows, long dimension, long count, double scale, double limit, float *tile,
        double *norms),
       (rows, dimension, count, scale, limit, tile, norms))
CHOOSE(void, fill_tile,
       (const float *rows, long dimension, long count, float scale, float *tile),
       (rows, dimension, count, scale, tile))
CHOOSE(void, measure_rows,
       (const float *rows, long dimension, long count, double scale, const double *point, double *distances),
       (rows, dimension, count, scale, point, distances))
CHOOSE(void, add_rows_by_label,
       (const float *rows, long dimension, double scale, const uint16_t *labels, long count, const double *norms,
        const double *weights, long *counts, void *squares, double *sums),
       (rows, dimension, scale, labels, count, norms, weights, counts, squares, sums))
CHOOSE(void, move_rows_by_label,
       (const float *rows, long dimension, double scale, const uint16_t *from, const uint16_t *to,
        uint64_t lanes, const double *norms, const double *weights, long *counts, void *squares, double *sums),
       (rows, dimension, scale, from, to, lanes, norms, weights, counts, squares, sums))
CHOOSE(void, move_loose_rows_by_label,
       (const float *rows, const int64_t *starts, long dimension, double scale, const uint16_t *from,
        const uint16_t *to, uint64_t lanes, const double *norms, const double *weights, long *counts, void *squares,
        double *sums),
       (rows, starts, dimension, scale, from, to, lanes, norms, weights, counts, squares, sums))
CHOOSE(void, fill_columns,
       (const float *rows, long dimension, long count, double scale, const int64_t *columns,
        long column_count, float *tile),
       (rows, dimension, count, scale, columns, column_count, tile))
CHOOSE(void, add_by_label,
       (const float *tile, long dimension, const uint16_t *labels, long count, const double *norms,
        const double *weights, long *counts, void *squares, double *sums),
       (tile, dimension, labels, count, norms, weights, counts, squares, sums))
CHOOSE(void, move_by_label,
       (const float *tile, long dimension, const uint16_t *from, const uint16_t *to, uint64_t lanes,
        const double *norms, const double *weights, long *counts, void *squares, double *sums),
       (tile, dimension, from, to, lanes, norms, weights, counts, squares, sums))
CHOOSE(void, hash_float_rows,
       (const float *rows, long dimension, long count, const uint64_t *words, void *hashes, double *magnitudes),
       (rows, dimension, count, words, hashes, magnitudes))
CHOOSE(void, hash_double_rows,
       (const double *rows, long dimension, long count, const uint64_t *words, void *hashes, double *magnitudes),
       (rows, dimension, count, words, hashes, magnitudes))
CHOOSE(void, round_float_row, (const float *row, long dimension, double scale, double *steps),
       (row, dimension, scale, steps))
CHOOSE(void, round_double_row, (const double *row, long dimension, double scale, double *steps),
       (row, dimension, scale, steps))
CHOOSE(void, move_row,
       (const double *steps, long dimension, double weight, double *from, double *to),
       (steps, dimension, weight, from, to))

void la_prefetch(const void *start, long bytes) {
  for (long i = 0; i < bytes; i += 64) __builtin_prefetch((const char *)start + i);
}

#include "rows.h"

#include "dispatch.h"

#include <string.h>

enum { LANES = 64 };

// Without the alignment of a register, since rows lie anywhere.
typedef float f8 __attribute__((ext_vector_type(8), aligned(4)));
typedef double d8 __attribute__((ext_vector_type(8), aligned(8)));
typedef int64_t l8 __attribute__((ext_vector_type(8)));
typedef uint64_t u8 __attribute__((ext_vector_type(8), aligned(8)));

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
CHOOSE(void, add_by_label,
       (const float *tile, long dimension, const uint16_t *labels, long count, const double *norms,
        const double *weights, long sign, long *counts, void *squares, double *sums),
       (tile, dimension, labels, count, norms, weights, sign, counts, squares, sums))
CHOOSE(void, move_by_label,
       (const float *tile, long dimension, const uint16_t *from, const uint16_t *to, uint64_t lanes,
        const double *norms, const double *weights, long *counts, void *squares, double *sums),
       (tile, dimension, from, to, lanes, norms, weights, counts, squares, sums))
CHOOSE(void, hash_float_rows,
       (const float *rows, long dimension, long count, const uint64_t *words, void *hashes),
       (rows, dimension, count, words, hashes))
CHOOSE(void, hash_double_rows,
       (const double *rows, long dimension, long count, const uint64_t *words, void *hashes),
       (rows, dimension, count, words, hashes))
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

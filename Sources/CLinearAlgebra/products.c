#include "products.h"

#include "columns.h"
#include "dispatch.h"
#include "squares.h"

// The most centroids that `la_nearest` takes, the first included.
enum { PRODUCT_LIMIT = 64 };

// The bytes of a line of the cache.
enum { LINE = 64 };

// MOST is how many centroids' sums fit the registers beside two of the points'.
#define LEVEL 0
#define TARGET
#define VECTOR 16
#define MOST 6
#include "products_body.h"

#if defined(__x86_64__)
#define LEVEL 1
#define TARGET AVX2
#define VECTOR 32
#define MOST 6
#include "products_body.h"

#define LEVEL 2
#define TARGET AVX512
#define VECTOR 64
#define MOST 12
#include "products_body.h"
#endif

long la_product_limit(void) {
#if defined(__OPTIMIZE__)
  return PRODUCT_LIMIT;
#else
  return 0;
#endif
}

CHOOSE(uint64_t, nearest_rows,
       (const float *rows, const float *following, long dimension, long points, float scale,
        const float *minus_twice, const float *norms, long count, const double *point_norms, double slope,
        double offset, uint16_t *labels, float *gaps, uint64_t *changed),
       (rows, following, dimension, points, scale, minus_twice, norms, count, point_norms, slope, offset, labels,
        gaps, changed))
CHOOSE(uint64_t, nearest_loose_rows,
       (const float *rows, const int64_t *starts, long dimension, long points, float scale,
        const float *minus_twice, const float *norms, long count, const double *point_norms, double slope,
        double offset, uint16_t *labels, float *gaps, uint64_t *changed),
       (rows, starts, dimension, points, scale, minus_twice, norms, count, point_norms, slope, offset, labels, gaps,
        changed))
CHOOSE(uint64_t, nearest,
       (const float *tile, const float *following, long dimension, const uint64_t *occupied, const float *minus_twice,
        const float *norms, long count, const double *point_norms, double slope, double offset, long points,
        uint16_t *labels, float *gaps, uint64_t *changed),
       (tile, following, dimension, occupied, minus_twice, norms, count, point_norms, slope, offset, points, labels,
        gaps, changed))
CHOOSE(void, exact_distances,
       (const float *tile, const float *following, long dimension, const uint64_t *occupied, const double *minus_twice,
        const double *norms, long count, const double *point_norms, double *distances),
       (tile, following, dimension, occupied, minus_twice, norms, count, point_norms, distances))
CHOOSE(uint64_t, bound_gaps,
       (const float *best, const float *second, const int32_t *winner, const double *point_norms,
        double slope, double offset, long points, uint16_t *labels, float *gaps, uint64_t *changed),
       (best, second, winner, point_norms, slope, offset, points, labels, gaps, changed))

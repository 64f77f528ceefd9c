#include "compact.h"

#include "dispatch.h"
#include "products.h"
#include "squares.h"

// The points that lie together, the numbers of two of their columns, how many columns of them are made at a time, and
// how many pairs ahead the memory is asked for.
enum { PART = 16, PAIRS_OF_PART = 2 * PART, COLUMNS = 128, AHEAD = 32 };

typedef uint16_t u16x8 __attribute__((ext_vector_type(8)));

#define LEVEL 0
#define TARGET
#define VECTOR 16
#define MOST 6
#include "compact_body.h"

#if defined(__x86_64__)
#define LEVEL 1
#define TARGET AVX2
#define VECTOR 32
#define MOST 6
#include "compact_body.h"

#define LEVEL 2
#define TARGET AVX512
#define VECTOR 64
#define MOST 12
#include "compact_body.h"
#endif

CHOOSE(float, compact_rows,
       (const float *rows, long dimension, long points, float scale, float low, float step,
        uint8_t *compact),
       (rows, dimension, points, scale, low, step, compact))
CHOOSE(uint64_t, nearest_compact,
       (const uint8_t *compact, long dimension, long points, float factor, const int32_t *operand, const float *norms,
        long count, const double *point_norms, double slope, double offset, uint16_t *labels, float *gaps,
        uint64_t *changed),
       (compact, dimension, points, factor, operand, norms, count, point_norms, slope, offset, labels, gaps, changed))

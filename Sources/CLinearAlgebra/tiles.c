#include "tiles.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#include "tiles_body.h"

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl")))
#endif

static int allowed = 2;

void la_limit_vectors(int level) { allowed = level; }

// Asked once; whoever asks at the same time writes the same number.
static int vector_level(void) {
#if defined(__x86_64__)
  static int known = -1;
  int level = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (level < 0) {
    __builtin_cpu_init();
    int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                     __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    level = has_avx512 ? 2 : __builtin_cpu_supports("avx2") ? 1 : 0;
    __atomic_store_n(&known, level, __ATOMIC_RELAXED);
  }
  return level < allowed ? level : allowed;
#else
  return 0;
#endif
}

// One kernel in its forms, and the choice between them.
#if defined(__x86_64__)
#define KERNEL(result, name, parameters, arguments)                          \
  static result name##_0 parameters { return name##_body arguments; }        \
  AVX2 static result name##_1 parameters { return name##_body arguments; }   \
  AVX512 static result name##_2 parameters { return name##_body arguments; } \
  result la_##name parameters {                                              \
    switch (vector_level()) {                                                \
      case 2: return name##_2 arguments;                                     \
      case 1: return name##_1 arguments;                                     \
      default: return name##_0 arguments;                                    \
    }                                                                        \
  }
#else
#define KERNEL(result, name, parameters, arguments) \
  result la_##name parameters { return name##_body arguments; }
#endif

KERNEL(void, widen, (const float *in, double *out, long count), (in, out, count))
KERNEL(float, largest_float, (const float *values, long count), (values, count))
KERNEL(double, largest_double, (const double *values, long count), (values, count))
KERNEL(void, round_float_rows,
       (const float *rows, long dimension, long count, double scale, double limit, float *tile,
        double *norms),
       (rows, dimension, count, scale, limit, tile, norms))
KERNEL(void, round_double_rows,
       (const double *rows, long dimension, long count, double scale, double limit, float *tile,
        double *norms),
       (rows, dimension, count, scale, limit, tile, norms))
KERNEL(void, two_best,
       (const float *scores, const float *norms, long count, float *best, float *second,
        int32_t *winner),
       (scores, norms, count, best, second, winner))
KERNEL(int64_t, sum_of_lesser, (const double *left, const double *right, long count),
       (left, right, count))
KERNEL(void, lower_gaps,
       (float *gaps, const uint16_t *labels, long count, const float *tiles, long stride,
        const la_move *moves, long move_count, const la_term *terms, uint64_t *open),
       (gaps, labels, count, tiles, stride, moves, move_count, terms, open))

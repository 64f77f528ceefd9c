#include "dispatch.h"
#include "tiles.h"

#include <string.h>

#include "tiles_body.h"

static int allowed = 2;

void la_limit_vectors(int level) { allowed = level; }

// Asked once; whoever asks at the same time writes the same number.
int la_vector_level(void) {
#if defined(__x86_64__)
  static int known = -1;
  int level = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (level < 0) {
    __builtin_cpu_init();
    int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    int has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") &&
                     __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                     __builtin_cpu_supports("avx512vl");
    level = has_avx512 ? 2 : has_avx2 ? 1 : 0;
    __atomic_store_n(&known, level, __ATOMIC_RELAXED);
  }
  return level < allowed ? level : allowed;
#else
  return 0;
#endif
}

KERNEL(float, largest_float, (const float *values, long count), (values, count))
KERNEL(double, largest_double, (const double *values, long count), (values, count))
KERNEL(int, has_special_float, (const float *values, long count), (values, count))
KERNEL(int, has_special_double, (const double *values, long count), (values, count))
KERNEL(void, occupied_columns, (const float *tile, long dimension, uint64_t *occupied),
       (tile, dimension, occupied))
KERNEL(void, two_best,
       (const float *scores, const float *norms, long count, float *best, float *second,
        int32_t *winner),
       (scores, norms, count, best, second, winner))
KERNEL(long, weigh_candidates,
       (const double *nearest, const double *distances, long count, long candidates, int64_t *sums,
        double *kept, uint64_t *which),
       (nearest, distances, count, candidates, sums, kept, which))
KERNEL(long, largest_label, (const uint16_t *labels, long count), (labels, count))
KERNEL(void, pack_labels, (const uint16_t *labels, long count, long width, uint8_t *packed),
       (labels, count, width, packed))
KERNEL(void, unpack_labels, (const uint8_t *packed, long count, long width, uint16_t *labels),
       (packed, count, width, labels))
KERNEL(void, pack_gaps, (const float *gaps, long count, uint16_t *packed), (gaps, count, packed))

uint64_t la_exchange(uint8_t *labels, long width, uint16_t *gaps, const long *points, uint64_t lanes,
                     const uint16_t *new_labels, const float *new_gaps, uint16_t *before) {
  uint64_t changed = 0;
  for (; lanes; lanes &= lanes - 1) {
    long lane = __builtin_ctzll(lanes), point = points[lane];
    unpack_labels_body(labels + point * width, 1, width, before + lane);
    pack_labels_body(new_labels + lane, 1, width, labels + point * width);
    pack_gaps_body(new_gaps + lane, 1, gaps + point);
    changed |= (uint64_t)(before[lane] != new_labels[lane]) << lane;
  }
  return changed;
}

void la_copy_labels(const uint8_t *labels, long width, const uint8_t *known, long rounds, long room,
                    const long *points, long count, uint16_t *out) {
  for (long round = 0; round < rounds; round++, labels += room * width, out += count)
    for (long i = 0; known[round] && i < count; i++) unpack_labels_body(labels + points[i] * width, 1, width, out + i);
}

INLINE void move_last(uint8_t *elements, const long width, long rounds, long room, long count, const long *places,
                      long place_count) {
  for (long round = 0; round < rounds; round++, elements += room * width) {
    uint8_t *last = elements + count * width;
    for (long i = 0; i < place_count; i++) {
      last -= width;
      memmove(elements + places[i] * width, last, width);
      memset(last, 0, width);
    }
  }
}

void la_move_last(uint8_t *elements, long width, long rounds, long room, long count, const long *places,
                  long place_count) {
  if (width == 1)
    move_last(elements, 1, rounds, room, count, places, place_count);
  else
    move_last(elements, 2, rounds, room, count, places, place_count);
}

KERNEL(void, lower_gaps,
       (uint16_t *gaps, const uint8_t *labels, long count, long width, const float *tiles, long stride,
        const la_move *moves, long move_count, const la_term *terms, uint64_t *open),
       (gaps, labels, count, width, tiles, stride, moves, move_count, terms, open))
KERNEL(void, philox, (uint64_t *words, long count, uint64_t key), (words, count, key))
KERNEL(uint64_t, race_contenders,
       (const uint64_t *keys, long count, uint64_t key, int takes_high_word, const double *distances,
        const double *weights, double bound),
       (keys, count, key, takes_high_word, distances, weights, bound))

// The kernels of tiles.h as plain loops, to be compiled for one instruction set after another.
//
// Promise    Operations that round stand in one order and are not contracted, so every instruction set gives the
//            same bits. Sums of squares and of distances are of whole numbers below 2⁵³: they do not round.

#pragma STDC FP_CONTRACT OFF

enum { lanes = 64, block = 16 };

// Without the alignment of a register.
typedef double d8 __attribute__((ext_vector_type(8), aligned(8)));
typedef int64_t l8 __attribute__((ext_vector_type(8)));
typedef _Bool b8 __attribute__((ext_vector_type(8)));
typedef float f16 __attribute__((ext_vector_type(16), aligned(4)));
typedef int32_t i16 __attribute__((ext_vector_type(16)));
typedef uint16_t u16x16 __attribute__((ext_vector_type(16), aligned(2)));
typedef uint8_t u8x16 __attribute__((ext_vector_type(16), aligned(1)));
typedef _Bool b16 __attribute__((ext_vector_type(16)));

// Sixteen at a time, so that the maxima do not wait for one another.
#define LARGEST(name, type, magnitude)                                        \
  INLINE type name(const type *values, long count) {                          \
    type part[block] = {0};                                                   \
    long i = 0;                                                               \
    for (; i + block <= count; i += block)                                    \
      for (int j = 0; j < block; j++) {                                       \
        type value = magnitude(values[i + j]);                                \
        part[j] = value > part[j] ? value : part[j];                          \
      }                                                                       \
    type largest = 0;                                                         \
    for (; i < count; i++) {                                                  \
      type value = magnitude(values[i]);                                      \
      largest = value > largest ? value : largest;                            \
    }                                                                         \
    for (int j = 0; j < block; j++) largest = part[j] > largest ? part[j] : largest; \
    return largest;                                                           \
  }

LARGEST(largest_float_body, float, __builtin_fabsf)
LARGEST(largest_double_body, double, __builtin_fabs)

// By their bits, many at a time, until one is found.
#define HAS_SPECIAL(name, type, bits, least, minus_zero)                       \
  INLINE int name(const type *values, long count) {                            \
    const long stretch = 4096;                                                 \
    for (long first = 0; first < count; first += stretch) {                    \
      long end = count - first < stretch ? count : first + stretch;            \
      bits found = 0;                                                          \
      for (long i = first; i < end; i++) {                                     \
        bits word;                                                             \
        memcpy(&word, values + i, sizeof word);                                \
        found |= (bits)((word & least) == least) | (bits)(word == minus_zero); \
      }                                                                        \
      if (found) return 1;                                                     \
    }                                                                          \
    return 0;                                                                  \
  }

HAS_SPECIAL(has_special_float_body, float, uint32_t, 0x7f800000u, 0x80000000u)
HAS_SPECIAL(has_special_double_body, double, uint64_t, 0x7ff0000000000000ull, 0x8000000000000000ull)

INLINE void occupied_columns_body(const float *tile, long dimension, uint64_t *occupied) {
  long words = (dimension + 63) / 64;
  for (long i = 0; i < 2 * words; i++) occupied[i] = 0;
  for (long column = 0; column < dimension; column++) {
    uint32_t bits[lanes], any[2] = {0};
    memcpy(bits, tile + column * lanes, sizeof bits);
    for (int half = 0; half < 2; half++) {
      for (int i = 0; i < lanes / 2; i++) any[half] |= bits[half * lanes / 2 + i];
      occupied[half * words + column / 64] |= (uint64_t)(any[half] << 1 != 0) << column % 64;
    }
  }
}

INLINE void two_best_body(const float *scores, const float *norms, long count, float *best,
                          float *second, int32_t *winner) {
  for (int first = 0; first < lanes; first += block) {
    float least[block], next[block];
    int32_t index[block];
    for (int i = 0; i < block; i++) {
      least[i] = 0;
      next[i] = __builtin_inff();
      index[i] = 0;
    }
    for (long centroid = 0; centroid < count; centroid++) {
      const float *row = scores + centroid * lanes + first;
      float norm = norms[centroid];
      for (int i = 0; i < block; i++) {
        float score = row[i] + norm;
        int less = score < least[i];
        float loser = less ? least[i] : score;
        next[i] = loser < next[i] ? loser : next[i];
        least[i] = less ? score : least[i];
        index[i] = less ? (int32_t)centroid + 1 : index[i];
      }
    }
    for (int i = 0; i < block; i++) {
      best[first + i] = least[i];
      second[first + i] = next[i];
      winner[first + i] = index[i];
    }
  }
}

INLINE long weigh_candidates_body(const double *nearest, const double *distances, long count,
                                  long candidates, int64_t *sums, double *kept, uint64_t *which) {
  // Lanes without a point are at 0, and nothing is nearer.
  double seed[lanes] = {0};
  for (long i = 0; i < count; i++) seed[i] = nearest[i];
  const double *start = kept;
  for (long c = 0; c < candidates; c++) {
    const double *row = distances + c * lanes;
    l8 sum = 0;
    uint64_t nearer = 0;
    for (int i = 0; i < lanes; i += 8) {
      d8 left = *(const d8 *)(seed + i), right = *(const d8 *)(row + i);
      l8 less = right < left;
      sum += __builtin_convertvector(less ? right : left, l8);
      b8 bits = __builtin_convertvector(less, b8);
      nearer |= (uint64_t) * (uint8_t *)&bits << i;
    }
    sums[c] = ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
    if (!kept) continue;
    which[c] = nearer;
    for (; nearer; nearer &= nearer - 1) *kept++ = row[__builtin_ctzll(nearer)];
  }
  return kept - start;
}

INLINE long largest_label_body(const uint16_t *labels, long count) {
  uint16_t largest = 0;
  for (long i = 0; i < count; i++) largest = labels[i] > largest ? labels[i] : largest;
  return largest;
}

INLINE void pack_labels_body(const uint16_t *labels, long count, long width, uint8_t *packed) {
  if (width == 2)
    memcpy(packed, labels, 2 * count);
  else
    for (long i = 0; i < count; i++) packed[i] = (uint8_t)labels[i];
}

INLINE void unpack_labels_body(const uint8_t *packed, long count, long width, uint16_t *labels) {
  if (width == 2)
    memcpy(labels, packed, 2 * count);
  else
    for (long i = 0; i < count; i++) labels[i] = packed[i];
}

INLINE void pack_gaps_body(const float *gaps, long count, uint16_t *packed) {
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, gaps + i, sizeof bits);
    packed[i] = (uint16_t)(bits >> 16);
  }
}

// Of 16 points, what their own score rose at most, and the others' fell at most; what may be rounded is taken in.
INLINE void add_move(f16 *own, f16 *others, const i16 *label, const float *tile, long stride, la_move move,
                     const la_term *terms) {
  f16 change = 0, size = 0;
  for (long t = 0; t < move.term_count; t++) {
    la_term term = terms[move.first_term + t];
    const float *row = tile + term.column * lanes;
    __builtin_prefetch(row + stride);
    f16 part = term.difference * (term.sum - 2 * *(const f16 *)row);
    change += part;
    size += __builtin_elementwise_abs(part);
  }
  f16 error = size * ((float)(2 * move.term_count + 8) * 0x1p-24f), lower = change - error;
  i16 is_own = *label == move.cluster;
  *own = is_own ? change + error : *own;
  *others = (is_own | (lower >= *others)) ? *others : lower;
}

// Exactness has the bounds on what is rounded.
INLINE uint64_t lower_tile(uint16_t *gaps, const uint8_t *labels, long width, const float *tile, long stride,
                           const la_move *moves, long move_count, const la_term *terms) {
  uint64_t open = 0;
  for (int first = 0; first < lanes; first += 16) {
    i16 label = width == 2 ? __builtin_convertvector(*(const u16x16 *)(labels + 2 * first), i16)
                           : __builtin_convertvector(*(const u8x16 *)(labels + first), i16);
    f16 own = 0, others = 0;
    for (long m = 0; m < move_count; m++)
      add_move(&own, &others, &label, tile + first, stride, moves[m], terms);
    f16 known = (f16)(__builtin_convertvector(*(const u16x16 *)(gaps + first), i16) << 16);
    // Beyond 2⁶⁰ no change of a score reaches; an infinite gap, of a single cluster, is one such.
    f16 old = known < 0x1p60f ? known : 0x1p60f;
    f16 slack = ((old + __builtin_elementwise_abs(own)) - others) * 0x1p-22f;
    f16 less = ((old - own) + others) - slack;
    // Where nothing changed, nothing is taken off: a gap that is kept in few bits would lose one of them each time.
    f16 gap = ((own == 0) & (others == 0)) ? known : less;
    *(u16x16 *)(gaps + first) = __builtin_convertvector((i16)gap >> 16, u16x16);
    b16 bits = __builtin_convertvector(gap > 0, b16);
    open |= (uint64_t)(uint16_t)~*(uint16_t *)&bits << first;
  }
  return open;
}

INLINE void lower_gaps_body(uint16_t *gaps, const uint8_t *labels, long count, long width,
                            const float *tiles, long stride, const la_move *moves, long move_count,
                            const la_term *terms, uint64_t *open) {
  for (; count >= lanes; count -= lanes) {
    *open++ = lower_tile(gaps, labels, width, tiles, stride, moves, move_count, terms);
    gaps += lanes;
    labels += lanes * width;
    tiles += stride;
  }
  if (count == 0) return;
  // Part of a tile, with others' places empty.
  uint16_t padded[lanes] = {0};
  uint8_t clusters[2 * lanes] = {0};
  memcpy(padded, gaps, count * sizeof *gaps);
  memcpy(clusters, labels, count * width);
  *open = lower_tile(padded, clusters, width, tiles, 0, moves, move_count, terms) & ((1ull << count) - 1);
  memcpy(gaps, padded, count * sizeof *gaps);
}

// Philox4x32-10, as Randomness/Philox.swift has it: words of 32 bits, held in 64.
typedef struct {
  uint64_t low, high;
} words;

INLINE words philox_block(uint64_t low, uint64_t high, uint64_t key) {
  const uint64_t mask = 0xffffffff;
  uint64_t c0 = low & mask, c1 = low >> 32, c2 = high & mask, c3 = high >> 32;
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (c0 & mask) * 0xD2511F53ull, p1 = (c2 & mask) * 0xCD9E8D57ull;
    c0 = p1 >> 32 ^ c1 ^ k0;
    c1 = p1 & mask;
    c2 = p0 >> 32 ^ c3 ^ k1;
    c3 = p0 & mask;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (words){c0 | c1 << 32, c2 | c3 << 32};
}

INLINE void philox_body(uint64_t *blocks, long count, uint64_t key) {
  for (long i = 0; i < count; i++) {
    words block = philox_block(blocks[2 * i], blocks[2 * i + 1], key);
    blocks[2 * i] = block.low;
    blocks[2 * i + 1] = block.high;
  }
}

INLINE uint64_t race_contenders_body(const uint64_t *keys, long count, uint64_t key,
                                     int takes_high_word, const double *distances,
                                     const double *weights, double bound) {
  double rates[lanes];
  for (long i = 0; i < lanes; i++) rates[i] = i < count ? 1 : 0;
  if (distances)
    for (long i = 0; i < count; i++) rates[i] = distances[i];
  if (weights)
    for (long i = 0; i < count; i++) rates[i] *= weights[i];
  uint64_t shift = takes_high_word ? ~0ull : 0;
  double loss[lanes];
  for (long i = 0; i < lanes; i++) loss[i] = 1;
  for (long i = 0; i < count; i++) {
    words block = philox_block(keys[2 * i], keys[2 * i + 1], key);
    uint64_t word = (block.high & shift) | (block.low & ~shift);
    // The 52 bits as the fraction of a number from 1 to 2: 2 less that is 1 - U and half a step.
    uint64_t bits = word >> 12 | 0x3ff0000000000000ull;
    double number;
    memcpy(&number, &bits, sizeof number);
    loss[i] = 2 - number;
  }
  uint64_t open = 0;
  for (int i = 0; i < lanes; i++) {
    // More than all rounding on either side.
    double reach = bound * rates[i] * (1 + 0x1p-40) + 0x1p-52;
    open |= (uint64_t)((rates[i] > 0) & (loss[i] <= reach)) << i;
  }
  return open;
}

// Kernels over tiles of 64 points for which the width of the vector registers decides.
//
// Each is compiled for several instruction sets, and the best that the processor has is taken when it runs. They
// compute what plain loops compute, operation by operation: nothing is contracted or reordered that rounds, so all
// of them give the same bits.

#ifndef TILES_H
#define TILES_H

#include <stdint.h>

/// Which instruction sets may be used: 0 the compiler's baseline, 1 AVX2, 2 AVX-512. More than the processor has
/// is as good as what it has. For tests; the start is 2.
void la_limit_vectors(int level);

/// The largest magnitude of so many numbers; 0 of none. None is NaN.
float la_largest_float(const float *values, long count);
double la_largest_double(const double *values, long count);

/// Whether one of so many numbers is infinite, NaN or −0.
int la_has_special_float(const float *values, long count);
int la_has_special_double(const double *values, long count);

/// Which columns of a tile have a number that is not zero, of whichever sign: ⌈dimension/64⌉ words for the first 32 lanes, with a
/// bit for each column, and as many for the others.
void la_occupied_columns(const float *tile, long dimension, uint64_t *occupied);

/// The least and the second least of 0 and score + norm for each of 64 lanes, and which was the least: 0 for 0, then 1 for
/// the first score. Ties to the lower.
///
/// scores is count × 64.
void la_two_best(const float *scores, const float *norms, long count, float *best, float *second,
                 int32_t *winner);

/// What candidates for a seed would change for count points, at most 64.
///
/// nearest has each point's distance to its nearest seed; distances, candidates × 64, those to the candidates; all are
/// whole numbers. sums gets for each candidate the sum of the lesser of the two. Unless kept is null, which gets for
/// each candidate a bit for each point that is nearer to it, and kept their distances, one after another.
///
/// Returns how many were written to kept.
long la_weigh_candidates(const double *nearest, const double *distances, long count,
                         long candidates, int64_t *sums, double *kept, uint64_t *which);

/// A cluster's move, of at most 2²⁰ terms: the score of a point at x changes by Σ difference·(sum − 2·x[column]). All are
/// whole numbers of at most 2²⁴.
typedef struct {
  int32_t cluster;
  int32_t first_term;
  int32_t term_count;
} la_move;

typedef struct {
  float difference;
  float sum;
  int64_t column;
} la_term;

/// The largest of so many labels; 0 of none.
long la_largest_label(const uint16_t *labels, long count);

/// Labels of a byte or two, as width says, from labels of two bytes, which fit; and back.
void la_pack_labels(const uint16_t *labels, long count, long width, uint8_t *packed);
void la_unpack_labels(const uint8_t *packed, long count, long width, uint16_t *labels);

/// The upper half of each gap's bits, which is a number no farther from 0.
void la_pack_gaps(const float *gaps, long count, uint16_t *packed);

/// Writes labels and gaps of single points, packed, for the lanes that a mask names: points says where each is. before
/// gets the label that it had.
///
/// Returns a bit for each that has another label now.
uint64_t la_exchange(uint8_t *labels, long width, uint16_t *gaps, const long *points, uint64_t lanes,
                     const uint16_t *new_labels, const float *new_gaps, uint16_t *before);

/// Copies the labels of single points in so many rounds, one round after another; labels are packed, and rounds have room
/// for so many points. Those of a round that is not known are left out.
void la_copy_labels(const uint8_t *labels, long width, const uint8_t *known, long rounds, long room,
                    const long *points, long count, uint16_t *out);

/// In each of so many rounds, which have room for so many points, puts what is known of the last of count points in the
/// first of some places, of the one before it in the second, and so on, and zeros where it was. places are distinct and
/// descend; elements take one or two bytes, as width says.
void la_move_last(uint8_t *elements, long width, long rounds, long room, long count, const long *places,
                  long place_count);

/// Lowers the gaps of consecutive points, packed, to what they are at least after some clusters moved.
///
/// tiles begins with the first point's tile, whose first point it is; stride leads from one to the next. open gets a
/// word for each tile, with a bit for each point whose gap is no longer positive.
void la_lower_gaps(uint16_t *gaps, const uint8_t *labels, long count, long width, const float *tiles,
                   long stride, const la_move *moves, long move_count, const la_term *terms,
                   uint64_t *open);

/// The generator's block for each counter of two words, in its place. key is the same for all.
void la_philox(uint64_t *words, long count, uint64_t key);

/// Which of count records, at most 64, may be as fast in a race as bound: a bit for each. It leaves out none that is.
///
/// keys has two words a record; distances and weights may be null, which stands for ones. A record whose rate is 0
/// does not take part.
uint64_t la_race_contenders(const uint64_t *keys, long count, uint64_t key, int takes_high_word,
                            const double *distances, const double *weights, double bound);

#endif

// The two least scores of some lanes, in registers, for one instruction set: what includes this names LEVEL, its suffix,
// TARGET, its attribute, and VECTOR, the bytes of a register, and joins names.

enum { NAMED(float_lanes) = VECTOR / 4 };

// Without the alignment of a register, since tiles lie anywhere.
typedef float NAMED(floats) __attribute__((ext_vector_type(VECTOR / 4), aligned(4)));
typedef int32_t NAMED(ints) __attribute__((ext_vector_type(VECTOR / 4), aligned(4)));

#define FLOATS NAMED(floats)
#define INTS NAMED(ints)

/// The least, the second least and the index of the least for some lanes.
typedef struct {
  FLOATS best[4], second[4];
  INTS winner[4];
} NAMED(two_least);

/// Begins with a score of the first centroid, infinite where there is none yet.
INLINE TARGET void NAMED(begin_scores)(NAMED(two_least) *least, const int width, float first) {
  UNROLLED for (int v = 0; v < width; v++) {
    least->best[v] = (FLOATS)first;
    least->second[v] = (FLOATS)__builtin_inff();
    least->winner[v] = (INTS)0;
  }
}

/// Takes in the score of one centroid for the lanes of one register; ties go to the one that came before.
INLINE TARGET void NAMED(take_score)(NAMED(two_least) *least, int v, FLOATS score, int centroid) {
  FLOATS best = least->best[v], second = least->second[v];
  INTS less = score < best;
  FLOATS loser = less ? best : score;
  least->second[v] = loser < second ? loser : second;
  least->best[v] = less ? score : best;
  least->winner[v] = less ? (INTS)centroid : least->winner[v];
}

/// Writes them from some lane of the 64 on.
INLINE TARGET void NAMED(store_least)(const NAMED(two_least) *least, const int width, int lane, float *best,
                                      float *second, int32_t *winner) {
  UNROLLED for (int v = 0; v < width; v++) {
    int place = lane + v * NAMED(float_lanes);
    *(FLOATS *)(best + place) = least->best[v];
    *(FLOATS *)(second + place) = least->second[v];
    *(INTS *)(winner + place) = least->winner[v];
  }
}

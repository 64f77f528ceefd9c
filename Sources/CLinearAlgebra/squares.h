// The registers of kernels that work on squares of rows and columns, or on all lanes of a tile.

#ifndef SQUARES_H
#define SQUARES_H

#include <stdint.h>
#include <string.h>

#include "dispatch.h"

enum { LANES = 64 };

// The numbers in a line of the cache.
enum { LINE_FLOATS = 16 };

// Without the alignment of a register, since rows lie anywhere.
typedef float f4 __attribute__((ext_vector_type(4), aligned(4)));
typedef float f8 __attribute__((ext_vector_type(8), aligned(4)));
typedef double d8 __attribute__((ext_vector_type(8), aligned(8)));
typedef int64_t l8 __attribute__((ext_vector_type(8)));
typedef int32_t s8 __attribute__((ext_vector_type(8)));
typedef uint32_t i8 __attribute__((ext_vector_type(8), aligned(4)));
typedef uint64_t u8 __attribute__((ext_vector_type(8), aligned(8)));

// One for each lane.
typedef float f64 __attribute__((ext_vector_type(LANES), aligned(4)));
typedef int32_t s64 __attribute__((ext_vector_type(LANES), aligned(4)));
typedef uint16_t w64 __attribute__((ext_vector_type(LANES), aligned(2)));
typedef _Bool b64 __attribute__((ext_vector_type(LANES)));

INLINE uint64_t bits_of(b64 lanes) {
  uint64_t bits;
  memcpy(&bits, &lanes, sizeof bits);
  return bits;
}

#endif
